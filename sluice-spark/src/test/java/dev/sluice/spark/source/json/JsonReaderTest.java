package dev.sluice.spark.source.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Problem;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void elementsOfAListAreRecordsWithTheirPlaceAndText() throws Exception {
        List<Read> read = read("$", "\n[ {\"a\":1,\n \"b\":\"x\"},\n{\"b\":[1,{\"c\":2}]} ]\n");

        assertThat(read).extracting(Read::toString).containsExactly("1 [1, x]", "2 [null, [1,{\"c\":2}]]");
        assertThat(read).extracting(Read::offset).containsExactly(3L, 22L);
        assertThat(read.get(0).raw()).isEqualTo("{\"a\":1,\n \"b\":\"x\"}");
    }

    @Test
    void pathLeadsThroughObjectsAndListsAndTheRestIsPassedOver() throws Exception {
        String text = """
                {"skip": [{"a": 0}, "]}\\"", {"items": [{"a": 0}]}],
                 "data": {"n": null, "items": [{"a": 1}, {"a": 2}], "tail": {"a": 0}},
                 "data2": {"items": [{"a": 0}]}}""";

        for (String path : List.of("$.data.items[*]", "$.data.items", "data.items", "$['data'][\"items\"][*]")) {
            assertThat(read(path, text))
                    .as(path)
                    .extracting(Read::toString)
                    .containsExactly("1 [1, null]", "2 [2, null]");
        }
        assertThat(read("$.*.items", "{\"x\":{\"items\":[{\"a\":1}]},\"y\":{\"items\":{\"a\":2}}}"))
                .extracting(Read::toString)
                .containsExactly("1 [1, null]", "2 [2, null]");
    }

    @Test
    void fieldsOfTheParentsComeWithEachRecord() throws Exception {
        String text = """
                {"batch": {"no": 7, "by": "A\\u006en"}, "orders": [
                  {"id": 1, "lines": [{"a": 10}, {"a": 11}]},
                  {"id": null, "lines": []},
                  {"lines": [{"a": 12}], "id": 3},
                  {"id": [4], "lines": [{"a": 13}]}]}""";
        FixedOptions options = new FixedOptions()
                .with(JsonFormat.RECORDS, "$.orders[*].lines[*]")
                .with(JsonFormat.PARENTS, Map.of("id", "$.orders[*].id", "no", "$.batch.no", "by", "$.batch.by"));
        assertThat(new JsonFormat().check(options)).isEmpty();

        assertThat(Records.read(new JsonFormat().records(options), text, "a", "id", "no", "by"))
                .extracting(Read::toString)
                .containsExactly(
                        "1 [10, 1, 7, Ann]",
                        "2 [11, 1, 7, Ann]",
                        "3 [12, null, 7, Ann] [PARENT_NOT_READ]",
                        "4 [13, [4], 7, Ann]");
    }

    @Test
    void documentsMayFollowOneAnother() throws Exception {
        assertThat(read("$", "{\"a\":1}\n{\"a\":\n2}[{\"a\":3}]"))
                .extracting(Read::toString)
                .containsExactly("1 [1, null]", "2 [2, null]", "3 [3, null]");
        assertThat(read("$", " \n ")).isEmpty();
        assertThat(read("$", "[]")).isEmpty();
        assertThat(read("$.x", "{\"x\":[]} {\"x\":null}")).isEmpty();
    }

    @Test
    void badRecordSpoilsItselfOnly() throws Exception {
        assertThat(read("$", "[{\"a\":01}, 5, null, \"x\", [1], {\"a\":1,}, {\"a\":1 2}, {\"a\":1}]"))
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, null] [CORRUPT_RECORD]",
                        "2 [null, null] [NOT_AN_OBJECT]",
                        "3 [null, null] [NOT_AN_OBJECT]",
                        "4 [null, null] [NOT_AN_OBJECT]",
                        "5 [null, null] [NOT_AN_OBJECT]",
                        "6 [null, null] [CORRUPT_RECORD]",
                        "7 [null, null] [CORRUPT_RECORD]",
                        "8 [1, null]");
    }

    @Test
    void truncatedDocumentGivesTheRecordsBeforeAndOneReason() throws Exception {
        String whole = "{\"data\":[{\"a\":1},{\"a\":2},{\"a\":\"x\\\"y\"}],\"z\":1}";
        for (int length = 1; length < whole.length(); length++) {
            List<Read> read = read("$.data", whole.substring(0, length));

            Read last = read.get(read.size() - 1);
            assertThat(last.codes()).as("cut after %d", length).containsExactly("TRUNCATED_DOCUMENT");
            assertThat(read.subList(0, read.size() - 1))
                    .allMatch(good -> good.problems().isEmpty());
        }
        assertThat(read("$.data", whole)).hasSize(3);
        assertThat(read("$.data", whole.substring(0, 25)))
                .extracting(Read::raw)
                .containsExactly("{\"a\":1}", "{\"a\":2}", "");
        assertThat(read("$.data", whole.substring(0, 22)).get(1).raw()).isEqualTo("{\"a\":");
    }

    @Test
    void documentThatIsNotWellFormedGivesTheRecordsBeforeAndOneReason() throws Exception {
        List<Read> read = read("$", "[{\"a\":1} {\"a\":2},{\"a\":3}]");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [1, null]", "2 [null, null] [MALFORMED_DOCUMENT]");
        assertThat(read.get(1).raw()).isEqualTo("{\"a\":2},{\"a\":3}]");
        assertThat(read.get(1).problems().get(0).message())
                .isEqualTo("Expected ',' or ']': the document is not read from here on");
    }

    @Test
    void documentWithoutTheRecordsIsAReason() throws Exception {
        assertThat(read("$.items", "{\"error\":\"none\"}"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [RECORDS_NOT_FOUND]");
        assertThat(read("$.items[*]", "{\"items\":{\"a\":1}}"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [RECORDS_NOT_FOUND]");
        assertThat(read("$.orders[*].lines", "{\"orders\":[1,{\"lines\":[{\"a\":1}]},{}]}"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [RECORDS_NOT_FOUND]", "2 [1, null]");
    }

    @Test
    void sizeAndDepthAreLimitedForEachRecord() throws Exception {
        JsonDialect small =
                (JsonDialect) new JsonFormat().records(new FixedOptions().with(StreamOptions.MAX_RECORD_SIZE, 1024L));
        String large = "{\"b\":\"" + "x".repeat(300_000) + "\"}";
        String deep = "{\"b\":" + "[".repeat(300) + "]".repeat(300) + "}";

        List<Read> read = Records.read(
                small,
                ("[" + large + "," + deep + ",{\"a\":1}]").getBytes(StandardCharsets.UTF_8),
                "f",
                64,
                Records.columns("a", "b"));

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [RECORD_TOO_LARGE]", "2 [null, null] [TOO_DEEP]", "3 [1, null]");
        assertThat(read.get(0).problems().get(0).message()).startsWith("The record has 300008 bytes");
        assertThat(read("$", "[".repeat(100_000)))
                .extracting(Read::codes)
                .containsExactly(List.of("TRUNCATED_DOCUMENT"));
    }

    @Test
    void windowOfAnySizeGivesTheSameRecords() throws Exception {
        StringBuilder text = new StringBuilder("{\"meta\":{\"x\":[1,2,{}]},\"rows\":[");
        for (int i = 0; i < 200; i++) {
            text.append(i == 0 ? "" : " ,\n")
                    .append("{\"a\":")
                    .append(i)
                    .append(",\"b\":\"\\\\\\\"]}")
                    .append("y".repeat(i))
                    .append("\"}");
        }
        byte[] file = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        JsonDialect dialect =
                (JsonDialect) new JsonFormat().records(new FixedOptions().with(JsonFormat.RECORDS, "$.rows"));
        List<SourceColumn> columns = Records.columns("a", "b");

        List<String> large = Records.read(dialect, file, "f", 1 << 20, columns).stream()
                .map(Read::toString)
                .toList();
        assertThat(large).hasSize(200).contains("101 [100, \\\"]}" + "y".repeat(100) + "]");
        for (int capacity : new int[] {2, 3, 7, 64, 1000}) {
            assertThat(Records.read(dialect, file, "f", capacity, columns))
                    .extracting(Read::toString)
                    .isEqualTo(large);
        }
    }

    @Test
    void damageOfACompressedDocumentIsTold() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("[{\"a\":1},{\"a\":2}]".getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = packed.toByteArray();
        byte[] cut = java.util.Arrays.copyOf(file, file.length - 8);

        assertThat(Records.read(new JsonFormat().records(new FixedOptions()), cut, "f.gz", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [1]", "2 [2]", "3 [null] [TRUNCATED_FILE]");
        assertThat(Records.read(new JsonFormat().records(new FixedOptions()), "nope".getBytes(), "f.gz", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [null] [CORRUPT_FILE]");
    }

    @Test
    void pathsThatMakeNoSenseAreTold() {
        for (String path : List.of("$.", "$..a", "$[0]", "$.a[", "a b")) {
            assertThat(new JsonFormat().check(new FixedOptions().with(JsonFormat.RECORDS, path)))
                    .as(path)
                    .extracting(Problem::message)
                    .containsExactly("'%s' is no path such as $.data.items[*]".formatted(path));
        }
        assertThat(new JsonFormat()
                        .check(new FixedOptions()
                                .with(JsonFormat.RECORDS, "$.a[*]")
                                .with(JsonFormat.PARENTS, Map.of("x", "$.a[*].id"))))
                .extracting(Problem::message)
                .containsExactly("'$.a[*].id' of x leads to no field of an object around $.a[*]");
    }

    private static List<Read> read(String path, String text) throws Exception {
        return Records.read(
                new JsonFormat().records(new FixedOptions().with(JsonFormat.RECORDS, path)), text, "a", "b");
    }
}
