package dev.sluice.spark.source.excel;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.typed.FileFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks a workbook once, keeping nothing, before the library that reads it may believe it: what the archive's directory
 * says of sizes need not be so, and a cell may claim any column.
 */
final class WorkbookBounds {
    /** Password-protected workbooks, and those of older versions, are containers of this kind. */
    private static final byte[] OLE = {
        (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
    };

    private static final int MAX_ENTRIES = 10_000;

    private WorkbookBounds() {}

    static void check(Path workbook, long maxSize) throws IOException {
        byte[] begin = begin(workbook);
        if (Arrays.equals(begin, OLE)) {
            throw FileFault.corrupt("it is encrypted with a password, or of Excel's older format (.xls)");
        }
        try (ZipFile zip = open(workbook, begin)) {
            if (zip.size() > MAX_ENTRIES) {
                throw FileFault.corrupt("it has %d parts".formatted(zip.size()));
            }
            Set<String> names = new HashSet<>();
            Meter meter = new Meter(maxSize);
            for (ZipEntry entry : Collections.list(zip.entries())) {
                // Of two parts of one name only one would be looked at, and the other might be read.
                if (!names.add(entry.getName().toLowerCase(Locale.ROOT))) {
                    throw FileFault.corrupt("it has two parts of one name");
                }
                // A sheet may lie anywhere: relations tell where.
                try (InputStream part = meter.over(zip.getInputStream(entry))) {
                    CellNames.check(part);
                    part.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    private static byte[] begin(Path workbook) throws IOException {
        try (InputStream in = Files.newInputStream(workbook)) {
            return in.readNBytes(OLE.length);
        }
    }

    /** An archive's directory stands at its end: one that begins as an archive and has none was cut off. */
    private static ZipFile open(Path workbook, byte[] begin) throws IOException {
        try {
            return new ZipFile(workbook.toFile());
        } catch (ZipException e) {
            boolean archive = begin.length > 3 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4;
            throw archive
                    ? FileFault.truncated(
                            "it begins as a workbook, but its directory cannot be found: " + e.getMessage())
                    : FileFault.corrupt("it is no workbook: " + e.getMessage());
        }
    }

    /** Counts what all parts unpack to. */
    private static final class Meter {
        private final long most;
        private long read;

        Meter(long most) {
            this.most = most;
        }

        /** The part, which fails once there is too much; to whoever reads on, again and again. */
        InputStream over(InputStream part) {
            return new FilterInputStream(part) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] target, int from, int length) throws IOException {
                    int count = read > most ? 0 : super.read(target, from, length);
                    read += Math.max(0, count);
                    if (read > most) {
                        throw new FileFault(
                                ReasonCode.DECOMPRESSION_LIMIT, "it unpacks to more than %d bytes".formatted(most));
                    }
                    return count;
                }
            };
        }
    }
}
