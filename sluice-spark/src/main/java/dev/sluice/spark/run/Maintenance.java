package dev.sluice.spark.run;

import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.sink.JobFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Takes care of a pipeline's tables, beside runs that go on and runs that are held: their files, and the snapshots by which
 * they see what others did, stay.
 *
 * @param keep how far back tables can be read, and runs be taken back
 */
record Maintenance(Engine engine, PipelineSpec spec, RunListener listener, Duration keep) {
    /** Clocks of machines differ, and a run looks at its table before the ledger knows of it. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    /** A file that nobody knows is removed this long after its run ended, at the earliest. */
    private static final Duration ORPHANED = Duration.ofDays(3);

    private static final Pattern RUN_ID = Pattern.compile("\\d{8}-\\d{6}-\\d{3}-[a-z0-9]{5}");

    /** Runs that have ended; of a published one, losing attempts of its tasks may have left files. */
    private static final Set<RunState> ENDED =
            Set.of(RunState.PUBLISHED, RunState.DISCARDED, RunState.FAILED, RunState.ROLLED_BACK);

    /** Of the target: its last commit when it was maintained last. */
    private static final String MAINTAINED = "sluice.maintained-at-sequence-number";

    /**
     * Maintains the tables if the target has got so many commits since that the pipeline asks for it. What fails is left to
     * the next run.
     *
     * @return warnings
     */
    static List<String> whenDue(Engine engine, PipelineSpec spec, RunListener listener) {
        Maintenance maintenance =
                new Maintenance(engine, spec, listener, spec.care().keep());
        try {
            if (maintenance.isDue()) {
                List<MaintainedTable> ignored = maintenance.run();
            }
            return List.of();
        } catch (Throwable e) {
            // The run has published: not even an error of Spark's may hide that.
            return List.of("the tables were not maintained: "
                    + JobFailure.of(e).problems().get(0).message());
        }
    }

    private boolean isDue() {
        OptionalLong after = spec.care().after();
        return after.isPresent()
                && engine.catalog()
                        .find(spec.target().table())
                        .filter(table -> commits(table) >= after.getAsLong())
                        .isPresent();
    }

    /** Since the table was maintained. */
    private static long commits(Table table) {
        return lastCommit(table) - Long.parseLong(table.properties().getOrDefault(MAINTAINED, "0"));
    }

    private static long lastCommit(Table table) {
        return table.currentSnapshot() == null ? 0 : table.currentSnapshot().sequenceNumber();
    }

    /** One table that fails keeps no other waiting. */
    List<MaintainedTable> run() {
        List<SluiceException> failures = new ArrayList<>();
        spec.care()
                .retention()
                .ifPresent(age -> attempt(failures, () -> {
                    long ignored = new Retention(engine, spec, listener, age, keep).removeDecided();
                }));
        endDeadRuns();
        List<MaintainedTable> done = new ArrayList<>();
        for (TableName name : tables()) {
            attempt(failures, () -> engine.catalog().find(name).ifPresent(table -> done.add(care(name, table))));
        }
        if (!failures.isEmpty()) {
            throw new SluiceException(failures.stream()
                    .flatMap(failure -> failure.problems().stream())
                    .toList());
        }
        return done;
    }

    private static void attempt(List<SluiceException> failures, Runnable work) {
        try {
            boolean ignored = JobFailure.mapped(() -> {
                work.run();
                return true;
            });
        } catch (SluiceException e) {
            failures.add(e);
        }
    }

    private void note(Table target) {
        changed(() -> {
            target.updateProperties()
                    .set(MAINTAINED, Long.toString(lastCommit(target)))
                    .commit();
            return true;
        });
    }

    /** What the process of a run that is gone had looked at would be kept for ever, if nobody runs its pipeline any more. */
    private void endDeadRuns() {
        unfinished().stream().map(RunRecord::pipeline).distinct().forEach(pipeline -> {
            try {
                JobFailure.mapped(() -> engine.recover(pipeline))
                        .forEach(recovered -> listener.step("recover", recovered.message()));
            } catch (SluiceException e) {
                // Its own next run tells; until then what it may need is kept.
                listener.step("recover", e.problems().get(0).message());
            }
        });
    }

    private List<TableName> tables() {
        TableName quarantine = spec.target().quarantine();
        return Stream.concat(
                        Stream.of(spec.target().table(), quarantine, TargetTables.historyOf(quarantine)),
                        spec.target().audit().stream().map(Audit::table))
                .toList();
    }

    private MaintainedTable care(TableName name, Table table) {
        listener.step("maintain", name.toString());
        long compacted = ProjectCatalog.readable(table) == table ? compact(table) : 0;
        if (name.equals(spec.target().table())) {
            table.refresh();
            note(table);
        }
        long expired = expire(table);
        long removed = removeOrphans(table);
        return new MaintainedTable(name, compacted, expired, removed);
    }

    private long compact(Table table) {
        if (table.currentSnapshot() == null) {
            return 0;
        }
        return changed(() -> {
            RewriteDataFiles.Result result =
                    SparkActions.get(session()).rewriteDataFiles(table).execute();
            return (long) result.rewrittenDataFilesCount();
        });
    }

    private long expire(Table table) {
        table.refresh();
        Optional<Snapshot> oldest = oldestKept(table);
        if (oldest.isEmpty()) {
            return 0;
        }
        long before = count(table);
        changed(() -> {
            table.expireSnapshots()
                    .expireOlderThan(oldest.get().timestampMillis())
                    .commit();
            return 0L;
        });
        table.refresh();
        return before - count(table);
    }

    /**
     * The newest snapshot that is older than all that may be needed: what was before the first run that can be taken back, and
     * what the first unfinished run may have looked at.
     */
    private Optional<Snapshot> oldestKept(Table table) {
        Instant needed = Stream.concat(
                        Stream.of(engine.clock().instant().minus(keep)),
                        unfinished().stream().map(run -> run.startedAt().minus(CLOCKS)))
                .min(Instant::compareTo)
                .orElseThrow();
        return Stream.iterate(table.currentSnapshot(), Objects::nonNull, snapshot -> parent(table, snapshot))
                .filter(snapshot -> snapshot.timestampMillis() <= needed.toEpochMilli())
                .findFirst();
    }

    private static @Nullable Snapshot parent(Table table, Snapshot snapshot) {
        Long parent = snapshot.parentId();
        return parent == null ? null : table.snapshot(parent);
    }

    private static long count(Table table) {
        long count = 0;
        for (Snapshot ignored : table.snapshots()) {
            count++;
        }
        return count;
    }

    /** Of all pipelines, since several may write to one table; with those that are being taken back. */
    private List<RunRecord> unfinished() {
        List<RunRecord> unfinished = new ArrayList<>(engine.ledger()
                .runs(new RunFilter(
                        Optional.empty(),
                        Set.of(RunState.RUNNING, RunState.PREPARED, RunState.HELD),
                        Integer.MAX_VALUE)));
        engine.ledger().rollbacks().open().stream()
                .flatMap(rollback -> rollback.runs().stream())
                .flatMap(run -> engine.ledger().run(run).stream())
                .forEach(unfinished::add);
        return unfinished;
    }

    /** Iceberg knows which files a table has; of the others, those go whose name tells a run that has ended. */
    private long removeOrphans(Table table) {
        Instant limit = engine.clock().instant().minus(ORPHANED);
        Set<String> ended = engine.ledger().runs(new RunFilter(Optional.empty(), ENDED, Integer.MAX_VALUE)).stream()
                .filter(run -> run.endedAt().filter(limit::isAfter).isPresent())
                .map(RunRecord::runId)
                .collect(Collectors.toSet());
        if (ended.isEmpty()) {
            return 0;
        }
        ConcurrentLinkedQueue<String> removed = new ConcurrentLinkedQueue<>();
        changed(() -> SparkActions.get(session())
                .deleteOrphanFiles(table)
                .olderThan(limit.toEpochMilli())
                .deleteWith(file -> {
                    Matcher named = RUN_ID.matcher(file);
                    if (named.find() && ended.contains(named.group())) {
                        table.io().deleteFile(file);
                        removed.add(file);
                    }
                })
                .execute());
        return removed.size();
    }

    private <T> T changed(Supplier<T> action) {
        List<T> result = new ArrayList<>();
        JobFailure.changing(() -> addTo(result, action), "maintain again: what was done is not done twice");
        return result.get(0);
    }

    private static <T> void addTo(List<T> results, Supplier<T> action) {
        results.add(action.get());
    }

    private SparkSession session() {
        return engine.sessionFor(spec.zone());
    }
}
