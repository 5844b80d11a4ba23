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
import dev.sluice.spark.commit.Merger.Rewritten;
import dev.sluice.spark.faults.FaultTally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table, partitions or files are replaced in one snapshot, whatever the catalog's database loses. */
class OverwriteTest {
    private static final EventTable TABLE = EventTable.byDay();
    private static final FaultTally TALLY = new FaultTally("lost answers");

    @TempDir
    Path folder;

    @AfterAll
    static void tell() {
        TALLY.print();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.sluice.spark.commit.LostAnswer#alone")
    void theTableIsReplacedOnce(LostAnswer answer) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(answer.pool())) {
            create(clean, answer.retries());
            Table table = EventTable.find(faulty);
            OptionalLong since = snapshot(table);

            faults.breakOnce(answer.fault(), 0, () -> {});
            commit(table, "r1").replaceTable(since, List.of(TABLE.file(table, 9, "new", 3)), Map.of(), () -> {});
            commit(table, "r1").replaceTable(since, List.of(TABLE.file(table, 9, "new", 3)), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            TALLY.with(Map.of("new", 3L), () -> EventTable.files(clean));
            assertThat(table.history()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.sluice.spark.commit.LostAnswer#cases")
    void partitionsAreReplacedOnceAndWhatOthersBringToOtherOnesStays(LostAnswer answer) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(answer.pool())) {
            create(clean, answer.retries());
            Table table = EventTable.find(faulty);
            OptionalLong since = snapshot(table);

            faults.breakOnce(answer.fault(), 0, () -> {
                if (answer.other()) {
                    TABLE.append(EventTable.find(clean), 2, "other", 5);
                }
            });
            commit(table, "r1").replacePartitions(since, List.of(TABLE.file(table, 1, "new", 3)), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            TALLY.with(
                    answer.other() ? Map.of("new", 3L, "second", 7L, "other", 5L) : Map.of("new", 3L, "second", 7L),
                    () -> EventTable.files(clean));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.sluice.spark.commit.LostAnswer#cases")
    void filesAreRewrittenOnceAndAnewWhereOthersWereQuicker(LostAnswer answer) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(answer.pool())) {
            create(clean, answer.retries());
            Table table = EventTable.find(faulty);
            List<Long> bases = new ArrayList<>();

            faults.breakOnce(answer.fault(), 0, () -> {
                if (answer.other()) {
                    TABLE.append(EventTable.find(clean), 1, "other", 5);
                }
            });
            commit(table, "r1").rewrite(() -> merged(table, bases), Optional.empty(), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            // What the other has brought is there once, merged or beside what was merged, as whoever came first.
            TALLY.with(
                    Map.of("all", answer.other() ? 22L : 17L),
                    () -> Map.of(
                            "all",
                            EventTable.files(clean).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()));
            assertThat(EventTable.files(clean)).containsKey("merged-" + bases.get(bases.size() - 1));
        }
    }

    @Test
    void rowsThatSomebodyHasBroughtSinceAreNotReplacedUnseen() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = snapshot(table);
            TABLE.append(EventTable.find(catalog), 1, "late", 3);
            Map<String, Long> before = EventTable.files(catalog);

            refused(() -> commit(table, "r1").replaceTable(since, List.of(), Map.of(), () -> {}));
            refused(() -> commit(table, "r2")
                    .replacePartitions(since, List.of(TABLE.file(table, 1, "new", 3)), Map.of(), () -> {}));
            refused(() ->
                    commit(table, "r3").append(List.of(TABLE.file(table, 1, "new", 3)), since, Map.of(), () -> {}));
            for (OptionalLong base : List.of(since, OptionalLong.empty())) {
                Optional<MergedRows.Base> unchangedSince = Optional.of(new MergedRows.Base(base));
                refused(() -> commit(table, "r4")
                        .rewrite(() -> merged(table, new ArrayList<>()), unchangedSince, Map.of(), () -> {}));
            }

            assertThat(EventTable.files(catalog)).isEqualTo(before);
        }
    }

    @Test
    void aTableThatAnotherRunHasEmptiedIsNotFilledWithAnOlderBatch() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = snapshot(table);
            commit(EventTable.find(catalog), "r2").replaceTable(since, List.of(), Map.of(), () -> {});

            assertThatThrownBy(() -> commit(table, "r1")
                            .replaceTable(since, List.of(TABLE.file(table, 1, "old", 3)), Map.of(), () -> {}))
                    .hasMessageContaining("run r2 has changed it");
            assertThat(EventTable.files(catalog)).isEmpty();
        }
    }

    @Test
    void aRunThatHadNoRowsIsNoChange() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = snapshot(table);
            commit(EventTable.find(catalog), "r2").append(List.of(), Map.of(), () -> {});

            commit(table, "r1").replaceTable(since, List.of(TABLE.file(table, 1, "new", 3)), Map.of(), () -> {});

            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("new", 3L));
        }
    }

    @Test
    void compactionSinceThenIsNoChange() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            OptionalLong since = snapshot(table);
            Table other = EventTable.find(catalog);
            // Planned once: the next plan may give the files in another order.
            DataFile old = EventTable.planned(other).get(0);
            other.newRewrite()
                    .deleteFile(old)
                    .addFile(TABLE.file(other, partition(old), "compact", old.recordCount()))
                    .commit();

            commit(table, "r1").replacePartitions(since, List.of(TABLE.file(table, 1, "new", 3)), Map.of(), () -> {});

            assertThat(EventTable.files(catalog)).containsEntry("new", 3L).hasSize(2);
        }
    }

    @Test
    void withoutTheLookAtWhatOthersDidAMergeLeavesTheirRowsBesideItsOwn() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            Rewritten outdated = merged(table, new ArrayList<>());
            TABLE.append(EventTable.find(catalog), 1, "other", 5);

            var plain = table.newOverwrite();
            outdated.removed().forEach(plain::deleteFile);
            outdated.added().forEach(plain::addFile);
            plain.commit();

            assertThat(EventTable.files(catalog)).hasSize(2).containsEntry("other", 5L);
        }
    }

    @Test
    void aPlainReplacementOfPartitionsOverIcebergsPoolLosesTheOthersRows() {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                ProjectCatalog faulty = faults.open(Pool.STOCK)) {
            create(clean, 4);
            Table table = EventTable.find(faulty);
            var plain = table.newReplacePartitions().addFile(TABLE.file(table, 1, "new", 3));

            faults.breakOnce(Fault.REPLY_LOST, 0, () -> TABLE.append(EventTable.find(clean), 2, "other", 5));
            plain.commit();

            assertThat(EventTable.files(clean)).isEqualTo(Map.of("new", 3L, "second", 7L));
            assertThat(faults.struck()).isTrue();
            TALLY.without(Map.of("new", 3L, "second", 7L, "other", 5L), () -> EventTable.files(clean));
        }
    }

    @Test
    void partitionsOfATableWithOlderPartitioningsAreNotReplaced() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = EventTable.find(catalog);
            table.updateSpec().addField("id").commit();
            table.refresh();
            OptionalLong since = snapshot(table);
            PartitionData partition = new PartitionData(table.spec().partitionType());
            partition.set(0, 1);
            partition.set(1, 5L);
            DataFile file = file(table, partition, "new", 3);

            refused(() -> commit(table, "r1").replacePartitions(since, List.of(file), Map.of(), () -> {}));
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L));

            // As the message asks.
            rewriteInto(EventTable.find(catalog), partition);
            commit(table, "r2").replacePartitions(since, List.of(file), Map.of(), () -> {});
            assertThat(EventTable.files(catalog)).isEqualTo(Map.of("new", 3L));
        }
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CHANGED));
    }

    /** All rows of the table in one file. */
    private static Rewritten merged(Table table, List<Long> bases) {
        long base = snapshot(table).getAsLong();
        bases.add(base);
        List<DataFile> files = EventTable.planned(table);
        long rows = files.stream().mapToLong(DataFile::recordCount).sum();
        return new Rewritten(
                OptionalLong.of(base),
                files,
                List.of(TABLE.file(table, 1, "merged-" + base, rows)),
                Map.of("told", "yes"));
    }

    /** All rows of the table in one file of its newest partitioning. */
    private static void rewriteInto(Table table, PartitionData partition) {
        var rewrite = table.newRewrite();
        List<DataFile> old = EventTable.planned(table);
        old.forEach(rewrite::deleteFile);
        long rows = old.stream().mapToLong(DataFile::recordCount).sum();
        rewrite.addFile(file(table, partition, "rewritten", rows)).commit();
    }

    private static DataFile file(Table table, PartitionData partition, String name, long rows) {
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + name + ".parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .withPartition(partition)
                .build();
    }

    private static int partition(DataFile file) {
        return file.partition().get(0, Integer.class);
    }

    private static SnapshotCommit commit(Table table, String runId) {
        return new SnapshotCommit(table, runId, EventTable.QUICK);
    }

    private static OptionalLong snapshot(Table table) {
        return OptionalLong.of(table.currentSnapshot().snapshotId());
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table table = TABLE.create(catalog, retries);
        TABLE.append(table, 1, "first", 10);
        TABLE.append(table, 2, "second", 7);
    }
}
