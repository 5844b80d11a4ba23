package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableCare;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is carried out once more as it was, whatever the project says by now. */
class RetryTest {
    private static final Window DAY =
            TimeText.window("2026-03-28", new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC));
    private static final Instant TRIGGER = Instant.parse("2026-03-29T00:00:00Z");

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\nvars: {least: 5, inbox: inbox}\n");
        for (String name : List.of("pipelines", "inbox", "packs/limits/1.0.0")) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    @Test
    void aWindowIsReplacedByTheRulesOfTheRunOrByThoseOfToday() throws IOException {
        daily("${least}");
        Files.writeString(folder.resolve("inbox/2026-03-28.csv"), "id\n1\n5\n9\n");
        RunResult first = run(RunOptions.window(new WindowChoice(DAY, Optional.of(TRIGGER), WindowWish.MISSING)));
        daily("9");

        RunResult asThen = repeat(first.runId(), false);

        assertThat(asThen.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(asThen.rows().landed()).isEqualTo(2);
        assertThat(ids()).containsExactly(5L, 9L);
        try (Sluice sluice = open()) {
            assertThat(sluice.ledger().run(asThen.runId()).orElseThrow().triggerAt())
                    .contains(TRIGGER);
            assertThat(sluice.ledger().run(asThen.runId()).orElseThrow().fingerprint())
                    .isEqualTo(sluice.ledger().run(first.runId()).orElseThrow().fingerprint());
        }

        RunResult asToday = repeat(first.runId(), true);

        assertThat(asToday.rows().landed()).isEqualTo(1);
        assertThat(ids()).containsExactly(9L);
    }

    /** What they would remove by the care of then is gone for good. */
    @Test
    void tablesAreLookedAfterAsToday() throws IOException {
        daily("5", "maintain: {after: 2, keep: 1d}\nquarantine: {retention: 1d}\n");
        Files.writeString(folder.resolve("inbox/2026-03-28.csv"), "id\n1\n5\n");
        String run = run(RunOptions.window(new WindowChoice(DAY, Optional.of(TRIGGER), WindowWish.MISSING)))
                .runId();
        daily("9", "maintain: {keep: 90d}\n");

        try (Sluice sluice = open()) {
            PipelineSpec asThen = sluice.repetition(run).pipeline();
            assertThat(asThen.fingerprint())
                    .isEqualTo(sluice.ledger().run(run).orElseThrow().fingerprint());
            assertThat(asThen.care())
                    .isEqualTo(new TableCare(Optional.empty(), OptionalLong.empty(), Duration.ofDays(90)));
        }
    }

    @Test
    void aBatchThatFailedIsRunAgainWithItsFilesAndTagsOnly() throws IOException {
        orders("validate: [{type: expect, name: tagged, that: \"id > 1 or batch_tags()['by'] <> 'night'\"}]");
        Files.writeString(folder.resolve("inbox/a[1].csv"), "id\n1\n2\n");
        RunResult failed = held(new RunOptions(Optional.of("first"), Map.of("by", "night")));
        Files.writeString(folder.resolve("inbox/b.csv"), "id\n3\n");
        orders("");

        RunResult again = repeat(failed.runId(), false);

        assertThat(again.state()).isEqualTo(RunState.HELD);
        assertThat(again.batchId()).isEqualTo("first");
        assertThat(again.rows().read()).isEqualTo(failed.rows().read());
        assertThat(again.rows().quarantined()).isEqualTo(1);
        discard(again.runId());

        RunResult asToday = repeat(failed.runId(), true);

        assertThat(asToday.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids()).containsExactly(1L, 2L);
        assertThat(repeat(asToday.runId(), false).state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(ids()).containsExactly(1L, 2L);
    }

    /** Its tags are kept before anything can fail. */
    @Test
    void aReRunThatFailedIsMadeUpForThoughItsWindowIsPublished() throws IOException {
        daily("${least}");
        Files.writeString(folder.resolve("inbox/2026-03-28.csv"), "id\n1\n5\n");
        run(RunOptions.window(new WindowChoice(DAY, Optional.of(TRIGGER), WindowWish.MISSING)));
        daily("${least}", """
                validate:
                  - {type: exists_in, columns: [id], file: ids.csv}
                  - {type: expect, name: tagged, that: "batch_tags()['by'] = 'night' and batch_tags()['by'] is not null"}
                """);
        WindowChoice again = new WindowChoice(DAY, Optional.of(TRIGGER), WindowWish.REPLACE);
        RunOptions tagged = new RunOptions(Optional.empty(), Map.of("by", "night"), Optional.of(again));
        assertThatThrownBy(() -> run(tagged)).isInstanceOf(SluiceException.class);
        RunRecord failed;
        try (Sluice sluice = open()) {
            failed = sluice.ledger()
                    .runs(new RunFilter(Optional.empty(), Set.of(RunState.FAILED), 1))
                    .get(0);
        }
        Files.writeString(folder.resolve("ids.csv"), "id\n7\n");
        Files.writeString(folder.resolve("inbox/2026-03-28.csv"), "id\n7\n");

        RunResult made = repeat(failed.runId(), false);

        assertThat(made.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids()).containsExactly(7L);
    }

    @Test
    void aRunOfAnotherEnvironmentIsRefused() throws IOException {
        orders("");
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/prod.yaml"), "zone: UTC\n");
        Files.writeString(folder.resolve("inbox/a.csv"), "id\n1\n");
        RunResult run;
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.of("prod"), List.of(), Map.of()), LocalSpark.session())) {
            run = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }

        assertThatThrownBy(() -> repeat(run.runId(), false)).hasMessageContaining("add -e prod");
    }

    @Test
    void connectionsAreNotKeptAndShortFormsAreReadAsTheyWere() throws IOException {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                "name: shop\nspark: {spark.hadoop.fs.azure.account.key.x: canary-of-spark}\nvars: {type: long}\n");
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target: {table: shop.orders, columns: {id: "${type}"}}
                """);
        Files.writeString(folder.resolve("inbox/a.csv"), "id\n1\n");
        RunResult run = run(RunOptions.DEFAULT);

        assertThat(repeat(run.runId(), false).state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(Files.readString(folder.resolve(".sluice/ledger.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("canary-of-spark");
    }

    @Test
    void aRunWhosePackHasChangedIsRefusedByName() throws IOException {
        pack(3);
        orders("use: [limits@1.0]");
        Files.writeString(folder.resolve("inbox/a.csv"), "id\n5\n6\n");
        RunResult run = run(RunOptions.DEFAULT);
        pack(4);

        assertThatThrownBy(() -> repeat(run.runId(), false))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_CHANGED))
                .hasMessageContaining("then it had pack limits@1.0.0 sha256:")
                .hasMessageContaining("now it has pack limits@1.0.0 sha256:");
    }

    @Test
    void aConfigurationThatHoldsAPasswordIsNotKept() throws IOException {
        orders("convert: [{type: derive, column: id, expression: \"if(id > 0, id, length('https://me:canary@x'))\"}]");
        Files.writeString(folder.resolve("inbox/a.csv"), "id\n1\n");
        RunResult run = run(RunOptions.DEFAULT);

        assertThatThrownBy(() -> repeat(run.runId(), false))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_NOT_KEPT));
        assertThat(Files.readString(folder.resolve(".sluice/ledger.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
    }

    @Test
    void heldRunsAndRunsThatAreNotThereAreRefused() throws IOException {
        orders("validate: [{type: expect, name: never, that: id > 9}]");
        Files.writeString(folder.resolve("inbox/a.csv"), "id\n1\n2\n");
        RunResult held;
        try (Sluice sluice = open()) {
            held = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
        assertThat(held.state()).isEqualTo(RunState.HELD);

        assertThatThrownBy(() -> repeat(held.runId(), false))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_REPEATABLE))
                .hasMessageContaining("publish or discard it");
        assertThatThrownBy(() -> repeat("nobody", false))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND));
    }

    /** A run that is over its budget, and was thrown away. */
    private RunResult held(RunOptions options) {
        RunResult held = run(options);
        assertThat(held.state()).isEqualTo(RunState.HELD);
        discard(held.runId());
        return held;
    }

    private void discard(String runId) {
        try (Sluice sluice = open()) {
            sluice.discard(runId, "test");
        }
    }

    private RunResult run(RunOptions options) {
        try (Sluice sluice = open()) {
            return sluice.run(options.window().isPresent() ? "daily" : "orders", options, RunListener.SILENT);
        }
    }

    private RunResult repeat(String runId, boolean current) {
        try (Sluice sluice = open()) {
            Repetition again = current ? sluice.repetitionWithCurrent(runId) : sluice.repetition(runId);
            return sluice.run(again.pipeline(), again.options(), RunListener.SILENT);
        }
    }

    private List<Long> ids() {
        try (Sluice sluice = open()) {
            return sluice.query("select id from shop.orders order by id").collectAsList().stream()
                    .map(row -> row.getLong(0))
                    .toList();
        }
    }

    private Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void daily(String least) throws IOException {
        daily(least, "");
    }

    private void daily(String least, String more) throws IOException {
        Files.writeString(folder.resolve("pipelines/daily.yaml"), """
                pipeline: daily
                source: {files: "${inbox}/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, zone: UTC, starts: 2026-03-28}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true, range: {min: "%s"}}}
                """.formatted(least) + more);
    }

    /** Of two rows none may be bad. */
    private void orders(String more) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                budget: {rejected: 40%%}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true}}
                %s
                """.formatted(more));
    }

    private void pack(int least) throws IOException {
        Files.writeString(folder.resolve("packs/limits/1.0.0/pack.yaml"), """
                pack: limits
                version: 1.0.0
                description: Numbers that are large enough.
                validate:
                  - {type: expect, name: least, that: id >= %d}
                """.formatted(least));
    }
}
