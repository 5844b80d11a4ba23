package dev.sluice.spark.source.text;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** An archive's bytes as stored, with what was read but not used given back. */
final class ZipBytes implements Closeable {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int filled;
    private long before;

    ZipBytes(InputStream in) {
        this.in = in;
    }

    /** How many bytes were used. */
    long used() {
        return before + at;
    }

    /** Reads on so that so many bytes can be looked at; false if the archive has not as many. */
    boolean has(int bytes) throws IOException {
        if (filled - at >= bytes) {
            return true;
        }
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        before += at;
        filled -= at;
        at = 0;
        while (filled < bytes) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    private void need(int bytes) throws IOException {
        if (!has(bytes)) {
            throw new EOFException("the archive ends within an entry");
        }
    }

    /** A number of up to eight bytes, least first, some bytes ahead. */
    long look(int ahead, int bytes) throws IOException {
        need(ahead + bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | buffer[at + ahead + i] & 0xff;
        }
        return value;
    }

    byte[] take(int bytes) throws IOException {
        byte[] taken = new byte[bytes];
        int done = 0;
        while (done < bytes) {
            done += take(taken, done, bytes - done);
        }
        return taken;
    }

    /** Takes at least one byte. */
    int take(byte[] target, int from, int length) throws IOException {
        need(1);
        int count = Math.min(length, filled - at);
        System.arraycopy(buffer, at, target, from, count);
        at += count;
        return count;
    }

    void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            need(1);
            int count = (int) Math.min(left, filled - at);
            at += count;
            left -= count;
        }
    }

    /** Unpacks at least one byte; -1 at the end of the packed data. */
    int inflate(Inflater inflater, byte[] target, int from, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, from, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished()) {
                    at -= inflater.getRemaining();
                    return -1;
                }
                if (!inflater.needsInput()) {
                    throw new IOException("the packed data asks for a dictionary");
                }
                need(1);
                inflater.setInput(buffer, at, filled - at);
                at = filled;
            }
        } catch (DataFormatException e) {
            at -= inflater.getRemaining();
            throw new IOException("the packed data is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
