package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type and nesting at its bounds and past them, through a whole pipeline: each value lands, or has its reason. */
class TypesTest {
    private static final String NINES = "9".repeat(38);

    /**
     * @param text as the file has it
     * @param outcome the value as it lands, or {@code !} and the code of its reason
     */
    private record Case(String type, String text, String outcome) {}

    private static final List<Case> TEXTS = List.of(
            new Case("boolean", "true", "true"),
            new Case("boolean", "0", "false"),
            new Case("boolean", "2", "!NOT_A_BOOLEAN"),
            new Case("int", "2147483647", "2147483647"),
            new Case("int", "-2147483648", "-2147483648"),
            new Case("int", "2147483648", "!NUMBER_OVERFLOW"),
            new Case("int", "-2147483649", "!NUMBER_OVERFLOW"),
            new Case("int", "1.5", "!NOT_AN_INTEGER"),
            new Case("long", "9223372036854775807", "9223372036854775807"),
            new Case("long", "-9223372036854775808", "-9223372036854775808"),
            new Case("long", "9223372036854775808", "!NUMBER_OVERFLOW"),
            new Case("long", "-9223372036854775809", "!NUMBER_OVERFLOW"),
            new Case("long", "1e3", "!NOT_AN_INTEGER"),
            new Case("float", "3.4028235e38", "3.4028235E38"),
            new Case("float", "-3.4028235e38", "-3.4028235E38"),
            new Case("float", "1.4e-45", "1.4E-45"),
            new Case("float", "NaN", "NaN"),
            new Case("float", "3.5e38", "!NUMBER_OVERFLOW"),
            new Case("float", "1,5", "!NOT_A_NUMBER"),
            new Case("double", "1.7976931348623157e308", "1.7976931348623157E308"),
            new Case("double", "4.9e-324", "4.9E-324"),
            new Case("double", "-Infinity", "-Infinity"),
            new Case("double", "1e309", "!NUMBER_OVERFLOW"),
            new Case("double", "0x1p3", "!NOT_A_NUMBER"),
            new Case("decimal(9,2)", "9999999.99", "9999999.99"),
            new Case("decimal(9,2)", "-9999999.99", "-9999999.99"),
            new Case("decimal(9,2)", "10000000", "!DECIMAL_OVERFLOW"),
            new Case("decimal(9,2)", "0.001", "!TOO_MANY_DECIMALS"),
            new Case("decimal(9,2)", "one", "!NOT_A_NUMBER"),
            new Case("decimal(18,3)", "999999999999999.999", "999999999999999.999"),
            new Case("decimal(18,3)", "1000000000000000", "!DECIMAL_OVERFLOW"),
            new Case("decimal(38,0)", "-" + NINES, "-" + NINES),
            new Case("decimal(38,0)", "1" + "0".repeat(38), "!DECIMAL_OVERFLOW"),
            new Case("decimal(38,38)", "0." + NINES, "0." + NINES),
            new Case("decimal(38,38)", "1", "!DECIMAL_OVERFLOW"),
            new Case("date", "0001-01-01", "0001-01-01"),
            new Case("date", "9999-12-31", "9999-12-31"),
            new Case("date", "1582-10-10", "1582-10-10"),
            new Case("date", "2023-02-29", "!NOT_A_DATE"),
            new Case("date", "0000-12-31", "!NOT_A_DATE"),
            new Case("date", "10000-01-01", "!NOT_A_DATE"),
            new Case("time", "00:00", "00:00"),
            new Case("time", "23:59:59.999999", "23:59:59.999999"),
            new Case("time", "24:00", "!NOT_A_TIME"),
            new Case("time", "23:59:60", "!NOT_A_TIME"),
            new Case("timestamp", "0001-01-01T00:00", "0001-01-01T00:00"),
            new Case("timestamp", "9999-12-31 23:59:59.999999", "9999-12-31T23:59:59.999999"),
            new Case("timestamp", "2024-03-31 02:30", "2024-03-31T02:30"),
            new Case("timestamp", "2024-01-01 24:00", "!NOT_A_TIMESTAMP"),
            new Case("timestamp", "10000-01-01 00:00", "!NOT_A_TIMESTAMP"),
            new Case("timestamptz", "0001-01-01T00:00:00Z", "0001-01-01T00:00Z"),
            new Case("timestamptz", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            new Case("timestamptz", "2024-02-29T12:00:00+14:00", "2024-02-28T22:00Z"),
            new Case("timestamptz", "2024-02-29T12:00:00+19:00", "!NOT_A_TIMESTAMP"),
            new Case("timestamptz", "2024-02-30T12:00:00Z", "!NOT_A_TIMESTAMP"),
            new Case("string", "é 😀 \"quoted\"", "é 😀 \"quoted\""),
            new Case("string", " blanks stay ", " blanks stay "),
            new Case("uuid", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
            new Case("uuid", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"),
            new Case("uuid", "00000000-0000-0000-0000-00000000000", "!NOT_A_UUID"),
            new Case("uuid", "g0000000-0000-0000-0000-000000000000", "!NOT_A_UUID"),
            new Case("binary", "AQID", "010203"),
            new Case("binary", "0x00ff", "00ff"),
            new Case("binary", "0xC", "!NOT_BINARY"),
            new Case("fixed(4)", "0x01020304", "01020304"),
            new Case("fixed(4)", "0x010203", "!WRONG_LENGTH"),
            new Case("fixed(4)", "0x0102030405", "!WRONG_LENGTH"),
            new Case("fixed(4)", "*", "!NOT_BINARY"),
            new Case("array<int>", "[1,null,2147483647]", "[1, null, 2147483647]"),
            new Case("array<int>", "[]", "[]"),
            new Case("array<int>", "[2147483648]", "!WRONG_JSON"),
            new Case("array<int>", "{}", "!WRONG_JSON"),
            new Case("array<int>", "[1", "!NOT_JSON"),
            new Case("map<string,long>", "{\"a\":9223372036854775807}", "{a=9223372036854775807}"),
            new Case("map<string,long>", "{}", "{}"),
            new Case("map<string,long>", "{\"a\":9223372036854775808}", "!WRONG_JSON"),
            new Case("map<string,long>", "{\"a\":1,\"a\":2}", "!WRONG_JSON"),
            new Case("map<int,string>", "{\"-2147483648\":\"x\"}", "{-2147483648=x}"),
            new Case("map<int,string>", "{\"x\":\"y\"}", "!WRONG_JSON"),
            new Case("struct<a:int not null,b:string>", "{\"a\":1,\"b\":null,\"c\":[]}", "(1, null)"),
            new Case("struct<a:int not null,b:string>", "{\"b\":\"x\"}", "!WRONG_JSON"),
            new Case("struct<a:int not null,b:string>", "{\"a\":null}", "!WRONG_JSON"),
            new Case(
                    "array<struct<a:fixed(1),t:time>>",
                    "[{\"a\":\"0xff\",\"t\":\"23:59\"},null]",
                    "[(ff, 23:59), null]"),
            new Case("array<struct<a:fixed(1),t:time>>", "[{\"a\":\"0xffff\"}]", "!WRONG_JSON"),
            new Case("map<string,array<decimal(3,2)>>", "{\"a\":[9.99,-9.99]}", "{a=[9.99, -9.99]}"),
            new Case("map<string,array<decimal(3,2)>>", "{\"a\":[10]}", "!WRONG_JSON"),
            new Case("map<string,array<decimal(3,2)>>", "{\"a\":[0.001]}", "!WRONG_JSON"),
            new Case(
                    "struct<x:struct<y:array<map<string,date>>,u:uuid,at:timestamptz>>",
                    "{\"x\":{\"y\":[{\"d\":\"9999-12-31\"}],\"at\":\"0001-01-01T00:00:00Z\"}}",
                    "(([{d=9999-12-31}], null, 0001-01-01T00:00Z))"),
            new Case(
                    "struct<x:struct<y:array<map<string,date>>,u:uuid,at:timestamptz>>",
                    "{\"x\":{\"y\":[{\"d\":\"10000-01-01\"}]}}",
                    "!WRONG_JSON"));

    /** Values that are no texts in JSON; texts of JSON are those of above. */
    private static final List<Case> JSON_VALUES = List.of(
            new Case("boolean", "true", "true"),
            new Case("boolean", "[]", "!NOT_A_BOOLEAN"),
            new Case("int", "-2147483648", "-2147483648"),
            new Case("int", "2147483648", "!NUMBER_OVERFLOW"),
            new Case("long", "9223372036854775807", "9223372036854775807"),
            new Case("long", "9223372036854775808", "!NUMBER_OVERFLOW"),
            new Case("double", "1.7976931348623157e308", "1.7976931348623157E308"),
            new Case("double", "1e309", "!NUMBER_OVERFLOW"),
            new Case("decimal(38,0)", NINES, NINES),
            new Case("decimal(38,0)", "1" + "0".repeat(38), "!DECIMAL_OVERFLOW"),
            new Case("decimal(9,2)", "0.001", "!TOO_MANY_DECIMALS"),
            new Case("date", "20240101", "!NOT_A_DATE"),
            new Case("string", "12", "12"),
            new Case("string", "{\"a\":1}", "{\"a\":1}"),
            new Case("int", "null", "null"),
            new Case("array<int>", "[1,null]", "[1, null]"),
            new Case("array<int>", "[1.5]", "!WRONG_JSON"),
            new Case("map<int,string>", "{\"2147483647\":\"x\"}", "{2147483647=x}"),
            new Case("map<int,string>", "{\"2147483648\":\"x\"}", "!WRONG_JSON"),
            new Case("struct<a:int not null,b:string>", "{\"a\":2147483647}", "(2147483647, null)"),
            new Case("struct<a:int not null,b:string>", "{\"a\":2147483648}", "!WRONG_JSON"),
            new Case("struct<a:int not null,b:string>", "1", "!WRONG_JSON"));

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void everyValueOfCsvLandsOrHasItsReason() throws Exception {
        List<String> types = types(TEXTS);
        StringBuilder file = new StringBuilder("id");
        for (int i = 0; i < types.size(); i++) {
            file.append(",c").append(i);
        }
        for (int i = 0; i < TEXTS.size(); i++) {
            int column = types.indexOf(TEXTS.get(i).type());
            file.append('\n').append(i).append(",".repeat(column + 1));
            file.append('"').append(TEXTS.get(i).text().replace("\"", "\"\"")).append('"');
            file.append(",".repeat(types.size() - column - 1));
        }

        assertThat(outcomes("csv", file.toString(), types, TEXTS)).isEqualTo(expected(TEXTS));
    }

    @Test
    void everyValueOfJsonLinesLandsOrHasItsReason() throws Exception {
        List<String> types = types(TEXTS);
        List<Case> cases = Stream.concat(TEXTS.stream(), JSON_VALUES.stream()).toList();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < cases.size(); i++) {
            Case some = cases.get(i);
            String value = i < TEXTS.size() ? JSON.writeValueAsString(some.text()) : some.text();
            file.append("{\"id\":%d,\"c%d\":%s}\n".formatted(i, types.indexOf(some.type()), value));
        }

        assertThat(outcomes("jsonl", file.toString(), types, cases)).isEqualTo(expected(cases));
    }

    private static List<String> types(List<Case> cases) {
        return List.copyOf(cases.stream().map(Case::type).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Map<String, String> expected(List<Case> cases) {
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            expected.put(name(i, cases.get(i)), cases.get(i).outcome());
        }
        return expected;
    }

    private static String name(int id, Case some) {
        return "%d %s %s".formatted(id, some.type(), some.text());
    }

    /** What became of each case. */
    private Map<String, String> outcomes(String format, String file, List<String> types, List<Case> cases)
            throws Exception {
        Files.writeString(folder.resolve("sluice.yaml"), "name: types\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("values." + format), file);
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            columns.append("    c%d: \"%s\"\n".formatted(i, types.get(i)));
        }
        Files.writeString(folder.resolve("pipelines/types.yaml"), """
                pipeline: types
                source: {files: values.%1$s, format: %1$s}
                target:
                  table: lab.types
                  columns:
                    id: {type: int, required: true}
                """.formatted(format) + columns);
        Map<Integer, String> outcomes = new LinkedHashMap<>();
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session())) {
            RunResult result = sluice.run("types", RunOptions.DEFAULT, RunListener.SILENT);
            assertThat(result.rows().read()).isEqualTo(cases.size());
            assertThat(result.rows().landed() + result.rows().quarantined()).isEqualTo(cases.size());
            // Iceberg's own reader: Spark knows no time.
            try (CloseableIterable<Record> records = IcebergGenerics.read(
                            sluice.catalog().find(new TableName("lab", "types")).orElseThrow())
                    .build()) {
                for (Record landed : records) {
                    int id = (Integer) landed.getField("id");
                    Object value =
                            landed.getField("c" + types.indexOf(cases.get(id).type()));
                    assertThat(outcomes.put(id, text(value))).isNull();
                }
            }
            for (Row bad : sluice.quarantine("types", QuarantineFilter.ALL)
                    .selectExpr("cast(get_json_object(input, '$.id') as int)", "explode(reasons) as r")
                    .selectExpr("*", "r.code", "r.columns[0]")
                    .collectAsList()) {
                int id = bad.getInt(0);
                assertThat(bad.getString(3))
                        .matches("c" + types.indexOf(cases.get(id).type()) + "([.\\[].*)?");
                assertThat(outcomes.put(id, "!" + bad.getString(2))).isNull();
            }
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            named.put(name(i, cases.get(i)), outcomes.getOrDefault(i, "lost"));
        }
        return named;
    }

    static String text(Object value) {
        if (value instanceof Record record) {
            return Stream.iterate(0, i -> i < record.size(), i -> i + 1)
                    .map(i -> text(record.get(i)))
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TypesTest::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
        return String.valueOf(value);
    }
}
