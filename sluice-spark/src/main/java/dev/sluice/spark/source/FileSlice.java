package dev.sluice.spark.source;

import dev.sluice.core.batch.SourceFile;
import java.io.Serializable;

/**
 * A part of a file that begins with a record, or with the file itself.
 *
 * @param path the file's full URI
 * @param size of the whole file as listed, in bytes
 * @param version of the file as listed
 * @param start offset of the first byte
 * @param end records that begin before this offset belong to the slice; {@link Long#MAX_VALUE} for all
 * @param firstNumber the number of the first record
 */
record FileSlice(String path, long size, String version, long start, long end, long firstNumber)
        implements Serializable {
    static FileSlice whole(SourceFile file) {
        return new FileSlice(file.path(), file.size(), file.version(), 0, Long.MAX_VALUE, 1);
    }

    FileSlice part(long newStart, long newEnd, long newFirstNumber) {
        return new FileSlice(path, size, version, newStart, newEnd, newFirstNumber);
    }

    /** About how many bytes it takes to read the slice. */
    long length() {
        return Math.min(end, size) - start;
    }
}
