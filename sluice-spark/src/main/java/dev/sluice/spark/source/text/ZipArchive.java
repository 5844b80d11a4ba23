package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a zip archive one after the other, from its beginning on, so that those before a damaged place
 * can be read. Folders and hidden files are passed over; what cannot be read is an entry with nothing but its damage.
 *
 * <p>Not for use by several threads.
 */
public final class ZipArchive implements Closeable {
    /**
     * A file of the archive.
     *
     * @param name differs from those of all entries before; empty for what concerns the archive as a whole
     */
    public record Entry(String name, SourceStream stream, boolean readable) {}

    private static final int MOST_ENTRIES = 100_000;
    private static final int SHOWN = 1_000;
    private static final int SIGNATURE_BYTES = 4;
    private static final long DIRECTORY = 0x02014b50L;
    private static final long EXTRA_DATA = 0x08064b50L;
    private static final long END = 0x06054b50L;
    private static final long WIDE_END = 0x06064b50L;

    private final ZipBytes bytes;
    private final StreamOptions options;
    private final boolean closedWithEntry;
    private final Map<String, Integer> names = new HashMap<>();
    private @Nullable ZipEntryInput open;
    private long unpacked;
    private int entries;
    private boolean over;

    /** @param closedWithEntry whether the archive is closed with the first entry that is, for reading one only */
    public ZipArchive(InputStream in, StreamOptions options, boolean closedWithEntry) {
        this.bytes = new ZipBytes(in);
        this.options = options;
        this.closedWithEntry = closedWithEntry;
    }

    /** Whether a file with these first bytes is an archive. */
    public static boolean begins(byte[] first) {
        return first.length >= SIGNATURE_BYTES
                && first[0] == 'P'
                && first[1] == 'K'
                && (first[2] == 3 && first[3] == 4 || first[2] == 5 && first[3] == 6);
    }

    static boolean isName(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** The next file; null if there is none. What was not read of the one before is passed over. */
    public @Nullable Entry next() throws IOException {
        try {
            Damage before = pass();
            Entry entry = before == null ? null : bad("", before);
            while (entry == null && !over) {
                entry = entry();
            }
            return entry;
        } catch (EOFException e) {
            over = true;
            return bad("", new Damage(ReasonCode.TRUNCATED_FILE, "The zip archive ends before its directory"));
        }
    }

    /**
     * The first file that can be read, for reading its beginning; nothing but damage if there is none. Closing it closes
     * the archive, if that was made so.
     */
    public SourceStream first() throws IOException {
        Entry entry = next();
        while (entry != null && !entry.readable()) {
            entry = next();
        }
        if (entry != null) {
            return entry.stream();
        }
        close();
        return SourceStream.damaged(new Damage(ReasonCode.CORRUPT_FILE, "The zip archive has no file to be read"));
    }

    /** Ends the entry before; the damage that it did not tell. */
    private @Nullable Damage pass() throws IOException {
        ZipEntryInput last = open;
        open = null;
        if (last == null) {
            return null;
        }
        Damage untold = last.drain();
        over |= !last.endFound();
        return untold;
    }

    /** An entry that is not passed over; null for those that are, and at the end. */
    private @Nullable Entry entry() throws IOException {
        long signature = bytes.look(0, SIGNATURE_BYTES);
        if (signature != ZipHeader.ENTRY) {
            over = true;
            boolean end =
                    signature == DIRECTORY || signature == END || signature == WIDE_END || signature == EXTRA_DATA;
            return end
                    ? null
                    : bad("", new Damage(ReasonCode.CORRUPT_FILE, "The zip archive is damaged behind its entries"));
        }
        if (++entries > MOST_ENTRIES) {
            over = true;
            return bad(
                    "",
                    new Damage(
                            ReasonCode.DECOMPRESSION_LIMIT,
                            "The zip archive has more than %d entries; the others are not read"
                                    .formatted(MOST_ENTRIES)));
        }
        ZipHeader header = ZipHeader.take(bytes);
        if (header.folder() && header.method() == ZipHeader.STORED && header.packed() == 0) {
            if (header.described()) {
                skipDescriptor();
            }
            return null;
        }
        boolean known =
                header.method() == ZipHeader.DEFLATED || header.method() == ZipHeader.STORED && header.skippable();
        if (header.encrypted() || !known) {
            return unreadable(header);
        }
        ZipEntryInput content = new ZipEntryInput(this, bytes, header);
        open = content;
        if (header.unsafe()) {
            return bad(
                    header.name(),
                    new Damage(
                            ReasonCode.UNSAFE_ENTRY,
                            "The entry's name leads out of the archive or is none; it is not read",
                            shown(header.name())));
        }
        if (header.folder() || header.hidden()) {
            Damage untold = pass();
            return untold == null ? null : bad("", untold);
        }
        return readable(header, content);
    }

    private Entry readable(ZipHeader header, ZipEntryInput content) throws IOException {
        PushbackInputStream in = new PushbackInputStream(content, SIGNATURE_BYTES);
        byte[] first = in.readNBytes(SIGNATURE_BYTES);
        if (begins(first)) {
            return nested(header);
        }
        in.unread(first);
        return new Entry(unique(header.name()), SourceStream.whole(in, header.name(), options, content), true);
    }

    private Entry nested(ZipHeader header) {
        return bad(
                header.name(),
                new Damage(
                        ReasonCode.NESTED_ARCHIVE,
                        "The entry is an archive itself; it is not read",
                        shown(header.name())));
    }

    private Entry unreadable(ZipHeader header) throws IOException {
        String rest = "";
        if (header.skippable()) {
            bytes.skip(header.packed());
            if (header.described()) {
                skipDescriptor();
            }
        } else {
            over = true;
            rest = "; nor are the entries behind it, for nothing tells where they begin";
        }
        Damage damage = header.encrypted()
                ? new Damage(
                        ReasonCode.ENCRYPTED_ENTRY,
                        "The entry is encrypted; it is not read" + rest,
                        shown(header.name()))
                : new Damage(
                        ReasonCode.CORRUPT_FILE,
                        "The entry is packed by a method (%d) that is not known; it is not read%s"
                                .formatted(header.method(), rest),
                        shown(header.name()));
        return bad(header.name(), damage);
    }

    /** Behind data of known size: with a signature or without, its numbers of four bytes or, of large entries, eight. */
    private void skipDescriptor() throws IOException {
        for (int length : new int[] {16, 12, 24, 20}) {
            if (bytes.has(length + SIGNATURE_BYTES)) {
                long signature = bytes.look(length, SIGNATURE_BYTES);
                if (signature == ZipHeader.ENTRY || signature == DIRECTORY) {
                    bytes.skip(length);
                    return;
                }
            }
        }
    }

    private Entry bad(String name, Damage damage) {
        return new Entry(name.isEmpty() ? "" : unique(name), SourceStream.damaged(damage), false);
    }

    /** Of entries with one name the second is called name#2 and so on. */
    private String unique(String name) {
        String shown = shown(name);
        int times = names.getOrDefault(shown, 0) + 1;
        names.put(shown, times);
        return times == 1 ? shown : shown + "#" + times;
    }

    private static String shown(String name) {
        String harmless = name.replaceAll("\\p{Cntrl}", "?");
        return harmless.length() <= SHOWN ? harmless : harmless.substring(0, SHOWN);
    }

    /** Counts what was unpacked; the damage if it is too much. */
    @Nullable
    Damage unpacked(int count) {
        unpacked += count;
        long limit = Math.max(UnpackedInput.ALWAYS_ALLOWED, options.maxRatio() * bytes.used());
        return unpacked <= limit
                ? null
                : new Damage(
                        ReasonCode.DECOMPRESSION_LIMIT,
                        "Unpacking was given up after %d bytes out of %d: more than %d times as many (maxCompressionRatio)"
                                .formatted(unpacked, bytes.used(), options.maxRatio()));
    }

    void entryClosed() throws IOException {
        if (closedWithEntry) {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.end();
        }
        bytes.close();
    }
}
