package dev.sluice.spark.source.text;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How files may be compressed. The first bytes tell, not the name. */
enum Compression {
    GZIP(".gz", 0x1f, 0x8b) {
        @Override
        InputStream open(InputStream in) {
            return new GzipInput(in);
        }
    },
    ZSTD(".zst", 0x28, 0xb5, 0x2f, 0xfd) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new ZstdInputStream(in);
        }
    },
    BZIP2(".bz2", 'B', 'Z', 'h') {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    };

    /** How many bytes it takes to tell. */
    static final int MAGIC_BYTES = 4;

    private final String suffix;
    private final byte[] magic;

    Compression(String suffix, int... magic) {
        this.suffix = suffix;
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /** Begins to unpack; the format's own header may be read at once. */
    abstract InputStream open(InputStream in) throws IOException;

    /** What the file's first bytes say. */
    static Optional<Compression> of(byte[] first) {
        return Arrays.stream(values())
                .filter(kind -> first.length >= kind.magic.length
                        && Arrays.equals(first, 0, kind.magic.length, kind.magic, 0, kind.magic.length))
                .findFirst();
    }

    /** What the file's name says. */
    static Optional<Compression> ofName(String name) {
        return Arrays.stream(values())
                .filter(kind -> name.toLowerCase(Locale.ROOT).endsWith(kind.suffix))
                .findFirst();
    }
}
