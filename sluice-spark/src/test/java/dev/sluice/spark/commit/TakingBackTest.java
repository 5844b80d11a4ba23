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

/** A run is taken back in one snapshot, once, whatever the catalog's database loses and others do. */
class TakingBackTest {
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
    void theRunIsTakenBackOnceAndRowsOfOthersStay(Pool pool, Fault fault, int retries, boolean other) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = faults.open(pool)) {
            create(clean, retries);
            append(clean, "r1", FIRST, "first", 10);
            replace(clean, "r2", FIRST, "second", 20);
            Table table = faulty.find(EVENTS).orElseThrow();

            faults.breakOnce(fault, 0, () -> {
                if (other) {
                    append(clean, "r3", SECOND, "other", 5);
                }
            });
            takeBack(table, "r2");

            assertThat(faults.struck()).isTrue();
            takeBack(table, "r2");
            assertThat(files(clean)).isEqualTo(other ? Map.of("first", 10L, "other", 5L) : Map.of("first", 10L));
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
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L, "third", 30L));
            takeBack(catalog, "r1");
            assertThat(files(catalog)).isEqualTo(Map.of("third", 30L));
        }
    }

    @Test
    void aCompactionIsTakenBackWithTheRunUnlessOthersCameAfterIt() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", FIRST, "second", 20);
            compact(catalog, FIRST, "compacted", Map.of("first", 10L, "second", 20L));
            takeBack(catalog, "r2");
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L));

            append(catalog, "r3", FIRST, "third", 30);
            compact(catalog, FIRST, "again", Map.of("first", 10L, "third", 30L));
            append(catalog, "r4", SECOND, "fourth", 40);

            assertThatThrownBy(() -> takeBack(catalog, "r3"))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                    .hasMessageContaining("compacted together with those of others: name --also r4");
            assertThat(files(catalog)).isEqualTo(Map.of("again", 40L, "fourth", 40L));
            takeBack(catalog, "r3", "r4");
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L));
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
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L));
        }
    }

    @Test
    void aRunWhoseStateBeforeHasExpiredIsRefused() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, 4);
            append(catalog, "r1", FIRST, "first", 10);
            append(catalog, "r2", SECOND, "second", 20);
            Table table = catalog.find(EVENTS).orElseThrow();
            table.expireSnapshots()
                    .expireOlderThan(System.currentTimeMillis() + 1000)
                    .retainLast(1)
                    .cleanExpiredFiles(false)
                    .commit();

            assertThatThrownBy(() -> takeBack(catalog, "r2")).hasMessageContaining("has expired");
            assertThatThrownBy(() -> takeBack(catalog, "r1"))
                    .hasMessageContaining("no longer has the snapshot of run r1");
            assertThat(files(catalog)).isEqualTo(Map.of("first", 10L, "second", 20L));
        }
    }

    private static void takeBack(ProjectCatalog catalog, String... runs) {
        takeBack(catalog.find(EVENTS).orElseThrow(), runs);
    }

    private static void takeBack(Table table, String... runs) {
        long ignored = new SnapshotCommit(table, "rollback-" + runs[0], QUICK)
                .takeBack(() -> UndoneFiles.of(table, Set.of(runs)), Map.of());
    }

    private static void create(ProjectCatalog catalog, int retries) {
        Table ignored = catalog.create(
                EVENTS,
                SCHEMA,
                BY_WINDOW,
                Map.of("commit.retry.num-retries", Integer.toString(retries), "commit.retry.min-wait-ms", "1"));
    }

    private static void append(ProjectCatalog catalog, String run, Instant window, String name, long rows) {
        Table table = catalog.find(EVENTS).orElseThrow();
        long ignored = new SnapshotCommit(table, run, QUICK)
                .append(List.of(file(table, window, name, rows)), Map.of(), () -> {});
    }

    private static void replace(ProjectCatalog catalog, String run, Instant window, String name, long rows) {
        Table table = catalog.find(EVENTS).orElseThrow();
        long ignored = new SnapshotCommit(table, run, QUICK)
                .replace(
                        new ReplacedRows(
                                "window_start",
                                window,
                                OptionalLong.of(table.currentSnapshot().snapshotId())),
                        List.of(file(table, window, name, rows)),
                        Map.of(),
                        () -> {});
    }

    private static void compact(ProjectCatalog catalog, Instant window, String name, Map<String, Long> rowsOf) {
        Table table = catalog.find(EVENTS).orElseThrow();
        long rows = rowsOf.values().stream().mapToLong(Long::longValue).sum();
        table.newRewrite()
                .rewriteFiles(
                        rowsOf.entrySet().stream()
                                .map(old -> file(table, window, old.getKey(), old.getValue()))
                                .collect(Collectors.toSet()),
                        Set.of(file(table, window, name, rows)))
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
