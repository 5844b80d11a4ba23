package dev.sluice.spark.source.parser;

import dev.sluice.api.SluiceException;
import dev.sluice.spark.source.text.ByteWindow;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a window as a stream. Closing it closes nothing. */
final class WindowInput extends InputStream {
    private final ByteWindow window;
    private int at;
    private @Nullable SluiceException failure;

    WindowInput(ByteWindow window) {
        this.window = window;
    }

    private boolean hasMore() throws IOException {
        if (at < window.limit()) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (!window.ended()) {
            try {
                at -= window.fill(at);
            } catch (SluiceException e) {
                failure = e;
                throw e;
            }
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

    /** Tells of the storage what whoever read has kept to itself, or has told as a fault of the content. */
    void requireSound() {
        if (failure != null) {
            throw failure;
        }
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
