package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ByteWindow;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files within a file of the source: itself, or those of an archive. */
interface SourceParts extends Closeable {
    /**
     * A file's content.
     *
     * @param uri what its records are said to come from
     */
    record Part(String uri, ByteWindow window) {}

    /** The next one; null if there is none. The one before is not read any more. */
    @Nullable
    Part next() throws IOException;
}
