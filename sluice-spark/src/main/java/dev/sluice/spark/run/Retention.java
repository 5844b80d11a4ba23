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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Removes old rows from a quarantine. To remove a row twice changes nothing, so that the removal needs no protocol of its
 * own; the run around it keeps replays away meanwhile, and tells of it in the ledger. The history stays.
 *
 * @param age rows quarantined before are old
 */
record Retention(Engine engine, PipelineSpec spec, RunListener listener, Duration age) {
    /** How many old rows nobody needs any more: they have landed, or they or their runs were discarded or taken back. */
    long countDecided() {
        return count(decided());
    }

    /** How many old rows there are, current ones among them. */
    long countAll() {
        return count("true");
    }

    /** Removes what {@link #countDecided} counts; gives how many. */
    long removeDecided() {
        return remove(decided());
    }

    /** Removes what {@link #countAll} counts; rows that nobody decided about are lost then. */
    long removeAll() {
        return remove("true");
    }

    private long count(String which) {
        if (engine.catalog().find(spec.target().quarantine()).isEmpty()) {
            return 0;
        }
        return counted(old(which));
    }

    private long counted(String condition) {
        return JobFailure.mapped(() -> session()
                .table(name(spec.target().quarantine()))
                .where(expr(condition))
                .count());
    }

    private long remove(String which) {
        if (engine.catalog().find(spec.target().quarantine()).isEmpty()) {
            return 0;
        }
        QuarantineRun run = new QuarantineRun(engine, spec, listener);
        run.recover();
        // Asked for once: the rows of a run that is discarded later are as old, and may wait.
        String condition = old(which);
        long rows = counted(condition);
        if (rows == 0) {
            return 0;
        }
        run.run("purge", (runId, batchId) -> {
            TwoTables tables = new TargetTables(engine.catalog()).ensure(spec.target());
            JobFailure.changing(
                    () -> session()
                            .sql("DELETE FROM %s WHERE %s"
                                    .formatted(name(spec.target().quarantine()), condition)),
                    "purge again: what is gone already is not sought any more");
            return PreparedRun.withoutRows(
                    spec,
                    tables,
                    runId,
                    batchId,
                    engine.clock().millis(),
                    Map.of("sluice.rows-removed", Long.toString(rows)));
        });
        return rows;
    }

    private String old(String which) {
        Instant limit = engine.clock().instant().minus(age);
        return "pipeline = %s AND quarantined_at < timestamp_millis(%d) AND (%s)"
                .formatted(text(spec.declaredName()), limit.toEpochMilli(), which);
    }

    private String decided() {
        String discarded = "run_id IN (%s)".formatted(runs(RunState.DISCARDED, RunState.ROLLED_BACK));
        TableName history = TargetTables.historyOf(spec.target().quarantine());
        return engine.catalog().find(history).isEmpty()
                ? discarded
                : "%s OR (quarantine_id, run_id) IN (SELECT quarantine_id, of_run FROM %s WHERE run_id IN (%s))"
                        .formatted(discarded, name(history), runs(RunState.PUBLISHED));
    }

    private String runs(RunState... states) {
        String ids =
                engine
                        .ledger()
                        .runs(new RunFilter(Optional.of(spec.name()), Set.of(states), Integer.MAX_VALUE))
                        .stream()
                        .map(RunRecord::runId)
                        .map(Retention::text)
                        .collect(Collectors.joining(", "));
        return ids.isEmpty() ? "''" : ids;
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
