package dev.sluice.cli.badinput;

import static dev.sluice.cli.badinput.SampleFormat.GROK;
import static dev.sluice.cli.badinput.SampleFormat.REGEX;

import java.util.List;

/** Log files that are bad. */
final class BadLogFiles {
    private static final String GOOD = "9 i note\n";

    private BadLogFiles() {}

    static List<BadFile> all() {
        return List.of(
                BadFile.of(REGEX, "regex_good", "regex: good lines, with a blank one", GOOD + "\n8 h\n")
                        .becomes(2, 2),
                BadFile.of(
                                REGEX,
                                "regex_stack",
                                "regex: a stack trace between lines",
                                GOOD + "Exception:\n\tat\n" + GOOD)
                        .becomes(4, 2, "LINE_MISMATCH 2"),
                BadFile.of(REGEX, "regex_cut", "regex: a file cut within its last line", GOOD + "8")
                        .becomes(2, 1, "LINE_MISMATCH 1"),
                BadFile.of(REGEX, "regex_drift", "regex: lines of another form", "{\"id\":1}\n" + GOOD)
                        .becomes(2, 1, "LINE_MISMATCH 1"),
                BadFile.of(
                                REGEX,
                                "regex_backtracking",
                                "regex: a line on which the pattern goes back 2⁶⁰ times",
                                "1".repeat(60) + "! a\n" + GOOD)
                        .withOptions("pattern: '(?<id>(\\d+)+)(x?)\\3 (?<name>\\S+)(?: (?<note>.*))?'")
                        .becomes(2, 1, "MATCH_GIVEN_UP 1"),
                BadFile.of(
                                REGEX,
                                "regex_recursion",
                                "regex: a line of 1 MB on which a repeated group overflows the stack",
                                "1".repeat(1 << 20) + " a\n" + GOOD)
                        .withOptions("pattern: '(?<id>(\\d|x)*) (?<name>\\S+)(?: (?<note>.*))?'")
                        .becomes(2, 1, "MATCH_GIVEN_UP 1"),
                BadFile.of(
                                REGEX,
                                "regex_not_utf8",
                                "regex: bytes that are no UTF-8, in a group",
                                Content.text(GOOD + "1 a ")
                                        .then(Content.bytes(new byte[] {(byte) 0xff}))
                                        .then("\n"))
                        .becomes(2, 1, "UNDECODABLE 1"),
                BadFile.of(
                                REGEX,
                                "regex_long_line",
                                "regex: one line of 200 MB, then a good one",
                                Content.times(200 * 1024, "x".repeat(1024)).then("\n" + GOOD))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                BadFile.of(REGEX, "regex_no_bytes", "regex: 0 bytes", "").becomes(0, 0),
                BadFile.of(GROK, "grok_good", "Grok: good lines", GOOD + "8 h\n")
                        .becomes(2, 2),
                BadFile.of(GROK, "grok_mismatch", "Grok: a line that does not match", GOOD + "1 !\n")
                        .becomes(2, 1, "LINE_MISMATCH 1"),
                BadFile.of(
                                GROK,
                                "grok_backtracking",
                                "Grok: a line on which a definition goes back 10¹⁵ times",
                                "1".repeat(1_000) + "! a\n" + GOOD)
                        .withOptions("pattern: '%{BAD:id} %{WORD:name}( %{GREEDYDATA:note})?',"
                                + " definitions: {BAD: '[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'}")
                        .becomes(2, 1, "MATCH_GIVEN_UP 1"),
                BadFile.of(GROK, "grok_no_bytes", "Grok: 0 bytes", "").becomes(0, 0));
    }
}
