package dev.sluice.spark.source.parser;

import dev.sluice.spark.source.text.ByteWindow;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a window as a stream. Closing it closes nothing. */
final class WindowInput extends InputStream {
    private final ByteWindow window;
    private int at;

    WindowInput(ByteWindow window) {
        this.window = window;
    }

    private boolean hasMore() throws IOException {
        if (at < window.limit()) {
            return true;
        }
        if (!window.ended()) {
            at -= window.fill(at);
        }
        return at < window.limit();
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? window.data()[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, window.limit() - at);
        System.arraycopy(window.data(), at, target, from, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return window.limit() - at;
    }

    /** What comes next, up to so many bytes, without reading it. */
    byte[] sample(int bytes) {
        return window.copy(at, Math.min(window.limit(), at + bytes));
    }

    /** Reads to the end, so that damage there is seen. */
    void drain() throws IOException {
        while (hasMore()) {
            at = window.limit();
        }
    }
}
