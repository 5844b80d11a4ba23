package dev.sluice.spark.source.excel;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.typed.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
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
    /** Excel's last column has three letters. */
    private static final int MAX_LETTERS = 3;

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
            byte[] buffer = new byte[64 << 10];
            long left = maxSize;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                boolean sheet = entry.getName().contains("worksheets/");
                CellNames names = new CellNames();
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        left -= read;
                        if (left < 0) {
                            throw new FileFault(
                                    ReasonCode.DECOMPRESSION_LIMIT,
                                    "it unpacks to more than %d bytes".formatted(maxSize));
                        }
                        if (sheet) {
                            names.check(buffer, read);
                        }
                    }
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

    /** Looks for {@code r="ABCD1"}. */
    private static final class CellNames {
        private int state;
        private int letters;

        void check(byte[] bytes, int length) throws FileFault {
            for (int i = 0; i < length; i++) {
                byte b = bytes[i];
                if (state == 3) {
                    boolean letter = b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '&';
                    letters = letter ? letters + 1 : 0;
                    state = letter ? 3 : 0;
                    if (letters > MAX_LETTERS || b == '&') {
                        throw FileFault.corrupt("a cell lies beyond Excel's last column");
                    }
                } else if (state == 2) {
                    state = b == '"' || b == '\'' ? 3 : b == ' ' ? 2 : 0;
                } else if (state == 1 && b == '=') {
                    state = 2;
                } else {
                    state = b == 'r' ? 1 : 0;
                }
            }
        }
    }
}
