package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.FaultyCatalog;
import dev.sluice.spark.catalog.FaultyCatalog.Pool;
import dev.sluice.spark.catalog.PostgresProxy.Fault;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.faults.FaultTally;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A window's rows are replaced in one snapshot, whatever the catalog's database loses. */
class ReplaceTest {
    private static final EventTable TABLE = EventTable.byWindow();
    private static final FaultTally TALLY = new FaultTally("lost answers");
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    Path folder;

    @AfterAll
    static void tell() {
        TALLY.print();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.sluice.spark.commit.LostAnswer#cases")
    void theWindowIsReplacedOnceAndOtherRowsStay(LostAnswer answer) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(answer.pool())) {
            create(clean, answer.retries());
            Table table = EventTable.find(faulty);
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());

            faults.breakOnce(answer.fault(), 0, () -> {
                if (answer.other()) {
                    TABLE.append(EventTable.find(clean), SECOND, "other", 5);
                }
            });
            new SnapshotCommit(table, "r1", EventTable.QUICK)
                    .replace(
                            new ReplacedRows("window_start", FIRST, since),
                            List.of(TABLE.file(table, FIRST, "corrected", 20)),
                            Map.of(),
                            () -> {});

            assertThat(faults.struck()).isTrue();
            TALLY.with(
                    answer.other()
                            ? Map.of("corrected", 20L, "second", 7L, "other", 5L)
                            : Map.of("corrected", 20L, "second", 7L),
                    () -> EventTable.files(clean));
        }
    }

    @Test
    void rowsThatWereAddedToTheWindowMeanwhileAreNotReplacedUnseen() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            TABLE.append(EventTable.find(catalog), FIRST, "late", 3);

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", EventTable.QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, since),
                                    List.of(TABLE.file(table, FIRST, "corrected", 20)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L, "late", 3L));
        }
    }

    @Test
    void filesOfTheWindowThatWereCompactedMeanwhileAreReplaced() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            TABLE.append(EventTable.find(catalog), FIRST, "more", 2);
            table.refresh();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            TABLE.compact(EventTable.find(catalog), FIRST, "compacted", Map.of("first", 10L, "more", 2L));
            TABLE.append(EventTable.find(catalog), SECOND, "other", 5);

            new SnapshotCommit(table, "r1", EventTable.QUICK)
                    .replace(
                            new ReplacedRows("window_start", FIRST, since),
                            List.of(TABLE.file(table, FIRST, "corrected", 20)),
                            Map.of(),
                            () -> {});

            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("corrected", 20L, "second", 7L, "other", 5L));
        }
    }

    @Test
    void rowsThatWereAddedMeanwhileAreSeenAlsoOnceTheyAreCompacted() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            TABLE.append(EventTable.find(catalog), FIRST, "late", 3);
            TABLE.compact(EventTable.find(catalog), FIRST, "compacted", Map.of("first", 10L, "late", 3L));

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", EventTable.QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, since),
                                    List.of(TABLE.file(table, FIRST, "corrected", 20)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("compacted", 13L, "second", 7L));
        }
    }

    @Test
    void rowsThatWereDeletedMeanwhileDoNotComeBackButThoseOfAnotherWindowMayGo() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            SnapshotCommit first = new SnapshotCommit(table, "r1", EventTable.QUICK);
            delete(EventTable.find(catalog), SECOND);
            first.replace(
                    new ReplacedRows("window_start", FIRST, since),
                    List.of(TABLE.file(table, FIRST, "corrected", 20)),
                    Map.of(),
                    () -> {});
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("corrected", 20L));

            long before = table.currentSnapshot().snapshotId();
            delete(EventTable.find(catalog), FIRST);
            assertThatThrownBy(() -> new SnapshotCommit(table, "r2", EventTable.QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, OptionalLong.of(before)),
                                    List.of(TABLE.file(table, FIRST, "again", 20)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("has removed some of them meanwhile");
        }
    }

    @Test
    void aWindowThatAnotherRunEmptiedMeanwhileDoesNotComeBack() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            ReplacedRows first = new ReplacedRows(
                    "window_start",
                    FIRST,
                    OptionalLong.of(table.currentSnapshot().snapshotId()));
            new SnapshotCommit(EventTable.find(catalog), "r1", EventTable.QUICK)
                    .replace(first, List.of(), Map.of(), () -> {});

            assertThatThrownBy(() -> new SnapshotCommit(table, "r2", EventTable.QUICK)
                            .replace(first, List.of(TABLE.file(table, FIRST, "older", 20)), Map.of(), () -> {}))
                    .isInstanceOf(SluiceException.class);
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("second", 7L));
        }
    }

    @Test
    void rowsOfAnotherWindowDoNotLandWithAWindow() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            ReplacedRows first = new ReplacedRows(
                    "window_start",
                    FIRST,
                    OptionalLong.of(table.currentSnapshot().snapshotId()));

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", EventTable.QUICK)
                            .replace(
                                    first,
                                    List.of(
                                            TABLE.file(table, FIRST, "own", 20),
                                            TABLE.file(table, SECOND, "astray", 1)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("do not match filter");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L));
        }
    }

    @Test
    void aWindowWithoutRowsIsReplacedByNoneAndLeavesASnapshot() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());

            long snapshot = new SnapshotCommit(table, "r1", EventTable.QUICK)
                    .replace(new ReplacedRows("window_start", SECOND, since), List.of(), Map.of(), () -> {});

            assertThat(snapshot)
                    .isEqualTo(EventTable.find(catalog).currentSnapshot().snapshotId());
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L));
        }
    }

    @Test
    void aPlainOverwriteOverIcebergsPoolLosesTheOthersRows() {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(Pool.STOCK)) {
            create(clean, 4);
            Table table = EventTable.find(faulty);
            OverwriteFiles plain = table.newOverwrite()
                    .overwriteByRowFilter(new ReplacedRows("window_start", FIRST, OptionalLong.empty()).filter())
                    .addFile(TABLE.file(table, FIRST, "corrected", 20));

            faults.breakOnce(Fault.REPLY_LOST, 0, () -> TABLE.append(EventTable.find(clean), SECOND, "other", 5));
            plain.commit();

            assertThat(EventTable.files(clean)).isEqualTo(Map.of("corrected", 20L, "second", 7L));
            assertThat(faults.struck()).isTrue();
            TALLY.without(Map.of("corrected", 20L, "second", 7L, "other", 5L), () -> EventTable.files(clean));
        }
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table table = TABLE.create(catalog, retries);
        TABLE.append(table, FIRST, "first", 10);
        TABLE.append(table, SECOND, "second", 7);
    }

    private static void delete(Table table, Instant window) {
        table.newDelete()
                .deleteFromRowFilter(new ReplacedRows("window_start", window, OptionalLong.empty()).filter())
                .commit();
    }
}
