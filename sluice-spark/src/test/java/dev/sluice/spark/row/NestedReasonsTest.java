package dev.sluice.spark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedReasonsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: rows\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    /** What a run left. */
    private record Outcome(RunResult result, List<Row> reasons, List<String> landed) {}

    private Outcome run(String pipeline, String file, String data) throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), pipeline);
        Files.writeString(folder.resolve("inbox").resolve(file), data);
        return runWith();
    }

    private Outcome runWith(String... sets) {
        Project project = Project.open(folder, Optional.empty(), List.of(sets), Map.of(), NestedPlugins.registry());
        try (Sluice sluice = Sluice.open(project, LocalSpark.session())) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
            List<Row> reasons = sluice.quarantine("p", QuarantineFilter.ALL)
                    .selectExpr("record_no", "posexplode(reasons) as (pos, r)")
                    .orderBy("record_no", "pos")
                    .selectExpr("r.stage", "r.code", "r.rule", "r.columns", "r.value", "r.message", "record_no")
                    .collectAsList();
            List<String> landed = sluice.query("select to_json(struct(*)) from t order by 1").collectAsList().stream()
                    .map(row -> row.getString(0))
                    .toList();
            return new Outcome(result, reasons, landed);
        }
    }

    @Test
    void oneRecordHasTwelveReasonsOfParsingConversionAndValidationNestedOnesAmongThem() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.json", format: json}
                convert:
                  - {type: date, column: day, formats: [yyyy-MM-dd]}
                  - {type: cents, column: "lines[].amount"}
                target:
                  table: t
                  columns:
                    id:      {type: long, required: true}
                    note:    {type: string, required: true}
                    measure: struct<n:double>
                    twice:   int
                    day:     {type: date, required: true}
                    lines:   array<struct<no:int,amount:long>>
                    address: struct<city:string,zip:int>
                    orders:  array<struct<price:decimal(10,2),quantity:int>>
                    name:    {type: string, required: true}
                    age:     {type: int, range: {min: 0, max: 150}}
                    items:   array<struct<price:decimal(10,2)>>
                    home:    struct<rooms:int>
                validate:
                  - {type: positive, column: "items[].price"}
                  - {type: positive, column: home.rooms}
                """, "a.json", """
                [{
                  "id": 7,
                  "note": "a\\u0000b",
                  "measure": {"n": %s},
                  "twice": 1,
                  "twice": 2,
                  "day": "soon",
                  "lines": [{"no": 1, "amount": "EUR 1.50"}, {"no": 2, "amount": "1.50"}],
                  "address": {"city": "Ulm", "zip": "D-89073"},
                  "orders": [{"price": 1.5, "quantity": 1}, {"price": "cheap", "quantity": 1}, {"price": 2, "quantity": 1.5}],
                  "name": null,
                  "age": 200,
                  "items": [{"price": 1}, {"price": 2.25}, {"price": null}, {"price": -3.5}],
                  "home": {"rooms": 0}
                }]
                """.formatted("1".repeat(1001)));

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(1, 0, 1, 0, 0));
        assertThat(outcome.reasons())
                .extracting(
                        row -> row.getString(0),
                        row -> row.getString(1),
                        row -> row.getString(2),
                        row -> String.join(",", row.<String>getList(3)),
                        row -> row.isNullAt(4)
                                ? null
                                : row.getString(4)
                                        .substring(
                                                0, Math.min(8, row.getString(4).length())))
                .containsExactly(
                        tuple("parse", "NUL_BYTE", "parse", "note", "\"a\\u0000"),
                        tuple("parse", "NUMBER_TOO_LONG", "parse", "measure", "{\"n\": 11"),
                        tuple("parse", "DUPLICATE_KEY", "parse", "twice", "2"),
                        tuple("convert", "NOT_A_DATE", "date(day)", "day", "soon"),
                        tuple("convert", "NO_CURRENCY", "cents(lines[].amount)", "lines[1].amount", "1.50"),
                        tuple("convert", "WRONG_JSON", "cast(address)", "address.zip", "D-89073"),
                        tuple("convert", "WRONG_JSON", "cast(orders)", "orders[1].price", "cheap"),
                        tuple("convert", "WRONG_JSON", "cast(orders)", "orders[2].quantity", "1.5"),
                        tuple("validate", "MISSING", "required(name)", "name", null),
                        tuple("validate", "OUT_OF_RANGE", "range(age)", "age", "200"),
                        tuple("validate", "NOT_POSITIVE", "positive(items[].price)", "items[3].price", "-3.50"),
                        tuple("validate", "NOT_POSITIVE", "positive(home.rooms)", "home.rooms", "0"));
        assertThat(outcome.result().reasons())
                .extracting(ReasonCount::code, ReasonCount::column, ReasonCount::rows)
                .contains(
                        tuple("WRONG_JSON", "orders[].price", 1L),
                        tuple("NOT_POSITIVE", "items[].price", 1L),
                        tuple("NO_CURRENCY", "lines[].amount", 1L));
    }

    @Test
    void converterBoundToElementsOfTextChangesThemInTheirPlaces() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.jsonl", format: jsonl}
                convert:
                  - {type: cents, column: "lines[].amount"}
                target: {table: t, columns: {id: long, lines: "array<struct<no:decimal(30,20),amount:long>>"}}
                """, "a.jsonl", """
                {"id": 1, "lines": [{"no": 1.00000000000000000001, "amount": "EUR 1.50"}, {"amount": null}, null]}
                {"id": 2, "lines": null}
                {"id": 3, "lines": "no list"}
                {"id": 4, "lines": [{"amount": "EUR x"}, {"amount": "x"}]}
                """);

        assertThat(outcome.landed())
                .containsExactly(
                        "{\"id\":1,\"lines\":[{\"no\":1.00000000000000000001,\"amount\":150},{},null]}", "{\"id\":2}");
        assertThat(outcome.reasons())
                .extracting(row -> row.getString(1), row -> row.getList(3).toString(), row -> row.getString(4))
                .containsExactly(
                        tuple("NOT_JSON", "[lines]", "no list"),
                        tuple("PLUGIN_FAILED", "[lines[0].amount]", null),
                        tuple("NO_CURRENCY", "[lines[1].amount]", "x"));
    }

    @Test
    void converterBoundToTypedElementsChangesTheirType() throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: "inbox/*.parquet", format: parquet}
                convert:
                  - {type: cents, column: "lines[].amount"}
                  - {type: cents, column: "prices[]"}
                target:
                  table: t
                  columns: {id: long, lines: "array<struct<no:int,amount:long>>", prices: "map<string,long>"}
                """);
        LocalSpark.session()
                .sql("""
                        select 1L id, array(named_struct('no', 1, 'amount', 'EUR 2.50')) lines, map('a', 'EUR 1') prices
                        union all select 2L, array(named_struct('no', 1, 'amount', 'x')), map('b', 'y')""")
                .coalesce(1)
                .write()
                .parquet(folder.resolve("inbox/data").toString());

        Outcome outcome = runWith("source.files=inbox/data/*.parquet");

        assertThat(outcome.landed())
                .containsExactly("{\"id\":1,\"lines\":[{\"no\":1,\"amount\":250}],\"prices\":{\"a\":100}}");
        assertThat(outcome.reasons())
                .extracting(row -> row.getString(1), row -> row.getList(3).toString(), row -> row.getString(4))
                .containsExactly(
                        tuple("NO_CURRENCY", "[lines[0].amount]", "x"), tuple("NO_CURRENCY", "[prices[b]]", "y"));
    }

    @Test
    void elementThatMakesAPlugInThrowIsNamedAndTheOthersAreLookedAt() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.jsonl", format: jsonl}
                target:
                  table: t
                  columns:
                    id: long
                    most: decimal(10,2)
                    baskets: "array<struct<items:array<struct<price:decimal(10,2)>>>>"
                validate:
                  - {type: positive, name: p, column: "baskets[].items[].price"}
                  - {type: cheaper, name: c, column: "baskets[].items[].price", than: most}
                """, "a.jsonl", """
                {"id":1,"most":20,"baskets":[{"items":[{"price":5},{"price":13}]},{"items":[{"price":0},{"price":21}]}]}
                {"id":2,"most":20,"baskets":[{"items":[]},{"items":null},{"items":[{"price":3}]}]}
                """);

        assertThat(outcome.landed()).hasSize(1);
        assertThat(outcome.reasons())
                .extracting(row -> row.getString(1), row -> row.getList(3).toString(), row -> row.getString(2))
                .containsExactly(
                        tuple("PLUGIN_FAILED", "[baskets[0].items[1].price]", "p"),
                        tuple("NOT_POSITIVE", "[baskets[1].items[0].price]", "p"),
                        tuple("TOO_DEAR", "[baskets[1].items[1].price]", "c"));
    }

    @Test
    void bindingThatCannotBeIsRefusedBeforeAnyDataIsRead() {
        String pipeline = """
                source: {files: "inbox/*.jsonl", format: jsonl}
                %s
                target: {table: t, columns: {most: long, a: "array<struct<x:int>>", b: "array<int>"}}
                validate:
                  - {type: %s}
                """;

        assertThatThrownBy(() -> run(pipeline.formatted("", "positive, column: 'a[].y'"), "a.jsonl", "{}\n"))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("the target's column 'a' of type array<struct<x:int>> has no 'a[].y'");
        assertThatThrownBy(
                        () -> run(pipeline.formatted("", "cheaper, column: 'a[].x', than: 'b[]'"), "a.jsonl", "{}\n"))
                .hasMessageContaining("cannot be bound to the elements of both b[] and a[]");
        assertThatThrownBy(() -> run(
                        pipeline.formatted("convert: [{type: amount, column: 'a[].x'}]", "positive, column: most"),
                        "a.jsonl",
                        "{}\n"))
                .hasMessageContaining("is called for each of a[], so it cannot make the column");
    }
}
