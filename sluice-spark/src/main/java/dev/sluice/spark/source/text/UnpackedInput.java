package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a compressed file. Where it is damaged, or unpacks to more than the limit, the stream ends and
 * {@link #damage} tells why.
 */
final class UnpackedInput extends InputStream {
    /** What a file may unpack to in any case, whatever its size. */
    static final long ALWAYS_ALLOWED = 256L << 20;

    private final Counted packed;
    private final Compression compression;
    private final int maxRatio;
    private @Nullable InputStream in;
    private long unpacked;
    private @Nullable Damage damage;

    UnpackedInput(InputStream packed, Compression compression, int maxRatio) {
        this.packed = new Counted(packed);
        this.compression = compression;
        this.maxRatio = maxRatio;
    }

    @Nullable
    Damage damage() {
        return damage;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        if (damage != null) {
            return -1;
        }
        int done = 0;
        try {
            if (in == null) {
                in = compression.open(packed);
            }
            if (compression == Compression.BZIP2) {
                // It forgets what it unpacked in a call that ends with an exception.
                int b = 0;
                while (done < length && (b = in.read()) >= 0) {
                    target[from + done++] = (byte) b;
                }
            } else {
                done = Math.max(0, in.read(target, from, length));
            }
        } catch (SluiceException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Libraries let some damage through as exceptions of arrays and states.
            damage = damage(e);
        }
        unpacked += done;
        if (damage == null && unpacked > Math.max(ALWAYS_ALLOWED, maxRatio * packed.count)) {
            damage = new Damage(
                    ReasonCode.DECOMPRESSION_LIMIT,
                    "Unpacking was given up after %d bytes out of %d: more than %d times as many (maxCompressionRatio)"
                            .formatted(unpacked, packed.count, maxRatio));
        }
        return done == 0 ? -1 : done;
    }

    private Damage damage(Exception e) {
        ReasonCode code = packed.ended ? ReasonCode.TRUNCATED_FILE : ReasonCode.CORRUPT_FILE;
        return new Damage(
                code,
                "The %s file %s after %d unpacked bytes: %s"
                        .formatted(
                                compression.name().toLowerCase(java.util.Locale.ROOT),
                                packed.ended ? "ends" : "is damaged",
                                unpacked,
                                e.getMessage()));
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
        packed.close();
    }

    private static final class Counted extends FilterInputStream {
        private long count;
        private boolean ended;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            ended |= b < 0;
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = in.read(target, from, length);
            ended |= read < 0;
            count += Math.max(0, read);
            return read;
        }
    }
}
