package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.FaultyCatalog;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.faults.FaultTally;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run is taken back in one snapshot, once, whatever the catalog's database loses and others do. */
class TakingBackTest {
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
    void theRunIsTakenBackOnceAndRowsOfOthersStay(LostAnswer answer) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(answer.pool())) {
            create(clean, answer.retries());
            append(clean, "r1", FIRST, "first", 10);
            replace(clean, "r2", FIRST, "second", 20);
            Table table = EventTable.find(faulty);

            faults.breakOnce(answer.fault(), 0, () -> {
                if (answer.other()) {
                    append(clean, "r3", SECOND, "other", 5);
                }
            });
            takeBack(table, "r2");

            assertThat(faults.struck()).isTrue();
            takeBack(table, "r2");
            TALLY.with(
                    answer.other() ? Map.of("first", 10L, "other", 5L) : Map.of("first", 10L),
                    () -> EventTable.files(clean));
        }
    }

    @Test
    void laterRowsOfOthersStayAndEachRunGoesAlone() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", SECOND, "second", 20);
            append(catalog, "r3", FIRST, "third", 30);

            takeBack(catalog, "r2");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L, "third", 30L));
            takeBack(catalog, "r1");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("third", 30L));
        }
    }

    @Test
    void aCompactionIsTakenBackWithTheRunUnlessOthersCameAfterIt() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", FIRST, "second", 20);
            TABLE.compact(EventTable.find(catalog), FIRST, "compacted", Map.of("first", 10L, "second", 20L));
            takeBack(catalog, "r2");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L));

            append(catalog, "r3", FIRST, "third", 30);
            TABLE.compact(EventTable.find(catalog), FIRST, "again", Map.of("first", 10L, "third", 30L));
            append(catalog, "r4", SECOND, "fourth", 40);

            assertThatThrownBy(() -> takeBack(catalog, "r3"))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                    .hasMessageContaining("compacted together with those of others: name --also r4");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("again", 40L, "fourth", 40L));
            takeBack(catalog, "r3", "r4");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L));
        }
    }

    @Test
    void aRunWhoseWindowWasReplacedSinceIsRefusedUnlessThatGoesToo() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            replace(catalog, "r2", FIRST, "second", 20);
            replace(catalog, "r3", FIRST, "third", 30);

            assertThatThrownBy(() -> takeBack(catalog, "r2"))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("name --also r3");
            takeBack(catalog, "r2", "r3");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L));
        }
    }

    @Test
    void aRunThatWasTakenBackSinceIsNoneOfTheOthers() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r0", FIRST, "zeroth", 1);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", FIRST, "second", 20);
            takeBack(catalog, "r2");
            TABLE.compact(EventTable.find(catalog), FIRST, "compacted", Map.of("zeroth", 1L, "first", 10L));

            takeBack(catalog, "r1");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("zeroth", 1L));
        }
    }

    @Test
    void rowsThatWereRemovedDoNotComeBackBesideThoseThatCameInTheirPlace() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r0", FIRST, "zeroth", 1);
            Table table = EventTable.find(catalog);
            replaceTable(table, "r1", List.of());
            replaceTable(table, "r2", List.of(TABLE.file(table, SECOND, "whole", 7)));

            assertThatThrownBy(() -> takeBack(table, false, "r1"))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                    .hasMessageContaining("came in their place: name --also r2");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("whole", 7L));
            takeBack(table, false, "r1", "r2");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("zeroth", 1L));
        }
    }

    @Test
    void aPartitionThatWasReplacedComesBackBesideOtherPartitionsOnly() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r0", FIRST, "zeroth", 1);
            Table table = EventTable.find(catalog);
            long ignored = new SnapshotCommit(table, "r1", EventTable.QUICK)
                    .replacePartitions(
                            since(table), List.of(TABLE.file(table, FIRST, "first", 10)), Map.of(), () -> {});
            append(catalog, "r2", SECOND, "second", 20);
            append(catalog, "r3", FIRST, "third", 30);

            assertThatThrownBy(() -> takeBack(table, false, "r1")).hasMessageContaining("name --also r3");
            takeBack(table, false, "r3");
            takeBack(table, false, "r1");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("zeroth", 1L, "second", 20L));
        }
    }

    @Test
    void rowsThatOthersDeletedInPlaceDoNotComeBack() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r0", FIRST, "zeroth", 1);
            append(catalog, "r1", FIRST, "first", 10);
            Table table = EventTable.find(catalog);
            DeleteFile deletes = FileMetadata.deleteFileBuilder(table.spec())
                    .ofPositionDeletes()
                    .withPath(table.location() + "/data/deletes.parquet")
                    .withFileSizeInBytes(10)
                    .withRecordCount(1)
                    .withPartition(TABLE.file(table, FIRST, "zeroth", 1).partition())
                    .build();
            table.newRowDelta().addDeletes(deletes).commit();
            table.newRewrite()
                    .validateFromSnapshot(table.currentSnapshot().snapshotId())
                    .rewriteFiles(
                            Set.of(TABLE.file(table, FIRST, "zeroth", 1), TABLE.file(table, FIRST, "first", 10)),
                            Set.of(deletes),
                            Set.of(TABLE.file(table, FIRST, "compacted", 10)),
                            Set.of())
                    .commit();

            assertThatThrownBy(() -> takeBack(catalog, "r1")).hasMessageContaining("is of somebody else");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("compacted", 10L));
        }
    }

    private static void replaceTable(Table table, String run, List<DataFile> files) {
        table.refresh();
        long ignored =
                new SnapshotCommit(table, run, EventTable.QUICK).replaceTable(since(table), files, Map.of(), () -> {});
    }

    private static OptionalLong since(Table table) {
        return OptionalLong.of(table.currentSnapshot().snapshotId());
    }

    @Test
    void aRunWhoseStateBeforeHasExpiredIsRefused() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", SECOND, "second", 20);
            Table table = EventTable.find(catalog);
            table.expireSnapshots()
                    .expireOlderThan(System.currentTimeMillis() + 1000)
                    .retainLast(1)
                    .cleanExpiredFiles(false)
                    .commit();

            assertThatThrownBy(() -> takeBack(catalog, "r2")).hasMessageContaining("has expired");
            assertThatThrownBy(() -> takeBack(catalog, "r1"))
                    .hasMessageContaining("no longer has the snapshot of run r1");
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L, "second", 20L));
        }
    }

    private static void takeBack(ProjectCatalog catalog, String... runs) {
        takeBack(EventTable.find(catalog), runs);
    }

    private static void takeBack(Table table, String... runs) {
        takeBack(table, true, runs);
    }

    private static void takeBack(Table table, boolean windows, String... runs) {
        long ignored = new SnapshotCommit(table, "rollback-" + runs[0], EventTable.QUICK)
                .takeBack(
                        () -> UndoneFiles.of(table, Set.of(runs), windows),
                        Map.of(TakingBack.TAKEN_BACK, String.join(",", runs)));
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table ignored = TABLE.create(catalog, retries);
    }

    private static void append(ProjectCatalog catalog, String run, Instant window, String name, long rows) {
        Table table = EventTable.find(catalog);
        long ignored = new SnapshotCommit(table, run, EventTable.QUICK)
                .append(List.of(TABLE.file(table, window, name, rows)), Map.of(), () -> {});
    }

    private static void replace(ProjectCatalog catalog, String run, Instant window, String name, long rows) {
        Table table = EventTable.find(catalog);
        long ignored = new SnapshotCommit(table, run, EventTable.QUICK)
                .replace(
                        new ReplacedRows(
                                "window_start",
                                window,
                                OptionalLong.of(table.currentSnapshot().snapshotId())),
                        List.of(TABLE.file(table, window, name, rows)),
                        Map.of(),
                        () -> {});
    }
}
