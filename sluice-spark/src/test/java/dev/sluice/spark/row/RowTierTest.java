package dev.sluice.spark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RuleNotice;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTierTest {
    private static final String NAMES = """
            source: {files: "inbox/*.csv", format: csv}
            target:
              table: t
              columns:
                id:   {type: long, required: true}
                name: string
            validate:
              - {type: %s, column: name}
            """;

    @TempDir
    Path folder;

    @AfterEach
    void endWhatSpins() {
        RowPlugins.Faulty.released = true;
    }

    @BeforeEach
    void project() throws IOException {
        RowPlugins.Faulty.released = false;
        Files.writeString(folder.resolve("sluice.yaml"), "name: rows\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    /** What a run left. */
    private record Outcome(RunResult result, List<Row> reasons, List<Row> landed) {
        List<String> codes() {
            return reasons.stream().map(row -> row.getString(0)).toList();
        }

        String message() {
            return reasons.get(0).getString(3);
        }
    }

    private Outcome run(String pipeline, String file, String data, String... sets) throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), pipeline);
        Files.writeString(folder.resolve("inbox").resolve(file), data);
        Project project = Project.open(folder, Optional.empty(), List.of(sets), Map.of(), RowPlugins.registry());
        try (Sluice sluice = Sluice.open(project, LocalSpark.session())) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
            List<Row> reasons = sluice.quarantine("p", QuarantineFilter.ALL)
                    .selectExpr("record_no", "posexplode(reasons) as (pos, r)")
                    .orderBy("record_no", "pos")
                    .selectExpr("r.code", "r.columns", "r.value", "r.message", "r.stage", "r.rule", "record_no")
                    .collectAsList();
            return new Outcome(
                    result, reasons, sluice.query("select * from t order by 1").collectAsList());
        }
    }

    @Test
    void converterMakesSeveralColumnsCountsAndGivesReasonsOfItsOwn() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: amount, name: money, column: price}
                target:
                  table: t
                  columns: {id: long, currency: string, cents: {type: long, range: {min: 0}}}
                """, "a.csv", """
                id,price
                1,EUR 12.50
                2,"USD 3,5"
                3,17
                4,EUR x
                5,
                6,EUR -1
                7,EUR 1.005
                """);

        assertThat(outcome.landed())
                .extracting(Row::toString)
                .containsExactly("[1,EUR,1250]", "[2,USD,350]", "[5,null,null]");
        assertThat(outcome.reasons())
                .extracting(
                        row -> row.getString(0),
                        row -> row.getList(1).toString(),
                        row -> row.getString(2),
                        row -> row.getString(4),
                        row -> row.getString(5))
                .containsExactly(
                        tuple("NO_CURRENCY", "[price]", "17", "convert", "money"),
                        tuple("PLUGIN_FAILED", "[price]", null, "convert", "money"),
                        tuple("OUT_OF_RANGE", "[cents]", "-100", "validate", "range(cents)"),
                        tuple("PLUGIN_FAILED", "[price]", null, "convert", "money"));
        assertThat(outcome.reasons().get(1).getString(3)).startsWith("java.lang.NumberFormatException");
        assertThat(outcome.reasons().get(3).getString(3))
                .contains("IllegalArgumentException: the column 'cents' cannot be 100.5: a bigint is due");
        assertThat(outcome.result().counters())
                .containsExactly(new CounterTotal("money", "mended", 1), new CounterTotal("money", "seen", 7));
        assertThat(outcome.result().reasons())
                .contains(new ReasonCount(dev.sluice.api.Stage.CONVERT, "PLUGIN_FAILED", "money", "price", 2));
        assertThat(outcome.result().report()).content().contains("Counted by steps", "money: mended");
    }

    @Test
    void optionsOfAPlugInsOwnEnumReachTheTasks() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: amount, column: price, lack: euro}
                target: {table: t, columns: {currency: string, cents: long}}
                """, "a.csv", "price\n17\n");

        assertThat(outcome.landed()).extracting(Row::toString).containsExactly("[EUR,1700]");
    }

    @Test
    void whateverIsThrownBecomesTheReasonOfItsRowAndTheOthersLand() throws IOException {
        Outcome outcome = run(
                NAMES.formatted("faulty"),
                "a.csv",
                "id,name\n1,fine\n2,throw\n3,checked\n4,assert\n5,deep\n6,code\n7,unread\n8,fine\n");

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(8, 2, 6, 0, 0));
        assertThat(outcome.codes()).containsOnly("PLUGIN_FAILED").hasSize(6);
        assertThat(outcome.reasons())
                .extracting(row -> row.getString(3))
                .satisfiesExactly(
                        message -> assertThat(message)
                                .isEqualTo("java.lang.IllegalStateException: cannot stand it (plug-in 'faulty')"),
                        message -> assertThat(message).startsWith("java.io.IOException (plug-in"),
                        message -> assertThat(message).startsWith("java.lang.AssertionError: so not"),
                        message -> assertThat(message).startsWith("java.lang.StackOverflowError"),
                        message -> assertThat(message).contains("the reason code 'no code' is not made of capitals"),
                        message -> assertThat(message).contains("there is no column 'id' among those"));
    }

    @Test
    void eachRowIsLookedAtOnce() throws IOException {
        String rows = IntStream.range(0, 1000)
                .mapToObj(i -> i + "," + (i % 100 == 0 ? "throw" : "fine"))
                .collect(Collectors.joining("\n", "id,name\n", "\n"));

        Outcome outcome = run(NAMES.formatted("faulty"), "a.csv", rows);

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(1000, 990, 10, 0, 0));
        assertThat(outcome.result().counters()).containsExactly(new CounterTotal("faulty(name)", "seen", 1000));
    }

    @Test
    void stepPassesQuietlyOverRowsWhoseInputHasFailed() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: amount, name: money, column: price}
                  - {type: derive, column: note, expression: "concat(currency, '!')"}
                target:
                  table: t
                  columns: {note: {type: string, required: true}, cents: long, day: date, other: string}
                validate:
                  - {type: faulty, name: by_note, column: note}
                  - {type: faulty, name: by_other, column: other}
                """, "a.csv", """
                price,day,other
                EUR 1,2024-01-01,x
                17,2024-01-01,x
                EUR 1,soon,throw
                """);

        assertThat(outcome.codes()).containsExactly("NO_CURRENCY", "NOT_A_DATE", "PLUGIN_FAILED");
        assertThat(outcome.result().counters())
                .contains(new CounterTotal("by_note", "seen", 2), new CounterTotal("by_other", "seen", 3));
    }

    @Test
    void nestedValueIsNamedByItsPathAndCountedWithoutItsIndex() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.jsonl", format: jsonl}
                target:
                  table: t
                  columns: {id: long, orders: "array<struct<item:string,price:decimal(10,2)>>"}
                validate:
                  - {type: prices, column: orders}
                """, "a.jsonl", """
                {"id": 1, "orders": [{"item": "a", "price": 1}, {"item": "b", "price": 2}]}
                {"id": 2, "orders": [{"item": "a", "price": -1}, {"item": "b"}, {"item": "c", "price": -2.5}]}
                """);

        assertThat(outcome.reasons())
                .extracting(row -> row.getList(1).get(0), row -> row.getString(2))
                .containsExactly(tuple("orders[0].price", "-1.00"), tuple("orders[2].price", "-2.50"));
        assertThat(outcome.result().reasons()).singleElement().satisfies(count -> {
            assertThat(count.column()).isEqualTo("orders[].price");
            assertThat(count.rows()).isEqualTo(1);
        });
    }

    @Test
    void valuesOfEveryTypeGoThroughJavaUnchanged() throws IOException {
        // In an order that is the same in every process: rows are sorted by the first column, and maps have no order.
        Map<String, String> types = new TreeMap<>(Map.ofEntries(
                Map.entry("s", "string"),
                Map.entry("l", "long"),
                Map.entry("i", "int"),
                Map.entry("b", "boolean"),
                Map.entry("d", "decimal(12,3)"),
                Map.entry("f", "double"),
                Map.entry("day", "date"),
                Map.entry("t", "timestamp"),
                Map.entry("z", "timestamptz"),
                Map.entry("a", "array<int>"),
                Map.entry("m", "map<string,long>"),
                Map.entry("n", "struct<x:int,y:array<string>>")));
        String derive = types.entrySet().stream()
                .filter(entry -> !entry.getKey().matches("[amn]"))
                .map(entry -> "  - {type: derive, column: %s, expression: \"cast(%s as %s)\"}\n"
                        .formatted(
                                entry.getKey(),
                                entry.getKey(),
                                switch (entry.getValue()) {
                                    case "timestamp" -> "timestamp_ntz";
                                    case "timestamptz" -> "timestamp";
                                    case "long" -> "bigint";
                                    default -> entry.getValue();
                                }))
                .collect(Collectors.joining());
        String columns = types.entrySet().stream()
                .map(entry -> "%s: \"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                convert:
                %s  - {type: derive, column: a, expression: "array(1, null, 3)"}
                  - {type: derive, column: m, expression: "map('k', 5L)"}
                  - {type: derive, column: n, expression: "named_struct('x', 1, 'y', array('p', null))"}
                  - {type: mirror, columns: %s}
                target: {table: t, columns: %s}
                """.formatted(derive, columns, columns), "a.csv", """
                s,l,i,b,d,f,day,t,z
                ä,9000000000,7,true,-1.5,2.25,1969-12-31,1969-12-31 23:59:59.123456,2024-02-29 12:00:00
                """);

        assertThat(outcome.reasons()).isEmpty();
        Row row = outcome.landed().get(0);
        assertThat(types.keySet().stream()
                        .sorted()
                        .map(name -> name + "=" + row.get(row.fieldIndex(name)))
                        .collect(Collectors.joining(" ")))
                .contains(
                        "b=true",
                        "d=-1.500",
                        "day=1969-12-31",
                        "f=2.25",
                        "i=7",
                        "l=9000000000",
                        "s=ä",
                        "23:59:59.123456")
                .contains("n=[1,", "1, null, 3");
    }

    @Test
    void countsAreThoseOfTheAttemptsWhoseRowsWereKept() throws IOException {
        Outcome outcome = run(NAMES.formatted("once"), "a.csv", "id,name\n1,a\n2,b\n3,last\n");

        assertThat(outcome.result().rows().landed()).isEqualTo(3);
        assertThat(outcome.result().counters()).containsExactly(new CounterTotal("once(name)", "seen", 3));
    }

    @Test
    void memoryThatRunsOutFailsTheRunAndTheErrorNamesThePlugIn() {
        assertThatThrownBy(() -> run(NAMES.formatted("faulty"), "a.csv", "id,name\n1,memory\n"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_OUT_OF_MEMORY))
                .hasMessageContaining("the plug-in 'faulty' of step 'faulty(name)' was running");
    }

    @Test
    void plugInThatCannotBeOpenedFailsTheRunBeforeAnyRow() {
        assertThatThrownBy(() -> run(NAMES.formatted("closed"), "a.csv", "id,name\n1,a\n"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_OPEN))
                .hasMessageContaining("no list of banks");
    }

    @Test
    void rowThatTakesTooLongHasThatAsItsReasonWhetherOrNotThePlugInHeedsInterrupts() throws IOException {
        Outcome outcome = run(
                NAMES.formatted("faulty"),
                "a.csv",
                "id,name\n1,a\n2,sleep\n3,throw\n4,spin\n5,b\n",
                "plugins.rowTimeLimit=300ms");

        assertThat(outcome.codes()).containsExactly("PLUGIN_TIMEOUT", "PLUGIN_FAILED", "PLUGIN_TIMEOUT");
        assertThat(outcome.message()).isEqualTo("not done after 300 ms (plug-in 'faulty')");
        assertThat(outcome.result().rows().landed()).isEqualTo(2);
        assertThat(outcome.result().counters()).containsExactly(new CounterTotal("faulty(name)", "seen", 5));
    }

    @Test
    void plugInThatGoesOnAndOnFailsTheRun() {
        assertThatThrownBy(() -> run(
                        NAMES.formatted("faulty"),
                        "a.csv",
                        "id,name\n1,spin\n2,spin\n3,spin\n4,spin\n5,spin\n",
                        "plugins.rowTimeLimit=50ms"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_RUNAWAY))
                .hasMessageContaining("'faulty'");
    }

    @Test
    void reasonsOfOneRowAreBoundedAndEachKindCountsTheRowOnce() throws IOException {
        Outcome outcome = run(NAMES.formatted("faulty"), "a.csv", "id,name\n1,many\n");

        assertThat(outcome.reasons()).hasSize(100);
        assertThat(outcome.result().reasons())
                .extracting(ReasonCount::code, ReasonCount::rows)
                .containsExactlyInAnyOrder(tuple("MANY_0", 1L), tuple("MANY_1", 1L), tuple("MANY_2", 1L));
    }

    @Test
    void eachTaskHasAnInstanceOfItsOwnThatIsClosedAtItsEnd() throws IOException {
        Files.writeString(folder.resolve("inbox/b.csv"), "id,name\n2,b\n");
        Outcome outcome = run(NAMES.formatted("sure"), "a.csv", "id,name\n1,a\n");

        assertThat(outcome.reasons()).isEmpty();
        assertThat(RowPlugins.Sure.TASKS).isNotEmpty();
        assertThat(RowPlugins.Sure.OPEN).isEmpty();
    }

    @Test
    void ruleBelowErrorLetsRowsLandAndTellsEachKindOfItsReasonsWithSamples() throws IOException {
        String pipeline = NAMES.formatted("faulty, severity: warning");
        Outcome outcome = run(pipeline, "a.csv", "id,name\n1,many\n2,throw\n3,fine\n4,throw\n");

        assertThat(outcome.landed()).hasSize(4);
        assertThat(outcome.reasons()).isEmpty();
        assertThat(outcome.result().notices())
                .extracting(RuleNotice::severity, RuleNotice::code, RuleNotice::rule, RuleNotice::rows)
                .containsExactlyInAnyOrder(
                        tuple(Severity.WARNING, "PLUGIN_FAILED", "faulty(name)", 2L),
                        tuple(Severity.WARNING, "MANY_0", "faulty(name)", 1L),
                        tuple(Severity.WARNING, "MANY_1", "faulty(name)", 1L),
                        tuple(Severity.WARNING, "MANY_2", "faulty(name)", 1L));
        assertThat(outcome.result().notices().get(0).samples())
                .extracting(RuleNotice.Sample::recordNo)
                .containsExactlyInAnyOrder(2L, 4L);
    }

    @Test
    void ruleWithAConditionIsAskedOnlyAboutRowsForWhichItIsTrue() throws IOException {
        String pipeline = NAMES.formatted("faulty, when: 10 / id < 10");
        Outcome outcome = run(pipeline, "a.csv", "id,name\n1,throw\n2,throw\n0,fine\n");

        assertThat(outcome.reasons())
                .extracting(row -> row.getString(0), row -> row.getLong(6))
                .containsExactly(tuple("PLUGIN_FAILED", 2L), tuple("EXPRESSION_FAILED", 3L));
        assertThat(outcome.result().counters()).containsExactly(new CounterTotal("faulty(name)", "seen", 1));
    }

    @Test
    void strictRowStopsAtTheRowStepThatFailsFirst() throws IOException {
        Outcome outcome = run("""
                strict: true
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: amount, column: price}
                  - {type: date, column: day}
                target: {table: t, columns: {cents: long, day: date}}
                """, "a.csv", "price,day\n17,soon\n");

        assertThat(outcome.codes()).containsExactly("NO_CURRENCY");
    }
}
