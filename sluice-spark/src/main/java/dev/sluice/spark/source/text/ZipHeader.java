package dev.sluice.spark.source.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before an entry's data (section 4.3.7 of PKWARE's APPNOTE).
 *
 * @param described whether a descriptor with checksum and sizes follows the data
 * @param packed size of the data as stored; 0 where only the descriptor knows
 */
record ZipHeader(String name, boolean encrypted, boolean described, int method, long crc, long packed, long size) {
    static final long ENTRY = 0x04034b50L;
    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int ENCRYPTED = 1;
    private static final int DESCRIBED = 8;
    private static final int ZIP64 = 1;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int LENGTH = 30;

    /** Takes a header whose signature was seen. */
    static ZipHeader take(ZipBytes bytes) throws IOException {
        int flags = (int) bytes.look(6, 2);
        int method = (int) bytes.look(8, 2);
        long crc = bytes.look(14, 4);
        long packed = bytes.look(18, 4);
        long size = bytes.look(22, 4);
        int nameLength = (int) bytes.look(26, 2);
        int extraLength = (int) bytes.look(28, 2);
        bytes.skip(LENGTH);
        byte[] name = bytes.take(nameLength);
        byte[] extra = bytes.take(extraLength);
        int wide = zip64(extra);
        if (size == IN_ZIP64 && wide >= 0) {
            size = number(extra, wide);
            wide += 8;
        }
        if (packed == IN_ZIP64 && wide >= 0) {
            packed = number(extra, wide);
        }
        boolean encrypted = (flags & ENCRYPTED) != 0;
        return new ZipHeader(text(name), encrypted, (flags & DESCRIBED) != 0, method, crc, packed, size);
    }

    /** Where the sizes of an entry beyond 4 GiB stand; -1 if nowhere. */
    private static int zip64(byte[] extra) {
        int p = 0;
        while (p + 4 <= extra.length) {
            int id = extra[p] & 0xff | (extra[p + 1] & 0xff) << 8;
            int length = extra[p + 2] & 0xff | (extra[p + 3] & 0xff) << 8;
            if (id == ZIP64) {
                return p + 4 + length <= extra.length && length >= 16 ? p + 4 : -1;
            }
            p += 4 + length;
        }
        return -1;
    }

    private static long number(byte[] data, int from) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | data[from + i] & 0xff;
        }
        return value;
    }

    /** Names should be UTF-8; what is not is read byte by byte. */
    private static String text(byte[] name) {
        return new String(
                name, Utf8.valid(name, 0, name.length) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    boolean folder() {
        return name.endsWith("/");
    }

    /** Whether the name leads out of the folder that the archive would be unpacked to. */
    boolean unsafe() {
        String path = name.replace('\\', '/');
        return path.isEmpty()
                || path.startsWith("/")
                || path.matches("[A-Za-z]:.*")
                || path.chars().anyMatch(Character::isISOControl)
                || Arrays.asList(path.split("/")).contains("..");
    }

    /** Whether files of this name are passed over, as in folders. */
    boolean hidden() {
        return Arrays.stream(name.split("[/\\\\]")).anyMatch(part -> part.startsWith(".") || part.startsWith("_"));
    }

    /** Whether the end of the data can be found without unpacking it. */
    boolean skippable() {
        return !described || packed > 0;
    }

    /** Whether that end is the entry's too. */
    boolean sized() {
        return !described;
    }
}
