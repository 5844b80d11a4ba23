package dev.sluice.spark.source.text;

import java.io.IOException;
import java.io.InputStream;

/** Text of another encoding as UTF-8, in the way that {@link TextEncoding} tells. */
final class TranscodedInput extends InputStream {
    private final InputStream in;
    private final TextEncoding encoding;
    private final byte[] source = new byte[16 * 1024];
    // Each source byte gives at most three.
    private final byte[] target = new byte[source.length * 3 + 8];
    private int at;
    private int filled;
    private int kept;
    private boolean ended;

    TranscodedInput(InputStream in, TextEncoding encoding) {
        this.in = in;
        this.encoding = encoding;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        while (at == filled) {
            if (ended) {
                return -1;
            }
            int read = in.read(source, kept, source.length - kept);
            ended = read < 0;
            at = 0;
            filled = 0;
            convert(kept + Math.max(0, read));
        }
        int count = Math.min(length, filled - at);
        System.arraycopy(target, at, to, from, count);
        at += count;
        return count;
    }

    private void convert(int available) {
        int done = encoding.splittable() ? convertBytes(available) : convertPairs(available);
        kept = available - done;
        System.arraycopy(source, done, source, 0, kept);
    }

    private int convertBytes(int available) {
        for (int i = 0; i < available; i++) {
            int character = encoding.character(source[i] & 0xff);
            if (character < 0) {
                escape(source[i]);
            } else {
                put(character);
            }
        }
        return available;
    }

    private int convertPairs(int available) {
        int i = 0;
        while (available - i >= 2) {
            int unit = unit(i);
            if (Character.isHighSurrogate((char) unit)) {
                if (available - i < 4 && !ended) {
                    return i;
                }
                if (available - i >= 4 && Character.isLowSurrogate((char) unit(i + 2))) {
                    unit = Character.toCodePoint((char) unit, (char) unit(i + 2));
                    i += 2;
                }
            }
            put(unit);
            i += 2;
        }
        if (ended && i < available) {
            escape(source[i++]);
        }
        return i;
    }

    private int unit(int i) {
        int first = source[i] & 0xff;
        int second = source[i + 1] & 0xff;
        return encoding == TextEncoding.UTF_16LE ? first | second << 8 : first << 8 | second;
    }

    private void put(int character) {
        if (character < 0x80) {
            target[filled++] = (byte) character;
        } else if (character < 0x800) {
            target[filled++] = (byte) (0xc0 | character >> 6);
            target[filled++] = (byte) (0x80 | character & 0x3f);
        } else if (character < 0x10000) {
            target[filled++] = (byte) (0xe0 | character >> 12);
            target[filled++] = (byte) (0x80 | character >> 6 & 0x3f);
            target[filled++] = (byte) (0x80 | character & 0x3f);
        } else {
            target[filled++] = (byte) (0xf0 | character >> 18);
            target[filled++] = (byte) (0x80 | character >> 12 & 0x3f);
            target[filled++] = (byte) (0x80 | character >> 6 & 0x3f);
            target[filled++] = (byte) (0x80 | character & 0x3f);
        }
    }

    private void escape(byte b) {
        target[filled++] = (byte) TextEncoding.ESCAPE;
        target[filled++] = (byte) (0x80 | b >> 6 & 0x03);
        target[filled++] = (byte) (0x80 | b & 0x3f);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
