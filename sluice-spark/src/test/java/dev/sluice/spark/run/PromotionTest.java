package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.commit.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A deployment beside the live one becomes the live one, whatever is cut short, and goes back. */
class PromotionTest {
    private static final String ORDERS = """
            source: {files: inbox/*.csv, format: csv}
            target:
              table: shop.orders
              columns: {id: {type: long, required: true}, told: {type: string}}
            convert:
              - {type: derive, column: told, expression: "concat(pipeline_name(), ' ', target_table())"}
            """;
    private static final String DAILY = """
            source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
            window: {every: 1d, starts: 2026-03-01}
            target:
              table: shop.daily
              columns: {id: {type: long, required: true}}
            """;
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));

    @TempDir
    Path folder;

    private Sluice live;
    private Sluice v2;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        for (String each : List.of("pipelines", "inbox", "days")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS);
        Files.writeString(folder.resolve("pipelines/daily.yaml"), DAILY);
        live = Sluice.open(project(), LocalSpark.session());
        v2 = Sluice.open(project().beside("v2"), LocalSpark.session());
    }

    @AfterEach
    void close() {
        live.close();
        v2.close();
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static RunResult run(Sluice sluice) {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private static RunResult runDay(Sluice sluice, String day) {
        return sluice.run(
                "daily",
                RunOptions.window(new WindowChoice(TimeText.window(day, DAYS), Optional.empty(), WindowWish.MISSING)),
                RunListener.SILENT);
    }

    private List<String> ids(String table) {
        return live.query("select id from " + table + " order by id").collectAsList().stream()
                .map(row -> row.get(0).toString())
                .toList();
    }

    private static long bad(Sluice sluice) {
        return sluice.quarantine("orders", QuarantineFilter.ALL).count();
    }

    static Stream<Arguments> cuts() {
        return LongTests.orFirst(
                1,
                List.of(
                        Arguments.of("after", CommitStep.RENAME_TABLES, true),
                        Arguments.of("after", CommitStep.LEDGER_PROMOTION_ASKED, true),
                        Arguments.of("before", CommitStep.LEDGER_PROMOTION_ASKED, false),
                        Arguments.of("before", CommitStep.RENAME_TABLES, true),
                        Arguments.of("before", CommitStep.LEDGER_PROMOTED, true),
                        Arguments.of("after", CommitStep.LEDGER_PROMOTED, true)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cuts")
    void whatWasCutShortIsFinishedByTheNextRun(String side, CommitStep at, boolean asked) throws IOException {
        arrives("inbox/a.csv", "id\n1\n");
        run(live);
        arrives("inbox/b.csv", "id\n2\nx\n");
        run(v2);
        try (Sluice dying = Sluice.open(project(), LocalSpark.session(), new Death(side, at))) {
            assertThatThrownBy(() -> dying.promote("orders", "v2", "ada")).isInstanceOf(Death.Killed.class);
        }
        assertThat(ids("shop.orders")).as("all or nothing").isIn(List.of("1"), List.of("1", "2"));

        RunResult next = run(live);

        // With v2 live both files have landed; else the second one lands now.
        assertThat(next.state()).isEqualTo(asked ? RunState.ALREADY_LANDED : RunState.PUBLISHED);
        assertThat(ids("shop.orders")).containsExactly("1", "2");
        assertThat(bad(live)).isEqualTo(1);

        Promoted again = live.promote("orders", "v2", "ada");
        assertThat(again.changed()).isEqualTo(!asked);
        assertThat(again.rows()).isEqualTo(2);
        assertThat(run(live).state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(ids("shop.orders")).containsExactly("1", "2");
        assertThat(ids("shop.orders__main")).isEqualTo(asked ? List.of("1") : List.of("1", "2"));
        assertThat(live.catalog().find(TableName.parse("shop.orders__v2"))).isEmpty();
    }

    @Test
    void rowsRunsAndQuarantineOfADeploymentAreThoseOfTheNameOnceItIsLive() throws IOException {
        arrives("inbox/a.csv", "id\n1\n");
        run(live);
        RunResult second = run(v2);
        arrives("inbox/b.csv", "id\n2\nx\n");
        RunResult third = run(v2);
        assertThat(third.pipeline()).isEqualTo("orders@v2");
        assertThat(bad(v2)).isEqualTo(1);
        assertThat(bad(live)).isZero();

        Promoted promoted = live.promote("orders", "v2", "ada");
        assertThat(promoted).returns("main", Promoted::before).returns(1L, Promoted::rowsBefore);
        assertThat(promoted.notes()).isEmpty();

        assertThat(live.query("select distinct told from shop.orders").collectAsList())
                .as("rows tell nothing of the deployment")
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).isEqualTo("orders shop.orders"));
        assertThat(bad(live)).isEqualTo(1);
        assertThatThrownBy(() -> bad(v2))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPLOYMENT_IS_LIVE));

        // A run of it can be taken back, rows of its quarantine be replayed, as of any other.
        live.rollback(third.runId(), List.of(), "ada");
        assertThat(ids("shop.orders")).containsExactly("1");
        assertThat(run(live).rows().landed()).isEqualTo(1);
        assertThat(live.discardRows("orders", QuarantineFilter.ALL, "ada", "no order", RunListener.SILENT))
                .isEqualTo(1);
        assertThat(live.maintain("orders", Optional.of(Duration.ZERO), RunListener.SILENT))
                .isNotEmpty();
        assertThat(ids("shop.orders")).containsExactly("1", "2");
        assertThat(live.repetition(second.runId()).pipeline().name()).isEqualTo("orders");

        Promoted back = live.promote("orders", "main", "ada");
        assertThat(back.notes())
                .containsExactly("1 inputs have landed with v2 and not with main: the next run lands them");
        assertThat(ids("shop.orders")).containsExactly("1");
        assertThat(ids("shop.orders__v2")).containsExactly("1", "2");
        assertThat(run(live).rows().landed()).isEqualTo(1);
        assertThat(ids("shop.orders")).containsExactly("1", "2");
    }

    @Test
    void windowsOfADeploymentArePublishedOnceItIsLiveAndTheOthersAreMissing() throws IOException {
        for (String day : List.of("2026-03-01", "2026-03-02", "2026-03-03")) {
            arrives("days/" + day + ".csv", "id\n" + day.substring(8) + "\n");
        }
        runDay(live, "2026-03-01");
        runDay(live, "2026-03-02");
        runDay(v2, "2026-03-02");
        runDay(v2, "2026-03-03");
        assertThat(status(live)).containsExactly(Status.PUBLISHED, Status.PUBLISHED, Status.MISSING);
        assertThat(status(v2)).containsExactly(Status.MISSING, Status.PUBLISHED, Status.PUBLISHED);

        Promoted promoted = live.promote("daily", "v2", "ada");

        assertThat(promoted.notes())
                .containsExactly("1 inputs have landed with main and not with v2: the next run lands them");
        assertThat(status(live)).containsExactly(Status.MISSING, Status.PUBLISHED, Status.PUBLISHED);
        assertThat(runDay(live, "2026-03-03").state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(runDay(live, "2026-03-01").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids("shop.daily")).containsExactly("1", "2", "3");
    }

    private static List<Status> status(Sluice sluice) {
        return sluice.windows("daily", Optional.of(TimeText.window("2026-03-01", DAYS))).stream()
                .limit(3)
                .map(Line::status)
                .toList();
    }

    @Test
    void whatCannotBePromotedLeavesEverythingAsItIs() throws IOException {
        refused("orders", "v2", ErrorCode.DEPLOYMENT_NOT_FOUND, "it has published nothing");
        refused("orders", "V2", ErrorCode.INVALID_DEPLOYMENT, "'V2'");
        arrives("inbox/a.csv", "id\n1\n");
        run(live);
        run(v2);
        refused("orders", "v3", ErrorCode.DEPLOYMENT_NOT_FOUND, "it has published nothing");

        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS.replace("shop.orders", "shop.all_orders"));
        try (Sluice other = Sluice.open(project(), LocalSpark.session())) {
            assertThatThrownBy(() -> other.promote("orders", "v2", "ada"))
                    .hasMessageContaining(
                            "orders@v2 has published to shop.orders__v2, and here it has shop.all_orders__v2");
        }

        live.catalog()
                .create(
                        TableName.parse("shop.orders__main__quarantine"),
                        new Schema(),
                        PartitionSpec.unpartitioned(),
                        Map.of());
        refused("orders", "v2", ErrorCode.PROMOTION_REFUSED, "there is another table of that name");
        assertThat(ids("shop.orders")).containsExactly("1");
        assertThat(live.ledger().promotions().open("orders")).isEmpty();
        assertThat(run(live).state()).isEqualTo(RunState.ALREADY_LANDED);
    }

    private void refused(String pipeline, String deployment, ErrorCode code, String message) {
        assertThatThrownBy(() -> live.promote(pipeline, deployment, "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
