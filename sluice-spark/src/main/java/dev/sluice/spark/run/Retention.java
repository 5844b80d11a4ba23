package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.expr;

import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.sink.JobFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Removes old rows from a quarantine. To remove a row twice changes nothing, so that the removal needs no protocol of its
 * own; the run around it keeps replays and rollbacks away meanwhile, and tells of it in the ledger. The history stays.
 *
 * @param age rows quarantined before are old
 * @param keep how far back runs can be taken back: a row that counts again if a younger one is, is not removed
 */
record Retention(Engine engine, PipelineSpec spec, RunListener listener, Duration age, Duration keep) {
    /**
     * How many old rows nobody needs any more: they have landed or were discarded, a run has superseded them, or their runs
     * were discarded or taken back.
     */
    long countDecided() {
        return count(this::unneeded);
    }

    /** How many old rows there are, current ones among them. */
    long countAll() {
        return count(this::all);
    }

    /** Removes what {@link #countDecided} counts; gives how many. */
    long removeDecided() {
        return remove(this::unneeded);
    }

    /** Removes what {@link #countAll} counts; rows that nobody decided about are lost then. */
    long removeAll() {
        return remove(this::all);
    }

    /**
     * Some of the old rows.
     *
     * @param condition in SQL
     * @param superseded those among them that some runs have superseded
     */
    private record Which(String condition, SupersededRows superseded) {}

    private long count(Supplier<Which> which) {
        return engine.catalog().find(spec.target().quarantine()).isEmpty()
                ? 0
                : count(which.get().condition());
    }

    private long count(String condition) {
        Dataset<Row> rows = quarantine().where(expr(condition));
        return JobFailure.mapped(rows::count);
    }

    private long remove(Supplier<Which> which) {
        if (engine.catalog().find(spec.target().quarantine()).isEmpty()) {
            return 0;
        }
        QuarantineRun run = new QuarantineRun(engine, spec, listener);
        run.recover();
        if (count(which) == 0) {
            return 0;
        }
        long[] rows = new long[1];
        run.run("purge", (runId, batchId) -> {
            TwoTables tables = new TargetTables(engine.catalog()).ensure(spec.target());
            // Asked anew: decisions may have been taken back until the claim. And once: a run that is discarded
            // meanwhile may wait.
            Which removed = which.get();
            rows[0] = count(removed.condition());
            run.forbidRollback(removed.superseded().by());
            JobFailure.changing(
                    () -> session()
                            .sql("DELETE FROM %s WHERE %s"
                                    .formatted(name(spec.target().quarantine()), removed.condition())),
                    "purge again: what is gone already is not sought any more");
            return PreparedRun.withoutRows(
                    spec,
                    tables,
                    runId,
                    batchId,
                    engine.clock().millis(),
                    Map.of("sluice.rows-removed", Long.toString(rows[0])));
        });
        return rows[0];
    }

    private Which all() {
        return new Which(old(), superseded(Instant.MAX));
    }

    private Which unneeded() {
        Instant limit = engine.clock().instant().minus(keep);
        SupersededRows superseded = superseded(limit);
        List<String> conditions = new ArrayList<>();
        // Such a run never becomes anything else.
        conditions.add("run_id IN (%s)".formatted(ids(runs(RunState.DISCARDED, RunState.ROLLED_BACK))));
        TableName history = TargetTables.historyOf(spec.target().quarantine());
        if (engine.catalog().find(history).isPresent()) {
            Stream<RunRecord> deciding = runs(RunState.PUBLISHED)
                    .filter(run -> run.endedAt().filter(limit::isAfter).isPresent());
            conditions.add("(quarantine_id, run_id) IN (SELECT quarantine_id, of_run FROM %s WHERE run_id IN (%s))"
                    .formatted(name(history), ids(deciding)));
        }
        conditions.add(superseded.condition());
        return new Which("%s AND (%s)".formatted(old(), String.join(" OR ", conditions)), superseded);
    }

    private SupersededRows superseded(Instant until) {
        return SupersededRows.of(engine, spec, quarantine().where(expr(old())), until);
    }

    private String old() {
        Instant limit = engine.clock().instant().minus(age);
        return "pipeline = %s AND quarantined_at < timestamp_millis(%d)"
                .formatted(text(spec.declaredName()), limit.toEpochMilli());
    }

    private Stream<RunRecord> runs(RunState... states) {
        return engine
                .ledger()
                .runs(new RunFilter(Optional.of(spec.name()), Set.of(states), Integer.MAX_VALUE))
                .stream();
    }

    private static String ids(Stream<RunRecord> runs) {
        String ids = runs.map(RunRecord::runId).map(Retention::text).collect(Collectors.joining(", "));
        return ids.isEmpty() ? "''" : ids;
    }

    private Dataset<Row> quarantine() {
        return session().table(name(spec.target().quarantine()));
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String name(TableName table) {
        return "%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name());
    }

    private SparkSession session() {
        return engine.sessionFor(spec.zone());
    }
}
