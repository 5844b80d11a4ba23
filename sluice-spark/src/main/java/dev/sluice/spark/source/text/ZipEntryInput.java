package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked content of an archive's entry. Where it is damaged, or the archive unpacks to more than the limit, the
 * stream ends and {@link #damage} tells why.
 */
final class ZipEntryInput extends InputStream {
    private static final long DESCRIPTOR = 0x08074b50L;

    private final ZipArchive archive;
    private final ZipBytes bytes;
    private final ZipHeader header;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final long start;
    private long size;
    private boolean ended;
    private boolean told;
    // Whether the data ended where it should, right or wrong.
    private boolean endPassed;
    // Whether the data is wrong before its end.
    private boolean corrupt;
    private @Nullable Damage damage;

    ZipEntryInput(ZipArchive archive, ZipBytes bytes, ZipHeader header) {
        this.archive = archive;
        this.bytes = bytes;
        this.header = header;
        this.start = bytes.used();
    }

    /** Asking for it counts as telling it. */
    @Nullable
    Damage damage() {
        told |= damage != null;
        return damage;
    }

    /** Passes what was not read; the damage that nobody was told, or null. */
    @Nullable
    Damage drain() throws IOException {
        byte[] rest = new byte[16 * 1024];
        while (read(rest, 0, rest.length) >= 0) {
            // Only the end is of interest.
        }
        end();
        if (corrupt && header.sized()) {
            bytes.skip(start + header.packed() - bytes.used());
        }
        return told ? null : damage;
    }

    /** Gives up what is not read yet, and the memory that unpacking takes. */
    void end() {
        ended = true;
        inflater.end();
    }

    /** Whether the entries behind this one can be found once it is drained. */
    boolean endFound() {
        return endPassed || corrupt && header.sized();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            int count = header.method() == ZipHeader.STORED
                    ? stored(target, from, length)
                    : bytes.inflate(inflater, target, from, length);
            if (count > 0) {
                crc.update(target, from, count);
                size += count;
                damage = archive.unpacked(count);
                ended = damage != null;
                return count;
            }
            damage = check();
            endPassed = true;
        } catch (EOFException e) {
            damage = damage(ReasonCode.TRUNCATED_FILE, "the archive ends", "");
        } catch (IOException e) {
            corrupt = true;
            String rest = header.sized() ? "" : "; the files behind it cannot be found";
            damage = damage(ReasonCode.CORRUPT_FILE, String.valueOf(e.getMessage()), rest);
        }
        ended = true;
        return -1;
    }

    private Damage damage(ReasonCode code, String cause, String rest) {
        return new Damage(
                code, "The file in the zip archive is damaged after %d bytes: %s%s".formatted(size, cause, rest));
    }

    private int stored(byte[] target, int from, int length) throws IOException {
        long left = header.packed() - size;
        return left <= 0 ? -1 : bytes.take(target, from, (int) Math.min(length, left));
    }

    /** Passes the descriptor, and compares checksum and size. */
    private @Nullable Damage check() throws IOException {
        long packed = bytes.used() - start;
        long expectedCrc = header.crc();
        long expectedSize = header.size();
        if (header.described()) {
            bytes.skip(bytes.look(0, 4) == DESCRIPTOR ? 4 : 0);
            expectedCrc = bytes.look(0, 4);
            boolean wide = bytes.has(20) && bytes.look(4, 8) == packed && bytes.look(12, 8) == size;
            expectedSize = wide ? bytes.look(12, 8) : bytes.look(8, 4);
            bytes.skip(wide ? 20 : 12);
        }
        boolean right = expectedCrc == crc.getValue() && (expectedSize & 0xffffffffL) == (size & 0xffffffffL);
        return right ? null : damage(ReasonCode.CORRUPT_FILE, "its checksum or size differs", "");
    }

    @Override
    public void close() throws IOException {
        archive.entryClosed();
    }
}
