package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** CSV files that are bad in their structure. */
final class BadCsvFiles {
    private static final int MIB = 1 << 20;
    private static final String KILOBYTE = "x".repeat(1023);

    private BadCsvFiles() {}

    static List<BadFile> all() {
        return List.of(
                BadFile.rows(
                                "unclosed_line",
                                "a quote without end, then 300 MB without a line end",
                                Content.text("1,\"open,").then(Content.times(300 * 1024, KILOBYTE + ",")))
                        .becomes(1, 0, "RECORD_TOO_LARGE 1"),
                BadFile.rows(
                                "unclosed_lines",
                                "a quote without end, then 300 MB of good lines",
                                Content.text("1,\"open,\n").then(Content.times(300 * 1024, "2,b," + KILOBYTE + "\n")))
                        .becomes(300 * 1024 + 1, 300 * 1024, "UNCLOSED_QUOTE 1")
                        .below(BadFile.LARGE_HEAP_MIB),
                BadFile.rows(
                                "unclosed_last",
                                "a quote without end in the last line",
                                Content.text("1,a,b\n2,\"open,c\n"))
                        .becomes(2, 1, "UNCLOSED_QUOTE 1"),
                BadFile.rows(
                                "long_line",
                                "one line of 200 MB, then a good one",
                                Content.text("1,a,")
                                        .then(Content.times(200L * MIB / 1023, KILOBYTE))
                                        .then("\n2,b,c\n"))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                BadFile.csv(
                                "long_header",
                                "a header of 200 MB, then a row",
                                Content.times(200L * MIB / 1023, KILOBYTE).then("\n1,a,b\n"))
                        .becomes(1, 0, "HEADER_MISMATCH 1")
                        .below(BadFile.LARGE_HEAP_MIB),
                BadFile.rows("wide_row", "a row of 20,000 cells under a header of three", "1" + ",x".repeat(19_999))
                        .becomes(1, 0, "LONG_ROW 1"),
                BadFile.csv("wide_file", "20,000 columns", wide(20_000)).becomes(50, 50),
                BadFile.csv("too_wide_file", "20,001 columns, more than `maxColumns`", wide(20_001))
                        .becomes(50, 0, "HEADER_MISMATCH 50"),
                BadFile.csv(
                                "twin_read",
                                "a column twice in the header, which is read",
                                Content.text("id,name,id\n1,a,2\n"))
                        .becomes(1, 0, "DUPLICATE_HEADER 1"),
                BadFile.csv(
                                "twin_unread",
                                "a column twice in the header, which nobody reads",
                                Content.text("id,name,note,x,x\n1,a,b,c,d\n"))
                        .becomes(1, 1),
                BadFile.csv(
                                "header_lacks_required",
                                "the header lacks a required column",
                                Content.text("no,name,note\n1,a,b\n2,c,d\n"))
                        .becomes(2, 0, "HEADER_MISMATCH 2"),
                BadFile.csv("header_lacks_other", "the header lacks another column", Content.text("id,name\n1,a\n"))
                        .becomes(1, 1),
                BadFile.csv(
                                "header_has_more",
                                "the header has a column too many",
                                Content.text("id,name,note,more\n1,a,b,c\n"))
                        .becomes(1, 1),
                BadFile.csv(
                                "header_unclosed",
                                "a quote without end in the header",
                                Content.text("id,\"name,note\n1,a,b\n2,c,d\n"))
                        .becomes(2, 0, "HEADER_MISMATCH 2"),
                BadFile.rows("header_only", "a header and nothing else", "").becomes(0, 0),
                BadFile.csv("no_bytes", "0 bytes", Content.text("")).becomes(0, 0),
                BadFile.csv("mark", "UTF-8 with a byte-order mark", Content.text("\ufeffid,name,note\n1,ä,b\n"))
                        .becomes(1, 1),
                BadFile.csv(
                                "utf16",
                                "UTF-16 with a byte-order mark",
                                Content.bytes("\ufeffid,name,note\n1,ä,b\n".getBytes(UTF_16LE)))
                        .becomes(1, 1),
                BadFile.csv(
                                "utf16_unmarked",
                                "UTF-16 without a mark, read as UTF-8",
                                Content.bytes("id,name,note\n1,ä,b\n".getBytes(UTF_16BE)))
                        .becomes(1, 0, "HEADER_MISMATCH 1"),
                BadFile.rows(
                                "not_utf8",
                                "bytes that are no UTF-8, in a cell that is read",
                                Content.text("1,")
                                        .then(Content.bytes(new byte[] {(byte) 0xc3, (byte) 0x28}))
                                        .then(",b\n2,c,d\n"))
                        .becomes(2, 1, "UNDECODABLE 1"),
                BadFile.rows("nul", "a NUL byte in a cell that is read", "1,a\0a,b\n2,c,d\n")
                        .becomes(2, 1, "NUL_BYTE 1"),
                BadFile.rows(
                                "nuls",
                                "16 MiB of NUL bytes after a row, as a crash leaves them",
                                Content.text("1,a,b\n").then(Content.times(16, Content.bytes(new byte[MIB]))))
                        .becomes(2, 1, "SHORT_ROW 1"),
                BadFile.csv(
                                "line_ends",
                                "LF, CR and CRLF mixed",
                                Content.text("id,name,note\r\n1,a,b\n2,c,d\r3,e,f\r\n"))
                        .becomes(3, 3),
                BadFile.rows("short_and_long", "a short row and a long one", "1,a\n2,a,b,c\n3,a,b\n")
                        .becomes(3, 1, "LONG_ROW 1", "SHORT_ROW 1"),
                BadFile.rows("after_quote", "text after a closing quote", "1,\"a\"b,c\n2,a,b\n")
                        .becomes(2, 1, "TEXT_AFTER_QUOTE 1"),
                BadFile.csv("noise", "1 MiB of bytes that are no text", out -> out.write(noise()))
                        .becomes(noiseRecords(), 0, "HEADER_MISMATCH " + noiseRecords()));
    }

    private static Content wide(int columns) {
        String header =
                IntStream.range(0, columns - 3).mapToObj(i -> ",column" + i).collect(Collectors.joining());
        return Content.text("id,name,note" + header + "\n")
                .then(Content.times(50, "1,a,b" + ",x".repeat(columns - 3) + "\n"));
    }

    /** Bytes 128 to 255 with a line end after every 1,024; random ones have quotes and line ends anywhere. */
    private static byte[] noise() {
        byte[] bytes = new byte[MIB];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i % 1024 == 1023 ? (byte) '\n' : (byte) (bytes[i] | 0x80);
        }
        return bytes;
    }

    private static long noiseRecords() {
        return MIB / 1024 - 1;
    }
}
