package dev.sluice.spark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.TypeParser;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final String ORDER =
            "struct<id:long not null,items:array<struct<price:decimal(10,2),at:date>>,tags:map<string,int>>";

    @Test
    void nestedJsonBecomesStructsArraysAndMaps() {
        String text =
                "{\"id\": 1, \"new\": [{}, 2], \"items\": [{\"price\": 1.5, \"at\": \"2020-02-29\"}, null, {\"price\": \"2\"}],"
                        + " \"tags\": {\"a\": 1, \"b\": null}}";
        Object order = Evaluation.of(json -> cast(json, ORDER).value(), text).get(text);
        assertThat(String.valueOf(order)).contains("1.50", "2020-02-29", "null", "2.00", "a -> 1", "b -> null");
        assertThat(Evaluation.of(json -> cast(json, "array<string>").value(), "[]", "[\"a\", 1, true]", " [null] "))
                .allSatisfy((key, value) -> assertThat(value).isNotNull());
    }

    @Test
    void whatDoesNotFitSaysWhere() {
        assertThat(details(
                        ORDER,
                        "{\"id\": 1, \"items\": [{\"price\": 1}, {\"price\": \"x\"}]}",
                        "{\"id\": 1, \"items\": [{\"at\": \"2020-02-30\"}]}",
                        "{\"id\": 1, \"items\": {}}",
                        "{\"items\": []}",
                        "{\"id\": 1, \"id\": 2}",
                        "{\"id\": 1, \"tags\": {\"a\": 3000000000}}",
                        "{\"id\": 1, \"tags\": {\"a\": 1, \"a\": 2}}",
                        "[]",
                        "null"))
                .containsValues(
                        "items[1].price: 'x' is no decimal(10,2)",
                        "items[0].at: '2020-02-30' is no date",
                        "items: not an array",
                        "id: required, but missing",
                        "id: the field stands twice",
                        "tags[a]: '3000000000' is no int",
                        "tags[a]: the key stands twice",
                        "not an object");
        assertThat(details("array<string>", "[\"\\ud800\"]").values()).containsOnly("[0]: half of a surrogate pair");
    }

    @Test
    void whatIsNoJsonIsRefusedWithBoundedWork() {
        String[] broken = {
            "",
            "{",
            "[1,]",
            "[1] 2",
            "[\"a]",
            "{\"a\" 1}",
            "[".repeat(100_000),
            "[" + "1".repeat(1_000_000) + "]",
            "[NaN]"
        };
        Map<String, Object> codes = Evaluation.of(
                json -> Objects.requireNonNull(failure(json, "array<long>").refinement())
                        .code(),
                broken);

        assertThat(codes).hasSize(broken.length);
        assertThat(codes.get("[".repeat(100_000))).isIn("NOT_JSON", "WRONG_JSON");
        codes.remove("[".repeat(100_000));
        codes.remove("{");
        codes.remove("{\"a\" 1}");
        assertThat(codes.values()).containsOnly("NOT_JSON");
        assertThat(Evaluation.of(json -> cast(json, "array<long>").value(), broken)
                        .values())
                .containsOnlyNulls();
    }

    @Test
    void formatsOfTheColumnHoldForNestedDatesToo() {
        TargetColumn column =
                new TargetColumn("c", TypeParser.parse("array<date>"), false, List.of("d.M.yyyy"), null, null, null);
        assertThat(Evaluation.of(
                        json -> TargetCast.cast(json, "string", column, ZoneId.of("UTC"))
                                .value()
                                .cast("string"),
                        "[\"1.2.2020\"]"))
                .containsExactly(entry("[\"1.2.2020\"]", "[2020-02-01]"));
    }

    private static Map<String, Object> details(String type, String... texts) {
        return Evaluation.of(json -> Objects.requireNonNull(failure(json, type).detail()), texts);
    }

    private static Failure failure(Column json, String type) {
        return Objects.requireNonNull(cast(json, type).failure());
    }

    private static ConvertedColumn cast(Column json, String type) {
        TargetColumn column = new TargetColumn("c", TypeParser.parse(type), false, List.of(), null, null, null);
        return TargetCast.cast(json, "string", column, ZoneId.of("UTC"));
    }
}
