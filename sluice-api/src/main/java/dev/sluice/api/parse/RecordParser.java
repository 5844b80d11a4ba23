package dev.sluice.api.parse;

import dev.sluice.api.Format;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.io.InputStream;
import java.util.List;

/**
 * A format of source files, named by {@code format:}. Each file is read by one task, from its beginning to its end.
 *
 * <p>Its constructor is public and without arguments. One instance opens many files, also on several threads; what belongs to
 * one file is its {@link RecordCursor}'s.
 */
public interface RecordParser extends Format {
    @Override
    default List<Problem> check(Options options) {
        return List.of();
    }

    /**
     * Begins to read a file.
     *
     * @param file its bytes, unpacked where it is compressed or lies in an archive. Sluice closes it
     * @throws Exception if nothing can be read: the file becomes one bad record, and the other files are read
     */
    RecordCursor open(InputStream file, Options options) throws Exception;

    /**
     * Whether the raw text of a record, as a file of its own, gives the record again. Quarantined records can be replayed then.
     */
    default boolean readsRecordsAlone() {
        return false;
    }
}
