package dev.sluice.spark.source.text;

import java.io.IOException;

/** Physical lines in a window. */
public final class WindowLines {
    private WindowLines() {}

    public static boolean isEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /**
     * Goes to the line after the next line end, in bounded memory however far that is.
     *
     * @return the index of that line's first byte, or the limit at the end of the stream
     */
    public static int skip(ByteWindow window, int from) throws IOException {
        int p = skipToEnd(window, from);
        if (p == window.limit()) {
            return p;
        }
        if (window.data()[p] == '\r') {
            if (p + 1 == window.limit() && !window.ended()) {
                p -= window.fill(p);
            }
            if (p + 1 < window.limit() && window.data()[p + 1] == '\n') {
                p++;
            }
        }
        return p + 1;
    }

    /** Goes to the next line end; returns its index, or the limit at the end of the stream. */
    public static int skipToEnd(ByteWindow window, int from) throws IOException {
        int p = from;
        while (true) {
            byte[] data = window.data();
            int limit = window.limit();
            while (p < limit && !isEnd(data[p])) {
                p++;
            }
            if (p < limit || window.ended()) {
                return p;
            }
            p -= window.fill(p);
        }
    }
}
