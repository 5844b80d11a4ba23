package dev.sluice.spark.source.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonlReaderTest {
    @Test
    void valuesAreTheirTextAndNestedOnesTheirJson() throws Exception {
        List<Read> read =
                read("{\"a\":1.50e3,\"b\":\"x\\n\\u00e4\\ud83d\\ude00\\\"\",\"c\":{\"d\":[1, {}],\"e\":\"\\u0041\"}}\n"
                        + " \t \n"
                        + "{ \"c\" : true , \"a\" : null }\r\n{}");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly(
                        "1 [1.50e3, x\n\u00e4\ud83d\ude00\", {\"d\":[1, {}],\"e\":\"\\u0041\"}]",
                        "2 [null, null, true]",
                        "3 [null, null, null]");
        assertThat(read.get(1).raw()).isEqualTo("{ \"c\" : true , \"a\" : null }");
    }

    @Test
    void keysAreFoundByAliasAndWithEscapesAndTheBestSpellingWins() throws Exception {
        List<SourceColumn> columns = List.of(new SourceColumn("a", List.of("A", "alpha"), false, null));
        String text = "{\"A\":1}\n{\"alpha\":2,\"\\u0061\":3,\"A\":4}\n";

        assertThat(Records.read(JsonlDialect.USUAL, text.getBytes(), "f", 64, columns))
                .extracting(Read::toString)
                .containsExactly("1 [1]", "2 [3]");
    }

    @Test
    void whatIsNotWellFormedIsCorruptWhereverItStands() throws Exception {
        for (String bad : List.of(
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":tru}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":[1,]}",
                "{\"z\":{\"y\":[1 2]}}",
                "{\"a\":1}}",
                "{\"a\":1} {\"b\":2}",
                "{a:1}",
                "{\"a\" 1}",
                "{\"a\":\"\t\"}",
                "{\"a\":'x'}",
                "nope",
                "{\"a\":[}",
                "{\"a\":{]}",
                "[1",
                "{\"z\":1.5.2}",
                "{,}")) {
            assertThat(read(bad + "\n{\"a\":1}"))
                    .extracting(Read::toString)
                    .as(bad)
                    .containsExactly("1 [null, null, null] [CORRUPT_RECORD]", "2 [1, null, null]");
        }
        assertThat(read("{\"a\":1,}").get(0).problems().get(0).message()).isEqualTo("Expected a key at byte 8");
        assertThat(read("{\"a\":").get(0).problems().get(0).message()).isEqualTo("Expected a value at its end");
    }

    @Test
    void lineThatHoldsAnotherValueIsNotAnObject() throws Exception {
        assertThat(read("1\n\"x\"\n[{\"a\":1}]\nnull\ntrue"))
                .extracting(Read::codes)
                .containsOnly(List.of("NOT_AN_OBJECT"))
                .hasSize(5);
    }

    @Test
    void depthIsLimitedAndNothingOverflows() throws Exception {
        String deep = "[".repeat(100_000);
        String most = "{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}";
        String more = "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}";

        assertThat(read(deep + "\n" + most + "\n" + more + "\n" + "{\"a\":".repeat(100_000)))
                .extracting(Read::codes)
                .containsExactly(List.of("TOO_DEEP"), List.of(), List.of("TOO_DEEP"), List.of("TOO_DEEP"));
    }

    @Test
    void longNumbersFailOnlyTheColumnThatHoldsThem() throws Exception {
        String digits = "7".repeat(1_000_000);

        List<Read> read =
                read("{\"a\":" + digits + ",\"b\":2}\n{\"z\":" + digits + ",\"b\":2}\n{\"c\":[" + digits + "]}");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, 2, null] [NUMBER_TOO_LONG]",
                        "2 [null, 2, null]",
                        "3 [null, null, null] [NUMBER_TOO_LONG]");
        assertThat(read.get(0).problems().get(0).value()).hasSize(200);
        assertThat(read.get(0).raw()).hasSize(1_000_012);
    }

    @Test
    void doubledKeysFailOnlyColumnsThatAreRead() throws Exception {
        assertThat(read("{\"a\":1,\"b\":2,\"a\":1}\n{\"z\":1,\"z\":2,\"a\":3}\n{\"a\":1,\"a\":1,\"a\":\"\\ud800\"}"))
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, 2, null] [DUPLICATE_KEY]",
                        "2 [3, null, null]",
                        "3 [null, null, null] [DUPLICATE_KEY]");
    }

    @Test
    void halfSurrogatesAndNulsFailTheirColumn() throws Exception {
        assertThat(read("{\"a\":\"\\ud83d\",\"b\":\"\\ude00\",\"c\":1}\n{\"a\":\"\\ud83d\\u0041\",\"b\":\"\\u0000\"}"))
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, null, 1] [LONE_SURROGATE, LONE_SURROGATE]",
                        "2 [null, null, null] [LONE_SURROGATE, NUL_BYTE]");
    }

    @Test
    void undecodableBytesFailTheirColumn() throws Exception {
        byte[] file = "{\"a\":\"?\",\"b\":\"\u00e4\"}".getBytes(StandardCharsets.UTF_8);
        file[6] = (byte) 0xff;

        List<Read> read = Records.read(JsonlDialect.USUAL, file, "f", "a", "b");

        assertThat(read).extracting(Read::toString).containsExactly("1 [null, \u00e4] [UNDECODABLE]");
        assertThat(read.get(0).rawBytes()).isEqualTo(file);
    }

    @Test
    void lineBeyondTheLimitIsPassedOver() throws Exception {
        JsonlDialect dialect =
                (JsonlDialect) new JsonlFormat().records(new FixedOptions().with(StreamOptions.MAX_RECORD_SIZE, 1024L));

        assertThat(Records.read(dialect, "{\"a\":\"" + "x".repeat(300_000) + "\"}\n{\"a\":2}\n", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [null] [RECORD_TOO_LARGE]", "2 [2]");
    }

    private static List<Read> read(String text) throws Exception {
        return Records.read(JsonlDialect.USUAL, text, "a", "b", "c");
    }
}
