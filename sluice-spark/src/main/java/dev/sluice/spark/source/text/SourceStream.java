package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The decompressed bytes of a file as UTF-8, from some offset on. Not for use by several threads. */
public final class SourceStream implements Closeable {
    private final InputStream in;
    private final long firstOffset;
    private final TextEncoding encoding;
    private @Nullable Damage damage;

    SourceStream(InputStream in, long firstOffset, TextEncoding encoding) {
        this.in = requireNonNull(in, "in");
        this.firstOffset = firstOffset;
        this.encoding = requireNonNull(encoding, "encoding");
    }

    /** UTF-8 that is not compressed. */
    public static SourceStream plain(InputStream in, long firstOffset) {
        return new SourceStream(in, firstOffset, TextEncoding.UTF_8);
    }

    /** A file from its beginning on. */
    public static SourceStream whole(InputStream in, String name, StreamOptions options) {
        BufferedInputStream buffered = new BufferedInputStream(in, 4096);
        try {
            buffered.mark(4);
            byte[] first = buffered.readNBytes(3);
            boolean mark =
                    first.length == 3 && first[0] == (byte) 0xef && first[1] == (byte) 0xbb && first[2] == (byte) 0xbf;
            if (!mark) buffered.reset();
            return new SourceStream(buffered, mark ? 3 : 0, options.encoding());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A file that is not compressed, from an offset on. */
    public static SourceStream from(InputStream in, long offset, StreamOptions options) {
        return new SourceStream(in, offset, options.encoding());
    }

    int read(byte[] target, int from, int length) throws IOException {
        return in.read(target, from, length);
    }

    /** Where the first byte stands in the decompressed file. */
    long firstOffset() {
        return firstOffset;
    }

    TextEncoding encoding() {
        return encoding;
    }

    @Nullable
    Damage damage() {
        return damage;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
