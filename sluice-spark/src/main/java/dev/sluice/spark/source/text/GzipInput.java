package dev.sluice.spark.source.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), any number of members one after the other. Unlike the JDK's stream it needs no
 * {@code available()} to find the next member, and gives every byte that it could unpack before it tells of damage.
 */
final class GzipInput extends InputStream {
    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int filled;
    private boolean inMember;
    private boolean ended;

    GzipInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!ended) {
            if (!inMember && !beginMember()) {
                ended = true;
                return -1;
            }
            int count = inflate(target, from, length);
            if (count > 0) {
                crc.update(target, from, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                fillInflater();
            } else {
                throw new IOException("the compressed data asks for a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int from, int length) throws IOException {
        try {
            return inflater.inflate(target, from, length);
        } catch (DataFormatException e) {
            throw new IOException("the compressed data is damaged: " + e.getMessage(), e);
        }
    }

    private void fillInflater() throws IOException {
        if (at == filled && !fill()) {
            throw new EOFException("the file ends within its compressed data");
        }
        inflater.setInput(buffer, at, filled - at);
        at = filled;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    private int next() throws IOException {
        if (at == filled && !fill()) {
            throw new EOFException("the file ends within a gzip header or trailer");
        }
        return buffer[at++] & 0xff;
    }

    private boolean beginMember() throws IOException {
        // Some writers pad the file with zeros.
        do {
            if (at == filled && !fill()) {
                return false;
            }
        } while (buffer[at++] == 0);
        at--;
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new IOException("what follows is not gzip");
        }
        int flags = next();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = filled - inflater.getRemaining();
        long expectedCrc = littleEndian();
        long expectedSize = littleEndian();
        if (expectedCrc != crc.getValue() || expectedSize != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("the checksum or size at the end of the compressed data differs");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int b;
        do {
            b = next();
        } while (b != 0);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
