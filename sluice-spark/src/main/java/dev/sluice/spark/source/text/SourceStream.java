package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decompressed bytes of a file as UTF-8, from some offset on. Not for use by several threads. */
public final class SourceStream implements Closeable {
    private static final int MARK_BYTES = 3;
    private static final int SAMPLE_BYTES = 4096;

    private final InputStream in;
    private final long firstOffset;
    private final TextEncoding encoding;
    private final @Nullable UnpackedInput unpacked;
    private final @Nullable ZipEntryInput entry;
    private final @Nullable Damage misnamed;

    private SourceStream(
            InputStream in,
            long firstOffset,
            TextEncoding encoding,
            @Nullable UnpackedInput unpacked,
            @Nullable ZipEntryInput entry,
            @Nullable Damage misnamed) {
        this.in = requireNonNull(in, "in");
        this.firstOffset = firstOffset;
        this.encoding = requireNonNull(encoding, "encoding");
        this.unpacked = unpacked;
        this.entry = entry;
        this.misnamed = misnamed;
    }

    /** UTF-8 that is not compressed. */
    public static SourceStream plain(InputStream in, long firstOffset) {
        return new SourceStream(in, firstOffset, TextEncoding.UTF_8, null, null, null);
    }

    /** Nothing but the damage. */
    static SourceStream damaged(Damage damage) {
        return new SourceStream(InputStream.nullInputStream(), 0, TextEncoding.UTF_8, null, null, damage);
    }

    /** A file from its beginning on: unpacked if it is compressed, and without a byte-order mark. */
    public static SourceStream whole(InputStream in, String name, StreamOptions options) throws IOException {
        return whole(in, name, options, null);
    }

    /** @param entry the same stream as {@code in}, where that is an archive's entry */
    static SourceStream whole(InputStream in, String name, StreamOptions options, @Nullable ZipEntryInput entry)
            throws IOException {
        PushbackInputStream file = new PushbackInputStream(in, Compression.MAGIC_BYTES);
        byte[] magic = file.readNBytes(Compression.MAGIC_BYTES);
        file.unread(magic);
        Optional<Compression> compression = Compression.of(magic);
        Optional<String> named = Compression.ofName(name)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .or(() -> ZipArchive.isName(name) ? Optional.of("zip") : Optional.empty());
        if (magic.length > 0 && compression.isEmpty() && named.isPresent()) {
            byte[] sample = file.readNBytes(SAMPLE_BYTES);
            Damage damage = new Damage(
                    ReasonCode.CORRUPT_FILE,
                    "The file is named as %s but does not begin as such".formatted(named.get()),
                    Utf8.decode(sample, 0, sample.length));
            in.close();
            return damaged(damage);
        }
        UnpackedInput unpacked = compression
                .map(kind -> new UnpackedInput(file, kind, options.maxRatio()))
                .orElse(null);
        return decoded(unpacked == null ? file : unpacked, unpacked, entry, options);
    }

    private static SourceStream decoded(
            InputStream bytes, @Nullable UnpackedInput unpacked, @Nullable ZipEntryInput entry, StreamOptions options)
            throws IOException {
        if (options.binary()) {
            return encoded(bytes, 0, TextEncoding.UTF_8, unpacked, entry);
        }
        PushbackInputStream text = new PushbackInputStream(bytes, XmlDeclaration.MOST_BYTES);
        byte[] first = text.readNBytes(options.declared() ? XmlDeclaration.MOST_BYTES : MARK_BYTES);
        int a = first.length > 0 ? first[0] & 0xff : -1;
        int b = first.length > 1 ? first[1] & 0xff : -1;
        int c = first.length > 2 ? first[2] & 0xff : -1;
        TextEncoding marked = null;
        int mark = 0;
        if (a == 0xef && b == 0xbb && c == 0xbf) {
            marked = TextEncoding.UTF_8;
            mark = 3;
        } else if (a == 0xff && b == 0xfe || a == 0xfe && b == 0xff) {
            marked = a == 0xff ? TextEncoding.UTF_16LE : TextEncoding.UTF_16BE;
            mark = 2;
        }
        if (marked == null && options.declared()) {
            marked = XmlDeclaration.encoding(first).orElse(null);
        }
        text.unread(first, mark, first.length - mark);
        return encoded(text, mark, marked == null ? options.encoding() : marked, unpacked, entry);
    }

    /** A file that is not compressed, from an offset on. */
    public static SourceStream from(InputStream in, long offset, TextEncoding encoding) {
        return encoded(in, offset, encoding, null, null);
    }

    private static SourceStream encoded(
            InputStream in,
            long offset,
            TextEncoding encoding,
            @Nullable UnpackedInput unpacked,
            @Nullable ZipEntryInput entry) {
        InputStream text = encoding == TextEncoding.UTF_8 ? in : new TranscodedInput(in, encoding);
        return new SourceStream(text, offset, encoding, unpacked, entry, null);
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

    /** Whether the file can be read from any offset on. */
    boolean splittable() {
        return unpacked == null && entry == null && misnamed == null && encoding.splittable();
    }

    /** Why the stream ended before its time; to be asked at its end. */
    @Nullable
    Damage damage() {
        Damage damage = unpacked == null ? misnamed : unpacked.damage();
        return damage == null && entry != null ? entry.damage() : damage;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
