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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.OverwriteFiles;
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

/** A window's rows are replaced in one snapshot, whatever the catalog's database loses. */
class ReplaceTest {
    private static final TableName EVENTS = new TableName("crm", "events");
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "window_start", Types.TimestampType.withZone()),
            Types.NestedField.optional(2, "id", Types.LongType.get()));
    private static final PartitionSpec BY_WINDOW =
            PartitionSpec.builderFor(SCHEMA).identity("window_start").build();
    private static final CommitPatience QUICK = new CommitPatience(4, Duration.ofMillis(1), Duration.ofMillis(5));
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    Path folder;

    static Stream<Arguments> everyFault() {
        List<Arguments> cases = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (Fault fault : Fault.values()) {
                for (int retries : new int[] {0, 4}) {
                    for (boolean other : new boolean[] {false, true}) {
                        cases.add(Arguments.of(pool, fault, retries, other));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} pool, {1}, {2} retries, other writer {3}")
    @MethodSource("everyFault")
    void theWindowIsReplacedOnceAndOtherRowsStay(Pool pool, Fault fault, int retries, boolean other) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(pool)) {
            create(clean, retries);
            Table table = faulty.find(EVENTS).orElseThrow();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());

            faults.breakOnce(fault, 0, () -> {
                if (other) {
                    append(clean.find(EVENTS).orElseThrow(), SECOND, "other", 5);
                }
            });
            new SnapshotCommit(table, "r1", QUICK)
                    .replace(
                            new ReplacedRows("window_start", FIRST, since),
                            List.of(file(table, FIRST, "corrected", 20)),
                            Map.of(),
                            () -> {});

            assertThat(faults.struck()).isTrue();
            assertThat(files(clean))
                    .isEqualTo(
                            other
                                    ? Map.of("corrected", 20L, "second", 7L, "other", 5L)
                                    : Map.of("corrected", 20L, "second", 7L));
        }
    }

    @Test
    void rowsThatWereAddedToTheWindowMeanwhileAreNotReplacedUnseen() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            append(catalog.find(EVENTS).orElseThrow(), FIRST, "late", 3);

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, since),
                                    List.of(file(table, FIRST, "corrected", 20)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L, "late", 3L));
        }
    }

    @Test
    void filesOfTheWindowThatWereCompactedMeanwhileAreReplaced() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            append(catalog.find(EVENTS).orElseThrow(), FIRST, "more", 2);
            table.refresh();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            compact(catalog.find(EVENTS).orElseThrow(), FIRST, "compacted", Map.of("first", 10L, "more", 2L));
            append(catalog.find(EVENTS).orElseThrow(), SECOND, "other", 5);

            new SnapshotCommit(table, "r1", QUICK)
                    .replace(
                            new ReplacedRows("window_start", FIRST, since),
                            List.of(file(table, FIRST, "corrected", 20)),
                            Map.of(),
                            () -> {});

            assertThat(files(catalog)).isEqualTo(Map.of("corrected", 20L, "second", 7L, "other", 5L));
        }
    }

    @Test
    void rowsThatWereAddedMeanwhileAreSeenAlsoOnceTheyAreCompacted() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            append(catalog.find(EVENTS).orElseThrow(), FIRST, "late", 3);
            compact(catalog.find(EVENTS).orElseThrow(), FIRST, "compacted", Map.of("first", 10L, "late", 3L));

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, since),
                                    List.of(file(table, FIRST, "corrected", 20)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));
            assertThat(files(catalog)).isEqualTo(Map.of("compacted", 13L, "second", 7L));
        }
    }

    @Test
    void rowsThatWereDeletedMeanwhileDoNotComeBackButThoseOfAnotherWindowMayGo() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());
            SnapshotCommit first = new SnapshotCommit(table, "r1", QUICK);
            delete(catalog.find(EVENTS).orElseThrow(), SECOND);
            first.replace(
                    new ReplacedRows("window_start", FIRST, since),
                    List.of(file(table, FIRST, "corrected", 20)),
                    Map.of(),
                    () -> {});
            assertThat(files(catalog)).isEqualTo(Map.of("corrected", 20L));

            long before = table.currentSnapshot().snapshotId();
            delete(catalog.find(EVENTS).orElseThrow(), FIRST);
            assertThatThrownBy(() -> new SnapshotCommit(table, "r2", QUICK)
                            .replace(
                                    new ReplacedRows("window_start", FIRST, OptionalLong.of(before)),
                                    List.of(file(table, FIRST, "again", 20)),
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
            Table table = catalog.find(EVENTS).orElseThrow();
            ReplacedRows first = new ReplacedRows(
                    "window_start",
                    FIRST,
                    OptionalLong.of(table.currentSnapshot().snapshotId()));
            new SnapshotCommit(catalog.find(EVENTS).orElseThrow(), "r1", QUICK)
                    .replace(first, List.of(), Map.of(), () -> {});

            assertThatThrownBy(() -> new SnapshotCommit(table, "r2", QUICK)
                            .replace(first, List.of(file(table, FIRST, "older", 20)), Map.of(), () -> {}))
                    .isInstanceOf(SluiceException.class);
            assertThat(files(catalog)).isEqualTo(Map.of("second", 7L));
        }
    }

    @Test
    void rowsOfAnotherWindowDoNotLandWithAWindow() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            ReplacedRows first = new ReplacedRows(
                    "window_start",
                    FIRST,
                    OptionalLong.of(table.currentSnapshot().snapshotId()));

            assertThatThrownBy(() -> new SnapshotCommit(table, "r1", QUICK)
                            .replace(
                                    first,
                                    List.of(file(table, FIRST, "own", 20), file(table, SECOND, "astray", 1)),
                                    Map.of(),
                                    () -> {}))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("do not match filter");
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L, "second", 7L));
        }
    }

    @Test
    void aWindowWithoutRowsIsReplacedByNoneAndLeavesASnapshot() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            Table table = catalog.find(EVENTS).orElseThrow();
            OptionalLong since = OptionalLong.of(table.currentSnapshot().snapshotId());

            long snapshot = new SnapshotCommit(table, "r1", QUICK)
                    .replace(new ReplacedRows("window_start", SECOND, since), List.of(), Map.of(), () -> {});

            assertThat(snapshot)
                    .isEqualTo(
                            catalog.find(EVENTS).orElseThrow().currentSnapshot().snapshotId());
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L));
        }
    }

    @Test
    void aPlainOverwriteOverIcebergsPoolLosesTheOthersRows() {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(Pool.STOCK)) {
            create(clean, 4);
            Table table = faulty.find(EVENTS).orElseThrow();
            OverwriteFiles plain = table.newOverwrite()
                    .overwriteByRowFilter(new ReplacedRows("window_start", FIRST, OptionalLong.empty()).filter())
                    .addFile(file(table, FIRST, "corrected", 20));

            faults.breakOnce(
                    Fault.REPLY_LOST, 0, () -> append(clean.find(EVENTS).orElseThrow(), SECOND, "other", 5));
            plain.commit();

            assertThat(files(clean)).isEqualTo(Map.of("corrected", 20L, "second", 7L));
        }
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table table = catalog.create(
                EVENTS,
                SCHEMA,
                BY_WINDOW,
                Map.of("commit.retry.num-retries", Integer.toString(retries), "commit.retry.min-wait-ms", "1"));
        append(table, FIRST, "first", 10);
        append(table, SECOND, "second", 7);
    }

    private static void append(Table table, Instant window, String name, long rows) {
        table.newAppend().appendFile(file(table, window, name, rows)).commit();
    }

    private static void delete(Table table, Instant window) {
        table.newDelete()
                .deleteFromRowFilter(new ReplacedRows("window_start", window, OptionalLong.empty()).filter())
                .commit();
    }

    private static void compact(Table table, Instant window, String name, Map<String, Long> rowsOf) {
        table.newRewrite()
                .rewriteFiles(
                        rowsOf.entrySet().stream()
                                .map(old -> file(table, window, old.getKey(), old.getValue()))
                                .collect(Collectors.toSet()),
                        Set.of(file(
                                table,
                                window,
                                name,
                                rowsOf.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())))
                .commit();
    }

    private static DataFile file(Table table, Instant window, String name, long rows) {
        PartitionData partition = new PartitionData(BY_WINDOW.partitionType());
        partition.set(0, window.getEpochSecond() * 1_000_000);
        return DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + name + ".parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .withPartition(partition)
                .build();
    }

    /** Rows by the names of the files that a reader would see. */
    private static Map<String, Long> files(ProjectCatalog catalog) {
        Table table = catalog.find(EVENTS).orElseThrow();
        Map<String, Long> files = new TreeMap<>();
        try (var tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> files.merge(
                    task.file().location().replaceAll(".*/|[.]parquet", ""),
                    task.file().recordCount(),
                    Long::sum));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }
}
