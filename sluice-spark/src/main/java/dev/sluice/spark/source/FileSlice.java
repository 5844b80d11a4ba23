package dev.sluice.spark.source;

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
    /** About how many bytes it takes to read the slice. */
    long length() {
        return Math.min(end, size) - start;
    }
}
