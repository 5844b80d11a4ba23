package dev.sluice.cli.badinput;

import java.util.List;

/** Fixed-width files that are bad. */
final class BadFixedFiles {
    private static final String GOOD = "000009i         note\n";

    private BadFixedFiles() {}

    static List<BadFile> all() {
        return List.of(
                fixed("fixed_good", "good lines, one of them without its trailing column", GOOD + "000008h         \n")
                        .becomes(2, 2),
                fixed("fixed_short", "a line that ends within a column", GOOD + "000001a\n")
                        .becomes(2, 1, "SHORT_ROW 1"),
                fixed("fixed_cut", "a file cut within its last record", GOOD + "0000")
                        .becomes(2, 1, "SHORT_ROW 1"),
                fixed("fixed_long", "records of another length than `recordLength`", GOOD + "000001a         notes!\n")
                        .withOptions(SampleFormat.FIXED.options() + ", recordLength: 20")
                        .becomes(2, 1, "LONG_ROW 1"),
                fixed("fixed_drift", "columns that stand elsewhere", GOOD + "Ann       000001note\n")
                        .becomes(2, 1, "NOT_AN_INTEGER 1"),
                fixed(
                                "fixed_not_utf8",
                                "bytes that are no UTF-8, in a column that is read",
                                Content.text(GOOD + "000001a")
                                        .then(Content.bytes(new byte[] {(byte) 0xff}))
                                        .then("        x\n"))
                        .becomes(2, 1, "UNDECODABLE 1"),
                fixed("fixed_nul", "a NUL byte in a column that is read", GOOD + "000001a\0        x\n")
                        .becomes(2, 1, "NUL_BYTE 1"),
                fixed(
                                "fixed_long_line",
                                "one line of 200 MB, then a good one",
                                Content.times(200 * 1024, "x".repeat(1024)).then("\n" + GOOD))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                fixed("fixed_no_bytes", "0 bytes", Content.text("")).becomes(0, 0));
    }

    private static BadFile fixed(String pipeline, String input, String content) {
        return fixed(pipeline, input, Content.text(content));
    }

    private static BadFile fixed(String pipeline, String input, Content content) {
        return BadFile.of(SampleFormat.FIXED, pipeline, input, content);
    }
}
