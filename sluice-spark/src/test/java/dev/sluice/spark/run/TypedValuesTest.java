package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that have a type in their file land in the target's type, or have the reason that their text would have. */
class TypedValuesTest {
    /** A value in SQL, the target's type, and what becomes of it: the value, or {@code !} and the reason. */
    private record Case(String sql, String type, String outcome) {}

    private static final List<Case> CASES = List.of(
            new Case("cast(2147483647 as bigint)", "int", "2147483647"),
            new Case("cast(2147483648 as bigint)", "int", "!NUMBER_OVERFLOW"),
            new Case("cast(-7 as tinyint)", "long", "-7"),
            new Case("7", "decimal(3,2)", "7.00"),
            new Case("10", "decimal(3,2)", "!DECIMAL_OVERFLOW"),
            new Case("2.0D", "int", "2"),
            new Case("1.5D", "int", "!NOT_AN_INTEGER"),
            new Case("1e10D", "int", "!NUMBER_OVERFLOW"),
            new Case("double('NaN')", "int", "!NOT_AN_INTEGER"),
            new Case("double('NaN')", "decimal(9,2)", "!NOT_A_NUMBER"),
            new Case("double('NaN')", "double", "NaN"),
            new Case("1e300D", "float", "!NUMBER_OVERFLOW"),
            new Case("0.5D", "float", "0.5"),
            new Case("cast(1.005 as decimal(10,3))", "decimal(10,2)", "!TOO_MANY_DECIMALS"),
            new Case("cast(1.500 as decimal(10,3))", "decimal(10,2)", "1.50"),
            new Case("cast(99999999999 as decimal(20,0))", "decimal(10,2)", "!DECIMAL_OVERFLOW"),
            new Case("cast(12 as decimal(20,0))", "long", "12"),
            new Case("cast(12.5 as decimal(20,1))", "long", "!NOT_AN_INTEGER"),
            new Case("true", "int", "1"),
            new Case("1", "boolean", "!NOT_A_BOOLEAN"),
            new Case("true", "date", "!NOT_A_DATE"),
            new Case("5L", "timestamptz", "!NOT_A_TIMESTAMP"),
            new Case("date'2024-02-29'", "timestamp", "2024-02-29T00:00"),
            new Case("date'2024-02-29'", "string", "2024-02-29"),
            new Case("date'2024-02-29'", "int", "!NOT_AN_INTEGER"),
            new Case("timestamp_ntz'2024-02-29 12:00:00.123456'", "timestamp", "2024-02-29T12:00:00.123456"),
            new Case("timestamp_ntz'2024-02-29 12:00:00'", "date", "2024-02-29"),
            new Case("timestamp_ntz'2024-02-29 12:00:00'", "long", "!NOT_AN_INTEGER"),
            new Case("'2024-02-30'", "date", "!NOT_A_DATE"),
            new Case("'12x'", "int", "!NOT_AN_INTEGER"),
            new Case("'F79C3E09-677C-4BBD-A479-3F349CB785E7'", "uuid", "f79c3e09-677c-4bbd-a479-3f349cb785e7"),
            new Case("5", "uuid", "!NOT_A_UUID"),
            new Case("x'cafe'", "fixed(2)", "cafe"),
            new Case("x'cafe'", "fixed(3)", "!WRONG_LENGTH"),
            new Case("x'cafe'", "long", "!NOT_AN_INTEGER"),
            new Case("86399999999L", "time", "23:59:59.999999"),
            new Case("86400000000L", "time", "!NOT_A_TIME"),
            new Case("array(1L, null)", "array<int>", "[1, null]"),
            new Case("array(2147483648L)", "array<int>", "!WRONG_JSON"),
            new Case("array(1)", "int", "!NOT_AN_INTEGER"),
            new Case("1", "array<int>", "!WRONG_JSON"),
            new Case("map('a', 1)", "map<string,long>", "{a=1}"),
            new Case("named_struct('b', 'x', 'a', 1)", "struct<a:int,b:string>", "(1, x)"),
            new Case("named_struct('a', cast(null as int))", "struct<a:int not null>", "!WRONG_JSON"),
            new Case("named_struct('a', 1)", "string", "{\"a\":1}"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void everyTypedValueLandsOrHasItsReason(String format) throws Exception {
        String[] values = IntStream.range(0, CASES.size())
                .mapToObj(i -> "case when id = %d then %s end as c%d"
                        .formatted(i, CASES.get(i).sql(), i))
                .toArray(String[]::new);
        LocalSpark.session()
                .range(0, CASES.size(), 1, 1)
                .selectExpr(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("id"), java.util.Arrays.stream(values))
                        .toArray(String[]::new))
                .write()
                .format(format)
                .save(folder.resolve("inbox").toString());
        Files.writeString(folder.resolve("sluice.yaml"), "name: types\n");
        Files.createDirectories(folder.resolve("pipelines"));
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < CASES.size(); i++) {
            columns.append("    c%d: \"%s\"\n".formatted(i, CASES.get(i).type()));
        }
        Files.writeString(folder.resolve("pipelines/types.yaml"), """
                pipeline: types
                source: {files: "inbox/*.%1$s", format: %1$s}
                target:
                  table: lab.types
                  columns:
                    id: {type: int, required: true}
                """.formatted(format) + columns);

        assertThat(outcomes()).isEqualTo(expected());
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < CASES.size(); i++) {
            expected.put(name(i), CASES.get(i).outcome());
        }
        return expected;
    }

    private static String name(int id) {
        return "%d %s as %s".formatted(id, CASES.get(id).sql(), CASES.get(id).type());
    }

    private Map<String, String> outcomes() throws Exception {
        Map<Integer, String> outcomes = new LinkedHashMap<>();
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session())) {
            RunResult result = sluice.run("types", RunOptions.DEFAULT, RunListener.SILENT);
            assertThat(result.rows().read()).isEqualTo(CASES.size());
            assertThat(result.rows().landed() + result.rows().quarantined()).isEqualTo(CASES.size());
            try (CloseableIterable<Record> records = IcebergGenerics.read(
                            sluice.catalog().find(new TableName("lab", "types")).orElseThrow())
                    .build()) {
                for (Record landed : records) {
                    int id = (Integer) landed.getField("id");
                    outcomes.put(id, TypesTest.text(landed.getField("c" + id)));
                }
            }
            for (Row bad : sluice.quarantine("types", QuarantineFilter.ALL)
                    .selectExpr(
                            "cast(get_json_object(input, '$.id') as int)", "reasons", "raw", "byte_offset", "record_no")
                    .selectExpr("*", "reasons[0].code", "reasons[0].columns[0]", "size(reasons)")
                    .collectAsList()) {
                int id = bad.getInt(0);
                assertThat(bad.isNullAt(2)).isTrue();
                assertThat(bad.getLong(3)).isEqualTo(id);
                assertThat(bad.getLong(4)).isEqualTo(id + 1);
                assertThat(bad.getString(6)).matches("c" + id + "([.\\[].*)?");
                assertThat(bad.getInt(7)).isEqualTo(1);
                outcomes.put(id, "!" + bad.getString(5));
            }
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < CASES.size(); i++) {
            named.put(name(i), outcomes.getOrDefault(i, "lost"));
        }
        return named;
    }
}
