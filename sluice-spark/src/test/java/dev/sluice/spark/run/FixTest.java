package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Options;
import dev.sluice.api.SluiceException;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.Counter;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.Mended;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FixTest {
    private static final String TARGET = """
            pipeline: orders
            source: {files: inbox/*.csv, format: csv}
            target:
              table: shop.orders
              columns:
                id:     {type: long, required: true}
                day:    {type: date, formats: [d/M/yyyy]}
                amount: decimal(10,2)
                state:  {type: string, enum: [new, paid]}
                note:   string
            """;
    private static final String FIXES = """
            fix:
              - {type: trim}
              - {type: swap_day_month, column: day, formats: [d/M/yyyy]}
              - {type: strip_separators, name: plain_number, columns: [amount]}
              - {type: synonyms, column: state, values: {fresh: new}}
              - {type: nearest, column: state, values: [new, paid]}
            """;
    private static final String HEADER = "id,day,amount,state,note\n";

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private void open(String pipeline) throws IOException {
        open(pipeline, CommitObserver.NONE);
    }

    private void open(String pipeline, CommitObserver observer) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), pipeline);
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(
                Project.open(folder, Optional.empty(), List.of(), Map.of(), plugins()), LocalSpark.session(), observer);
    }

    private static PluginRegistry plugins() {
        PluginRegistry builtIn = PluginRegistry.load(FixTest.class.getClassLoader());
        List<RowFixer> fixers = new java.util.ArrayList<>(builtIn.fixers().values());
        fixers.add(new Moody());
        List<ValidatorPlugin> validators =
                new java.util.ArrayList<>(builtIn.validators().values());
        validators.add(new Short());
        return PluginRegistry.of(
                builtIn.converters().values(), validators, builtIn.formats().values(), fixers);
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), text);
    }

    private RunResult run() {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private List<String> query(String sql) {
        return sluice.query(sql).collectAsList().stream().map(Row::mkString).toList();
    }

    private List<String> lines(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString("|"))
                .toList();
    }

    private List<String> landed() {
        return lines("select id, day, amount, state, note from shop.orders order by id");
    }

    /** What was changed, as told by rows that are joined to those that landed. */
    private List<String> audit() {
        return lines("""
                select o.id, f.column_name, f.old_value, f.new_value, array_join(f.fixes, '+'),
                       array_join(transform(f.reasons, r -> r.rule || ':' || r.code), '+')
                from shop.orders o join shop.orders__fixes f on f.fix_id = o._fix_id order by o.id, f.column_name""");
    }

    private List<String> quarantined() {
        return sluice
                .quarantine("orders", QuarantineFilter.ALL)
                .orderBy("raw")
                .selectExpr("raw", "array_join(transform(reasons, r -> r.rule || ':' || r.code), '+')")
                .collectAsList()
                .stream()
                .map(row -> row.mkString("|"))
                .toList();
    }

    @Test
    void cellsWithReasonsAreMendedAndToldOfAndTheRowLands() throws IOException {
        open(TARGET + FIXES);
        arrives("a.csv", HEADER + """
                1,13/1/2024,10.00,new, padded note stays
                2,1/14/2024,"1,234.50"," Padi ", also here
                3,2/1/2024,1,fresh,
                4,40/1/2024," 7 ",paid,too late
                5,3/1/2024,1,lost,no word is near
                """);

        RunResult result = run();

        assertThat(result.rows()).isEqualTo(new RowCounts(5, 3, 2, 0, 0));
        assertThat(landed())
                .containsExactly(
                        "1|2024-01-13|10.00|new| padded note stays",
                        "2|2024-01-14|1234.50|paid| also here",
                        "3|2024-01-02|1.00|new|null");
        assertThat(audit())
                .containsExactly(
                        "2|amount|1,234.50|1234.50|plain_number|cast(amount):NOT_A_NUMBER",
                        "2|day|1/14/2024|14/1/2024|swap_day_month(day)|cast(day):NOT_A_DATE",
                        "2|state| Padi |paid|trim+nearest(state)|enum(state):NOT_IN_ENUM",
                        "3|state|fresh|new|synonyms(state)|enum(state):NOT_IN_ENUM");
        assertThat(query("select count(*) from shop.orders where _fix_id is not null"))
                .containsExactly("2");
        assertThat(query("select count(*) from shop.orders__fixes")).containsExactly("4");
        assertThat(quarantined()).hasSize(2).first().asString().startsWith("4,40/1/2024,\" 7 \",paid");
        assertThat(result.mended())
                .isEqualTo(new Mended(
                        2,
                        List.of(
                                new Mended.FixCount("trim", 1),
                                new Mended.FixCount("swap_day_month(day)", 1),
                                new Mended.FixCount("plain_number", 1),
                                new Mended.FixCount("synonyms(state)", 1),
                                new Mended.FixCount("nearest(state)", 1))));
        assertThat(result.report()).content().contains("Mended", "plain_number: mended cells");
    }

    @Test
    void rowThatStaysBadIsQuarantinedWithItsOwnReasonsAlone() throws IOException {
        String positive = "validate: [{type: expect, name: positive, that: amount > 0}]\n";
        open(TARGET + positive + FIXES);
        arrives("a.csv", HEADER + "1,1/14/2024,\"-1,000\",new,\n2,1/1/2024,5,new,\n");

        RunResult result = run();

        assertThat(result.rows().quarantined()).isEqualTo(1);
        assertThat(quarantined())
                .containsExactly("1,1/14/2024,\"-1,000\",new,|cast(day):NOT_A_DATE+cast(amount):NOT_A_NUMBER");
        assertThat(query("select count(*) from shop.orders__fixes")).containsExactly("0");
        assertThat(result.mended().rows()).isZero();
        assertThat(result.reasons()).hasSize(2);
    }

    @Test
    void reasonsOfMadeColumnsLeadToTheSourceColumnsThatTheyAreMadeOf() throws IOException {
        open("""
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                convert:
                  - {type: rename, columns: {n: no}}
                  - {type: split, column: who, separator: "-", into: [first, last]}
                  - {type: derive, column: total, expression: "CAST(price AS DECIMAL(10,2)) * CAST(no AS INT)"}
                target:
                  table: shop.orders
                  columns:
                    no:    int
                    first: {type: string, enum: [ada, bob]}
                    last:  string
                    total: {type: "decimal(12,2)", range: {min: 1}}
                    tag:   string
                  partition: [first]
                fix:
                  - {type: trim}
                  - {type: strip_separators, columns: [price, n]}
                  - {type: synonyms, column: who, values: {eve-x: ada-x}}
                """);
        arrives("a.csv", "n,who,price,tag\n1,eve-x,5, t\n\"1,000\",bob-y,\"2,000\", t\n3,ada-z,7, t\n");

        run();

        assertThat(lines("select no, first, last, total, tag from shop.orders order by no"))
                .containsExactly("1|ada|x|5.00| t", "3|ada|z|21.00| t", "1000|bob|y|2000000.00| t");
        assertThat(
                        lines(
                                "select column_name, old_value, new_value from shop.orders__fixes order by column_name, old_value"))
                .containsExactly("n|1,000|1000", "price|2,000|2000", "who|eve-x|ada-x");
    }

    @Test
    void whatAPluginThrowsWhileItMendsIsOneMoreReason() throws IOException {
        open(TARGET + "fix:\n  - {type: moody, name: mood, columns: [amount, state]}\n");
        arrives("a.csv", HEADER + "1,1/1/2024,x,boom,\n2,1/1/2024,5,calm,\n3,1/1/2024,5,boom!,\n");

        RunResult result = run();

        assertThat(landed()).containsExactly("2|2024-01-01|5.00|new|null");
        assertThat(quarantined())
                .containsExactly(
                        "1,1/1/2024,x,boom,|cast(amount):NOT_A_NUMBER+enum(state):NOT_IN_ENUM+mood:PLUGIN_FAILED",
                        "3,1/1/2024,5,boom!,|enum(state):NOT_IN_ENUM+mood:PLUGIN_FAILED");
        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL)
                        .selectExpr("explode(reasons) as r")
                        .where("r.code = 'PLUGIN_FAILED'")
                        .selectExpr("r.stage", "array_join(r.columns, ',')", "r.value", "r.message")
                        .distinct()
                        .orderBy("value")
                        .first()
                        .mkString("|"))
                .startsWith("fix|state|boom|java.lang.IllegalStateException: no good (plug-in ");
        assertThat(result.reasons()).anySatisfy(reason -> {
            assertThat(reason.rule()).isEqualTo("mood");
            assertThat(reason.rows()).isEqualTo(2);
        });
    }

    /** Mends {@code calm}, and throws at others. */
    public static final class Moody implements RowFixer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("moody", "Mends what is calm.");
        }

        @Override
        public String fix(String column, String text) {
            if (column.equals("amount")) {
                return text;
            }
            if (text.equals("calm")) {
                return "new";
            }
            throw new IllegalStateException("no good");
        }
    }

    @Test
    void ruleOfTheRowTierNamesTheCellsRowByRowAndLooksAgainAtMendedRowsOnly() throws IOException {
        open("""
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                convert: [{type: rename, columns: {n: name}}]
                target: {table: shop.orders, columns: {id: long, name: string, city: string}}
                validate: [{type: short, name: brief}]
                fix: [{type: trim}]
                """);
        arrives("a.csv", "id,n,city\n1, Ada ,  Rome\n2,  Bob, Oslo\n3, Eve , Bern\n4,Maximilian, Bonn\n");

        RunResult result = run();

        assertThat(lines("select id, name, city from shop.orders order by id"))
                .containsExactly("1| Ada |Rome", "2|Bob| Oslo", "3| Eve | Bern");
        assertThat(lines("select column_name, old_value from shop.orders__fixes order by record_no"))
                .containsExactly("city|  Rome", "n|  Bob");
        assertThat(result.counters())
                .singleElement()
                .satisfies(seen -> assertThat(seen.count()).isEqualTo(4 + 2));
        assertThat(quarantined()).singleElement().asString().contains("brief:TOO_LONG");
    }

    /** Texts have up to five letters; counts the rows that it sees. */
    public static final class Short implements RowValidator {
        private Counter seen = amount -> {};

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("short", "Texts have up to five letters.");
        }

        @Override
        public List<String> reads(Options options) {
            return List.of("name", "city");
        }

        @Override
        public void open(Options options, RowContext context) {
            seen = context.counter("seen");
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            seen.add(1);
            for (String column : record.columns()) {
                String text = record.text(column);
                if (text != null && text.length() > 5 || text != null && text.startsWith("  ")) {
                    reasons.add("TOO_LONG", column, "too long");
                }
            }
        }
    }

    @Test
    void replayedRowsAreMendedAndToldOf() throws IOException {
        open(TARGET);
        arrives("a.csv", HEADER + "1,1/14/2024,5,new,\n2,1/1/2024,5,lost,\n");
        run();
        assertThat(quarantined()).hasSize(2);
        open(TARGET + FIXES);
        RunResult rehearsed = sluice.rehearseReplay("orders", QuarantineFilter.ALL);

        RunResult result = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);

        assertThat(rehearsed.rows()).isEqualTo(result.rows());
        assertThat(rehearsed.mended()).isEqualTo(result.mended());

        assertThat(result.rows()).isEqualTo(new RowCounts(2, 1, 1, 0, 0));
        assertThat(result.mended().rows()).isEqualTo(1);
        assertThat(audit()).containsExactly("1|day|1/14/2024|14/1/2024|swap_day_month(day)|cast(day):NOT_A_DATE");
        assertThat(quarantined()).hasSize(1);
        assertThat(query("select count(*) from shop.orders__fixes f join shop.orders__quarantine q"
                        + " on q.quarantine_id = f.quarantine_id"))
                .containsExactly("1");
    }

    @Test
    void heldRunTellsOfItsFixesOnceItIsAccepted() throws IOException {
        open(TARGET + FIXES + "budget: {rejected: 0}\n");
        arrives("a.csv", HEADER + "1,1/14/2024,5,new,\n2,1/1/2024,5,lost,\n");
        RunResult held = run();

        assertThat(held.state()).isEqualTo(RunState.HELD);
        assertThat(query("select count(*) from shop.orders__fixes")).containsExactly("0");
        sluice.accept(held.runId(), "ada");

        assertThat(audit()).containsExactly("1|day|1/14/2024|14/1/2024|swap_day_month(day)|cast(day):NOT_A_DATE");
    }

    @Test
    void discardedRunLeavesNothingThatJoins() throws IOException {
        open(TARGET + FIXES + "budget: {rejected: 0}\n");
        arrives("a.csv", HEADER + "1,1/14/2024,5,new,\n2,1/1/2024,5,lost,\n");
        RunResult held = run();
        sluice.discard(held.runId(), "wrong file");
        open(TARGET + FIXES);

        run();

        assertThat(landed()).hasSize(1);
        assertThat(audit()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = CommitStep.class,
            names = {"LEDGER_PREPARED", "COMMIT_FIXES", "COMMIT_TARGET", "LEDGER_PUBLISHED"})
    void runThatBreaksOffBetweenTheCommitsIsFinishedByTheNextWithEachCellToldOnce(CommitStep at) throws IOException {
        for (boolean after : List.of(false, true)) {
            makeProject();
            String file = after ? "after.csv" : "before.csv";
            open(TARGET + FIXES, new Breaking(at, after));
            arrives(file, HEADER + (after ? "3" : "1") + ",1/14/2024,5,new,\n");
            assertThatThrownBy(this::run).hasMessage("broken off");
            open(TARGET + FIXES);

            run();

            assertThat(query("select count(*) from shop.orders")).containsExactly(after ? "2" : "1");
            assertThat(audit()).hasSize(after ? 2 : 1);
        }
    }

    /** Breaks off once. */
    private static final class Breaking implements CommitObserver {
        private final CommitStep at;
        private final boolean after;

        Breaking(CommitStep at, boolean after) {
            this.at = at;
            this.after = after;
        }

        @Override
        public void before(CommitStep step) {
            if (step == at && !after) {
                throw new IllegalStateException("broken off");
            }
        }

        @Override
        public void after(CommitStep step) {
            if (step == at && after) {
                throw new IllegalStateException("broken off");
            }
        }
    }

    @Test
    void whatIsNotedOfAMendedRowIsNotedOfTheRowThatLands() throws IOException {
        String warning = "validate: [{type: expect, name: small, that: amount < 100, severity: warning}]\n";
        open(TARGET + warning + FIXES);
        arrives("a.csv", HEADER + "1,1/14/2024,\"1,000\",new,\n2,1/1/2024,5,new,\n");

        RunResult result = run();

        assertThat(result.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.rows()).isEqualTo(1);
            assertThat(notice.samples().get(0).recordNo()).isEqualTo(1);
        });
    }

    @Test
    void foreignKeyIsLookedUpAgainForTheMendedCell() throws IOException {
        Files.writeString(folder.resolve("countries.csv"), "code\nde\nfr\n");
        open("""
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target: {table: shop.orders, columns: {id: long, country: string}}
                validate: [{type: exists_in, columns: [country], file: countries.csv, key: [code]}]
                fix: [{type: trim}]
                """);
        arrives("a.csv", "id,country\n1, de\n2,fr\n3, xx\n");

        run();

        assertThat(lines("select id, country from shop.orders order by id")).containsExactly("1|de", "2|fr");
        assertThat(quarantined()).singleElement().asString().startsWith("3, xx|");
    }

    @Test
    void columnThatTheFilesHaveAsNumbersIsRefused() throws IOException {
        sluice = null;
        LocalSpark.session()
                .sql("select 1L as id, ' new' as state")
                .write()
                .parquet(folder.resolve("inbox/in.parquet").toString());
        String pipeline = """
                pipeline: orders
                source: {files: inbox/in.parquet/*.parquet, format: parquet}
                target: {table: shop.orders, columns: {id: long, state: {type: string, enum: [new]}}}
                fix: [{type: trim, column: %s}]
                """;
        open(pipeline.formatted("id"));
        assertThatThrownBy(this::run).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNFIT_FIX);
            assertThat(e.problems().get(0).location()).isNotNull();
        });
        open(pipeline.formatted("state"));

        run();

        assertThat(lines("select id, state from shop.orders")).containsExactly("1|new");
    }

    @Test
    void reasonsOfNestedColumnsMoveNoOtherColumnsReasons() throws IOException {
        open("""
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns: {tags: "array<int>", id: long, name: {type: string, pattern: "[a-z]+"}}
                fix:
                  - {type: trim}
                """);
        arrives("a.csv", "tags,id,name\n[1],7, ada \nno list,8,bob\n[2],x, cleo \n");

        RunResult result = run();

        assertThat(result.rows().landed()).isEqualTo(1);
        assertThat(result.rows().quarantined()).isEqualTo(2);
        assertThat(lines("select id, name from shop.orders")).containsExactly("7|ada");
        assertThat(query("select column_name from shop.orders__fixes")).containsExactly("name");
    }

    @Test
    void planTellsOfFixesAndTheirTable() throws IOException {
        open(TARGET + FIXES);
        arrives("a.csv", HEADER + "1,1/14/2024,5,new,\n");

        PlanView plan = sluice.plan("orders");

        assertThat(plan.steps())
                .contains("fix      plain_number: amount", "fix      trim: any text of a bad row")
                .contains("audit    shop.orders__fixes, joined by _fix_id");
        assertThat(plan.changes()).contains("create table shop.orders__fixes");
    }
}
