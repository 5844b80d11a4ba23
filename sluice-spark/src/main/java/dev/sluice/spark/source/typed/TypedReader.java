package dev.sluice.spark.source.typed;

import dev.sluice.spark.source.text.Damage;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one by one. What cannot be read stands as one bad record for all that is lost, and reading goes on behind
 * it where that is possible.
 *
 * <p>Not for use by several threads. Storage that fails throws; damage of the content never does.
 */
public interface TypedReader extends Closeable {
    /** Moves to the next record; false if there is none. */
    boolean next() throws IOException;

    /** The record's place in its file, from 0; of a bad record, that of the first one lost. */
    long ordinal();

    /** Why what stands here cannot be read; null for a good record. */
    @Nullable
    Damage damage();

    /** A value in Catalyst's form of the file's own type, valid until the next record; null for null. */
    @Nullable
    Object value(int slot);
}
