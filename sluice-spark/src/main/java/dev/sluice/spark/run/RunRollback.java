package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.HistorySchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.commit.TakingBack;
import dev.sluice.spark.sink.JobFailure;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes runs back, unless rows that they quarantined have landed since by a replay that stays, or rows about which they
 * decided are in the quarantine no more.
 */
record RunRollback(Engine engine, SparkSession session) {
    List<RunRecord> take(String runId, List<String> also, String by) {
        // A replay that was cut short may have landed rows of which the ledger does not know yet.
        Stream.concat(Stream.of(runId), also.stream())
                .flatMap(id -> engine.ledger().run(id).stream())
                .map(RunRecord::pipeline)
                .distinct()
                .forEach(engine::recover);
        return new TakingBack(engine.catalog(), engine.ledger(), engine.observer()).take(runId, also, by, runs -> {
            refuseReplayed(runs);
            refuseRemoved(runs);
        });
    }

    /** Rows about which a run decided are current again once it is taken back: those that were removed would be nowhere. */
    private void refuseRemoved(Collection<String> runs) {
        for (String id : runs) {
            RunRecord run = engine.ledger().run(id).orElseThrow();
            long removed = removed(run, Set.copyOf(runs));
            if (removed > 0) {
                throw new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back: %,d rows about which it decided were removed from the quarantine since ('sluice maintain', 'sluice quarantine purge'), and would be in no table"
                                .formatted(id, removed));
            }
        }
    }

    /** Rows of runs that are not published, or go as well, come again with their batches. */
    private long removed(RunRecord run, Set<String> together) {
        TableName quarantine = TableName.parse(run.quarantine());
        TableName history = TargetTables.historyOf(quarantine);
        if (engine.catalog().find(history).isEmpty()) {
            return 0;
        }
        Dataset<Row> decided = table(history).where(col(HistorySchema.RUN_ID).equalTo(run.runId()));
        Dataset<Row> ofRuns = decided.select(col(HistorySchema.OF_RUN)).distinct();
        List<String> staying = JobFailure.mapped(ofRuns::collectAsList).stream()
                .map(row -> row.getString(0))
                .filter(id -> !together.contains(id))
                .flatMap(id -> engine.ledger().run(id).stream())
                .filter(of -> of.state() == RunState.PUBLISHED)
                .map(RunRecord::runId)
                .toList();
        if (staying.isEmpty()) {
            return 0;
        }
        Dataset<Row> needed = decided.where(col(HistorySchema.OF_RUN).isInCollection(staying));
        if (engine.catalog().find(quarantine).isPresent()) {
            Dataset<Row> kept = table(quarantine);
            needed = needed.join(
                    kept,
                    needed.col(HistorySchema.QUARANTINE_ID)
                            .equalTo(kept.col(QuarantineSchema.QUARANTINE_ID))
                            .and(needed.col(HistorySchema.OF_RUN).equalTo(kept.col(QuarantineSchema.RUN_ID))),
                    "left_anti");
        }
        return JobFailure.mapped(needed::count);
    }

    private Dataset<Row> table(TableName table) {
        return session.table("%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name()));
    }

    private void refuseReplayed(Collection<String> runs) {
        for (String id : runs) {
            RunRecord run = engine.ledger().run(id).orElseThrow();
            replayedBy(run, Set.copyOf(runs)).ifPresent(replay -> {
                throw new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back: run %s has landed rows that it had quarantined, and they would land twice when its batch is run again: name it with --also"
                                .formatted(id, replay));
            });
        }
    }

    /** A row that fails again is quarantined by the replay, so that the next decides about a row of that. */
    private Optional<String> replayedBy(RunRecord run, Set<String> together) {
        TableName history = TargetTables.historyOf(TableName.parse(run.quarantine()));
        if (engine.catalog().find(history).isEmpty()) {
            return Optional.empty();
        }
        Set<String> seen = new HashSet<>(Set.of(run.runId()));
        Deque<String> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            for (String id : deciding(history, next.remove())) {
                Optional<RunRecord> replay = engine.ledger().run(id).filter(of -> of.state() == RunState.PUBLISHED);
                if (replay.isPresent() && seen.add(id)) {
                    if (!together.contains(id) && replay.get().rows().landed() > 0) {
                        return Optional.of(id);
                    }
                    next.add(id);
                }
            }
        }
        return Optional.empty();
    }

    private List<String> deciding(TableName history, String runId) {
        return table(history)
                .where(col(HistorySchema.OF_RUN).equalTo(runId))
                .select(col(HistorySchema.RUN_ID))
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
    }
}
