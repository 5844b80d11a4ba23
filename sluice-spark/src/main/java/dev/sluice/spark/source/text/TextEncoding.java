package dev.sluice.spark.source.text;

import java.util.Arrays;

/** The encodings that text files may have. Readers see UTF-8 whatever the file has. */
public enum TextEncoding {
    UTF_8;

    /** How many bytes of the file stand behind these bytes of the window. */
    long sourceLength(byte[] data, int from, int to) {
        return to - (long) from;
    }

    /** The bytes of the file that stand behind these bytes of the window. */
    byte[] sourceBytes(byte[] data, int from, int to) {
        return Arrays.copyOfRange(data, from, to);
    }
}
