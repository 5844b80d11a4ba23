package dev.sluice.spark.source.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatternReaderTest {
    @Test
    void namedGroupsAreColumnsAndLinesThatDoNotMatchAreBad() throws Exception {
        List<Read> read = regex("(?<a>\\w+) (?<b>.*?)(?: #(?<c>\\d+))?", "x one two\nnothing\ny z #12\n");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [x, one two, null]", "2 [null, null, null] [LINE_MISMATCH]", "3 [y, z, 12]");
        assertThat(read.get(2).offset()).isEqualTo(18);
        assertThat(read.get(1).raw()).isEqualTo("nothing");
    }

    @Test
    void charactersOfSeveralBytesKeepTheirPlaces() throws Exception {
        assertThat(regex("(?<a>\\S+) (?<b>\\S+) (?<c>.)", "\u00e4\u00f6 \ud83d\ude00x \u20ac\n"))
                .extracting(Read::toString)
                .containsExactly("1 [\u00e4\u00f6, \ud83d\ude00x, \u20ac]");
    }

    @Test
    void undecodableBytesFailTheirColumnOnly() throws Exception {
        byte[] line = "a\u00e4 b? c".getBytes(StandardCharsets.UTF_8);
        line[5] = (byte) 0xff;

        assertThat(Records.read(
                        new RegexFormat().records(options("(?<a>\\S+) (?<b>\\S+) (?<c>\\S+)")),
                        line,
                        "f",
                        "a",
                        "b",
                        "c"))
                .extracting(Read::toString)
                .containsExactly("1 [a\u00e4, null, c] [UNDECODABLE]");
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void patternThatGoesBackForEverIsGivenUp() throws Exception {
        // The JDK remembers where a repetition failed, but not in patterns that refer to a group.
        String hostile = "a".repeat(60) + "!";

        List<Read> read = regex("(?<a>(a+)+)(b?)\\3", hostile + "\naaa\n");

        assertThat(read).extracting(Read::codes).containsExactly(List.of("MATCH_GIVEN_UP"), List.of());
        assertThat(read.get(0).problems().get(0).message())
                .isEqualTo("Matching was given up after 1000000 steps (maxSteps): the pattern goes back too often");
    }

    @Test
    void patternThatOverflowsTheStackIsGivenUp() throws Exception {
        assertThat(regex("(?<a>(x|y)*)", "xy".repeat(500_000) + "\nxy\n"))
                .extracting(Read::codes)
                .containsExactly(List.of("MATCH_GIVEN_UP"), List.of());
    }

    @Test
    void firstOfSeveralPatternsThatMatchesIsTaken() throws Exception {
        assertThat(Records.read(
                        new RegexFormat()
                                .records(new FixedOptions()
                                        .with(
                                                RegexFormat.PATTERN,
                                                List.of(
                                                        Pattern.compile("A (?<a>\\d+)"),
                                                        Pattern.compile("B (?<b>\\d+)")))
                                        .with(LineOptions.COMMENT, "#")),
                        "A 1\n# A 2\nB 2\nC 3\n",
                        "a",
                        "b"))
                .extracting(Read::toString)
                .containsExactly("1 [1, null]", "2 [null, 2]", "3 [null, null] [LINE_MISMATCH]");
    }

    @Test
    void groupsMayBeNamedByTheOptions() throws Exception {
        FixedOptions options = options("(\\w+)=(\\w*)").with(RegexFormat.COLUMNS, List.of("the_key", "the_value"));

        assertThat(Records.read(new RegexFormat().records(options), "k=v\nk=\n", "the_key", "the_value"))
                .extracting(Read::toString)
                .containsExactly("1 [k, v]", "2 [k, null]");
    }

    @Test
    void whatOnlyLooksLikeAGroupIsNone() {
        LinePattern pattern = LinePattern.named(Pattern.compile("\\(?<x>(?<y>a)(?<=a)(?x) # (?<z>"));

        assertThat(pattern.columns()).containsExactly("y");
    }

    @Test
    void grokPatternsNameTheirColumns() throws Exception {
        String line = "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326";

        assertThat(grok(Map.of(), "%{COMMONAPACHELOG}", line + "\nno log\n"))
                .extracting(Read::toString)
                .containsExactly(
                        "1 [127.0.0.1, 10/Oct/2000:13:55:36 -0700, 2326]", "2 [null, null, null] [LINE_MISMATCH]");
    }

    @Test
    void grokDefinitionsMayBeGivenAndTypesAreLeftOut() throws Exception {
        assertThat(grok(
                        Map.of("IDENT", "[A-Z]{2}-%{INT}"),
                        "%{IDENT:clientip} %{NUMBER:bytes:int}",
                        "AB-12 7\nAB-x 7\n"))
                .extracting(Read::toString)
                .containsExactly("1 [AB-12, null, 7]", "2 [null, null, null] [LINE_MISMATCH]");
    }

    @Test
    void optionsThatMakeNoSenseAreTold() {
        assertThat(new RegexFormat().check(options("a(b)c")))
                .extracting(Problem::message)
                .containsExactly("pattern names no group, as in (?<user>\\S+)");
        assertThat(new GrokFormat().check(new FixedOptions().with(GrokFormat.PATTERN, List.of("%{NOSUCH:a}"))))
                .extracting(Problem::message)
                .containsExactly("'%{NOSUCH:a}' is no Grok pattern: No definition for key 'NOSUCH' found, aborting");
        assertThat(new GrokFormat()
                        .check(new FixedOptions()
                                .with(GrokFormat.PATTERN, List.of("%{A:a}"))
                                .with(GrokFormat.DEFINITIONS, Map.of("A", "%{B}", "B", "%{A}"))))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("Deep recursion");
    }

    private static FixedOptions options(String pattern) {
        return new FixedOptions().with(RegexFormat.PATTERN, List.of(Pattern.compile(pattern)));
    }

    private static List<Read> regex(String pattern, String text) throws Exception {
        return Records.read(new RegexFormat().records(options(pattern)), text, "a", "b", "c");
    }

    private static List<Read> grok(Map<String, String> definitions, String pattern, String text) throws Exception {
        FixedOptions options =
                new FixedOptions().with(GrokFormat.PATTERN, List.of(pattern)).with(GrokFormat.DEFINITIONS, definitions);
        return Records.read(new GrokFormat().records(options), text, "clientip", "timestamp", "bytes");
    }
}
