package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.FaultyCatalog;
import dev.sluice.spark.catalog.FaultyCatalog.Fault;
import dev.sluice.spark.catalog.FaultyCatalog.Pool;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.Merger.Rewritten;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table, partitions or files are replaced in one snapshot, whatever the catalog's database loses. */
class OverwriteTest {
    private static final TableName EVENTS = new TableName("crm", "events");
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "day", Types.IntegerType.get()),
            Types.NestedField.optional(2, "id", Types.LongType.get()));
    private static final PartitionSpec BY_DAY =
            PartitionSpec.builderFor(SCHEMA).identity("day").build();
    private static final CommitPatience QUICK = new CommitPatience(4, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    Path folder;

    static Stream<Arguments> everyFault() {
        List<Arguments> cases = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (Fault fault : Fault.values()) {
                for (int retries : new int[] {0, 4}) {
                    cases.add(Arguments.of(pool, fault, retries));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} pool, {1}, {2} retries")
    @MethodSource("everyFault")
    void theTableIsReplacedOnce(Pool pool, Fault fault, int retries) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(pool)) {
            create(clean, retries);
            Table table = faulty.find(EVENTS).orElseThrow();
            OptionalLong since = snapshot(table);

            faults.breakOnce(fault, 0, () -> {});
            commit(table, "r1").replaceTable(since, List.of(file(table, 9, "new", 3)), Map.of(), () -> {});
            commit(table, "r1").replaceTable(since, List.of(file(table, 9, "new", 3)), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            assertThat(files(clean)).isEqualTo(Map.of("new", 3L));
            assertThat(table.history()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "{0} pool, {1}, {2} retries")
    @MethodSource("everyFault")
    void partitionsAreReplacedOnceAndWhatOthersBringToOtherOnesStays(Pool pool, Fault fault, int retries) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(pool)) {
            create(clean, retries);
            Table table = faulty.find(EVENTS).orElseThrow();
            OptionalLong since = snapshot(table);

            faults.breakOnce(fault, 0, () -> append(clean.find(EVENTS).orElseThrow(), 2, "other", 5));
            commit(table, "r1").replacePartitions(since, List.of(file(table, 1, "new", 3)), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            assertThat(files(clean)).isEqualTo(Map.of("new", 3L, "second", 7L, "other", 5L));
        }
    }

    @ParameterizedTest(name = "{0} pool, {1}, {2} retries")
    @MethodSource("everyFault")
    void filesAreRewrittenOnceAndAnewWhereOthersWereQuicker(Pool pool, Fault fault, int retries) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(pool)) {
            create(clean, retries);
            Table table = faulty.find(EVENTS).orElseThrow();
            List<Long> bases = new ArrayList<>();

            faults.breakOnce(fault, 0, () -> append(clean.find(EVENTS).orElseThrow(), 1, "other", 5));
            commit(table, "r1").rewrite(() -> merged(table, bases), OptionalLong.empty(), Map.of(), () -> {});

            assertThat(faults.struck()).isTrue();
            // What the other has brought is there once, merged or beside what was merged, as whoever came first.
            assertThat(files(clean).values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(22);
            assertThat(files(clean)).containsKey("merged-" + bases.get(bases.size() - 1));
        }
    }

    @Test
    void rowsThatSomebodyHasBroughtSinceAreNotReplacedUnseen() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = snapshot(table);
            append(catalog.find(EVENTS).orElseThrow(), 1, "late", 3);
            Map<String, Long> before = files(catalog);

            refused(() -> commit(table, "r1").replaceTable(since, List.of(), Map.of(), () -> {}));
            refused(() -> commit(table, "r2")
                    .replacePartitions(since, List.of(file(table, 1, "new", 3)), Map.of(), () -> {}));
            refused(() -> commit(table, "r3").append(List.of(file(table, 1, "new", 3)), since, Map.of(), () -> {}));
            refused(() ->
                    commit(table, "r4").rewrite(() -> merged(table, new ArrayList<>()), since, Map.of(), () -> {}));

            assertThat(files(catalog)).isEqualTo(before);
        }
    }

    @Test
    void aTableThatAnotherRunHasEmptiedIsNotFilledWithAnOlderBatch() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = snapshot(table);
            commit(catalog.find(EVENTS).orElseThrow(), "r2").replaceTable(since, List.of(), Map.of(), () -> {});

            assertThatThrownBy(() -> commit(table, "r1")
                            .replaceTable(since, List.of(file(table, 1, "old", 3)), Map.of(), () -> {}))
                    .hasMessageContaining("run r2 has changed it");
            assertThat(files(catalog)).isEmpty();
        }
    }

    @Test
    void compactionSinceThenIsNoChange() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = snapshot(table);
            Table other = catalog.find(EVENTS).orElseThrow();
            // Planned once: the next plan may give the files in another order.
            DataFile old = planned(other).get(0);
            other.newRewrite()
                    .deleteFile(old)
                    .addFile(file(other, partition(old), "compact", old.recordCount()))
                    .commit();

            commit(table, "r1").replacePartitions(since, List.of(file(table, 1, "new", 3)), Map.of(), () -> {});

            assertThat(files(catalog)).containsEntry("new", 3L).hasSize(2);
        }
    }

    @Test
    void withoutTheLookAtWhatOthersDidAMergeLeavesTheirRowsBesideItsOwn() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            Rewritten outdated = merged(table, new ArrayList<>());
            append(catalog.find(EVENTS).orElseThrow(), 1, "other", 5);

            var plain = table.newOverwrite();
            outdated.removed().forEach(plain::deleteFile);
            outdated.added().forEach(plain::addFile);
            plain.commit();

            assertThat(files(catalog)).hasSize(2).containsEntry("other", 5L);
        }
    }

    @Test
    void aPlainReplacementOfPartitionsOverIcebergsPoolLosesTheOthersRows() {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(Pool.STOCK)) {
            create(clean, 4);
            Table table = faulty.find(EVENTS).orElseThrow();
            var plain = table.newReplacePartitions().addFile(file(table, 1, "new", 3));

            faults.breakOnce(
                    Fault.REPLY_LOST, 0, () -> append(clean.find(EVENTS).orElseThrow(), 2, "other", 5));
            plain.commit();

            assertThat(files(clean)).isEqualTo(Map.of("new", 3L, "second", 7L));
        }
    }

    @Test
    void partitionsOfATableWithOlderPartitioningsAreNotReplaced() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            table.updateSpec().addField("id").commit();
            table.refresh();
            OptionalLong since = snapshot(table);
            PartitionData partition = new PartitionData(table.spec().partitionType());
            partition.set(0, 1);
            partition.set(1, 5L);
            DataFile file = DataFiles.builder(table.spec())
                    .withPath(table.location() + "/data/new.parquet")
                    .withFileSizeInBytes(100)
                    .withRecordCount(3)
                    .withPartition(partition)
                    .build();

            refused(() -> commit(table, "r1").replacePartitions(since, List.of(file), Map.of(), () -> {}));
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L));
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
        List<DataFile> files = planned(table);
        long rows = files.stream().mapToLong(DataFile::recordCount).sum();
        return new Rewritten(
                OptionalLong.of(base), files, List.of(file(table, 1, "merged-" + base, rows)), Map.of("told", "yes"));
    }

    private static int partition(DataFile file) {
        return file.partition().get(0, Integer.class);
    }

    private static List<DataFile> planned(Table table) {
        List<DataFile> files = new ArrayList<>();
        try (var tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                files.add(task.file());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }

    private static SnapshotCommit commit(Table table, String runId) {
        return new SnapshotCommit(table, runId, QUICK);
    }

    private static OptionalLong snapshot(Table table) {
        return OptionalLong.of(table.currentSnapshot().snapshotId());
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table table = catalog.create(
                EVENTS,
                SCHEMA,
                BY_DAY,
                Map.of("commit.retry.num-retries", Integer.toString(retries), "commit.retry.min-wait-ms", "1"));
        append(table, 1, "first", 10);
        append(table, 2, "second", 7);
    }

    private static void append(Table table, int day, String name, long rows) {
        table.newAppend().appendFile(file(table, day, name, rows)).commit();
    }

    private static DataFile file(Table table, int day, String name, long rows) {
        PartitionData partition = new PartitionData(BY_DAY.partitionType());
        partition.set(0, day);
        return DataFiles.builder(BY_DAY)
                .withPath(table.location() + "/data/" + name + ".parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .withPartition(partition)
                .build();
    }

    /** Rows by the names of the files that a reader would see. */
    private static Map<String, Long> files(ProjectCatalog catalog) {
        Map<String, Long> files = new TreeMap<>();
        planned(catalog.find(EVENTS).orElseThrow())
                .forEach(file ->
                        files.merge(file.location().replaceAll(".*/|[.]parquet", ""), file.recordCount(), Long::sum));
        return files;
    }
}
