package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.commit.Summary;
import dev.sluice.spark.faults.FaultTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** At some step of a run its ledger is out of reach, or its worker stands still, for longer than a lease lasts. */
class LedgerOutageTest {
    private static final FaultTally TALLY = new FaultTally("ledger outage");
    private static final int ROWS = 20;

    @TempDir
    Path folder;

    private enum Fault {
        /** No call reaches the ledger any more. */
        LEDGER_DOWN,
        /** The next call is carried out, but nobody hears of it, and no other one reaches the ledger. */
        ANSWER_LOST,
        /** Another worker takes over, and this one goes on as if nothing had happened. */
        WORKER_STOPPED
    }

    /** @param step of the run, as its listener hears of it, or of its publication */
    private record Moment(String side, String step) {
        /** Those in which the ledger is asked who died, asked for a batch, and asked for nothing. */
        static final List<Moment> OF_RUN =
                List.of(new Moment("at", "recover"), new Moment("at", "list"), new Moment("at", "read"));

        static List<Moment> all() {
            List<Moment> all = new ArrayList<>(OF_RUN);
            for (CommitStep step : CommitStep.publishing()) {
                all.add(new Moment("before", step.name()));
                all.add(new Moment("after", step.name()));
            }
            return all;
        }
    }

    @AfterAll
    static void tell() {
        TALLY.print();
    }

    /** The short form takes each fault once, where it matters. */
    static Stream<Arguments> everyFault() {
        if (!LongTests.wanted()) {
            return Stream.of(
                    Arguments.of(Fault.WORKER_STOPPED, new Moment("before", "LEDGER_PREPARED"), false),
                    Arguments.of(Fault.ANSWER_LOST, new Moment("before", "LEDGER_PREPARED"), true),
                    Arguments.of(Fault.LEDGER_DOWN, new Moment("after", "COMMIT_QUARANTINE"), true));
        }
        return Stream.of(Fault.values())
                .flatMap(fault -> Moment.all().stream()
                        .flatMap(moment -> Stream.of(true, false).map(more -> Arguments.of(fault, moment, more))));
    }

    @ParameterizedTest(name = "{0} {1}, more files {2}")
    @MethodSource("everyFault")
    void rowsLandOnceAndWhoHasLostTheLeasePublishesNothing(Fault fault, Moment moment, boolean more) throws Exception {
        project(folder);
        arrives(folder, 1);
        Throwable end;
        try (Ledger real = ledger(folder)) {
            FaultyLedger faulty = new FaultyLedger(real);
            end = catchThrowable(() -> run(folder, faulty.ledger(), moment, () -> {
                switch (fault) {
                    case LEDGER_DOWN -> faulty.goDown();
                    case ANSWER_LOST -> faulty.goDownWithTheNextAnswer();
                    case WORKER_STOPPED -> takeOver(folder);
                }
            }));
        }
        if (more) {
            arrives(folder, 2);
        }
        takeOver(folder);

        if (end != null) {
            assertThat(end)
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(code(fault)));
        }
        TALLY.with(due(more ? 2 : 1), () -> found(folder));
        assertThat(stalePublications()).isZero();
        try (Sluice sluice = open(folder)) {
            assertThat(sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT)
                            .state())
                    .isEqualTo(RunState.ALREADY_LANDED);
        }
    }

    private static ErrorCode code(Fault fault) {
        return fault == Fault.WORKER_STOPPED ? ErrorCode.LEASE_LOST : ErrorCode.LEDGER_UNREACHABLE;
    }

    /** The protection off: nobody asks whether the lease is still his. */
    @Test
    void withoutLeasesAWorkerThatStoodStillLandsItsRowsBesideThoseOfTheOther() throws Exception {
        List<Moment> moments = LongTests.wanted() ? Moment.all() : List.of(new Moment("before", "LEDGER_PREPARED"));
        for (Moment moment : moments) {
            Path own = Files.createDirectory(folder.resolve(moment.side() + moment.step()));
            project(own);
            arrives(own, 1);
            try (Ledger real = ledger(own)) {
                Throwable ignored =
                        catchThrowable(() -> run(own, FaultyLedger.unguarded(real), moment, () -> takeOver(own)));
            }
            TALLY.without(due(1), () -> found(own));
        }
        TALLY.assertFailedWithout();
    }

    private static void project(Path folder) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target: {table: shop.orders, columns: {id: {type: long, required: true}, day: date}}
                """);
    }

    /** The first row of each file is bad. */
    private static void arrives(Path folder, int file) throws IOException {
        StringBuilder text = new StringBuilder("id,day\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(file * 100 + row).append(row == 0 ? ",someday\n" : ",2031-01-01\n");
        }
        Files.writeString(folder.resolve("inbox/" + file + ".csv"), text);
    }

    private static Map<String, Long> due(int files) {
        Map<String, Long> due = new TreeMap<>();
        for (int file = 1; file <= files; file++) {
            int first = file * 100;
            due.put("bad " + first, 1L);
            IntStream.range(first + 1, first + ROWS).forEach(id -> due.put("good " + id, 1L));
        }
        return due;
    }

    private static Map<String, Long> found(Path folder) {
        Map<String, Long> found = new TreeMap<>();
        try (Sluice sluice = open(folder)) {
            List<Row> rows = new ArrayList<>(
                    sluice.query("select concat('good ', id) from shop.orders").collectAsList());
            rows.addAll(sluice.quarantine("orders", QuarantineFilter.ALL)
                    .selectExpr("concat('bad ', substring_index(raw, ',', 1))")
                    .collectAsList());
            rows.forEach(row -> found.merge(row.getString(0), 1L, Long::sum));
        }
        return found;
    }

    /** Snapshots of runs that the ledger does not have as published. */
    private long stalePublications() {
        long stale = 0;
        try (Sluice sluice = open(folder);
                Ledger ledger = ledger(folder)) {
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(
                    sluice.catalog().find(new TableName("shop", "orders")).orElseThrow())) {
                RunRecord run =
                        ledger.run(snapshot.summary().get(Summary.RUN_ID)).orElseThrow();
                stale += run.state() == RunState.PUBLISHED ? 0 : 1;
            }
        }
        return stale;
    }

    /** What happens while the ledger or the worker is away: leases run out, and another worker runs the pipeline. */
    private static void takeOver(Path folder) {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/ledger.db"));
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate("UPDATE run SET lease_until = 0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Sluice sluice = open(folder)) {
            assertThat(sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT)
                            .state())
                    .isIn(RunState.PUBLISHED, RunState.ALREADY_LANDED);
        }
    }

    private static void run(Path folder, Ledger ledger, Moment moment, Runnable strike) {
        Project project = project(folder, List.of());
        ProjectSpec spec = project.spec().resolve(project.secrets()::resolve);
        Strike once = new Strike(moment, strike);
        try (ProjectCatalog catalog =
                ProjectCatalog.open(spec, LocalSpark.session().sparkContext().hadoopConfiguration())) {
            Engine engine = new Engine(
                    spec,
                    LocalSpark.session(),
                    ledger,
                    catalog,
                    Clock.systemUTC(),
                    new Random(),
                    once,
                    Optional.empty());
            RunState ignored = new PipelineRun(engine, project.pipeline("orders"), RunOptions.DEFAULT, once)
                    .run()
                    .state();
        } finally {
            assertThat(once.struck).as("struck").isTrue();
        }
    }

    private static final class Strike implements CommitObserver, RunListener {
        private final Moment moment;
        private final Runnable strike;
        private boolean struck;

        Strike(Moment moment, Runnable strike) {
            this.moment = moment;
            this.strike = strike;
        }

        @Override
        public void before(CommitStep step) {
            at("before", step.name());
        }

        @Override
        public void after(CommitStep step) {
            at("after", step.name());
        }

        @Override
        public void step(String name, String detail) {
            at("at", name.toLowerCase(Locale.ROOT));
        }

        @Override
        public void progress(int tasksDone, int tasksTotal, long recordsRead) {}

        private void at(String side, String step) {
            if (!struck && moment.equals(new Moment(side, step))) {
                struck = true;
                strike.run();
            }
        }
    }

    private static Ledger ledger(Path folder) {
        return SqliteLedger.open("jdbc:sqlite:" + folder.resolve(".sluice/ledger.db"));
    }

    private static Project project(Path folder, List<String> set) {
        return Project.open(folder, Optional.empty(), set, Map.of());
    }

    private static Sluice open(Path folder) {
        return Sluice.open(project(folder, List.of()), LocalSpark.session());
    }
}
