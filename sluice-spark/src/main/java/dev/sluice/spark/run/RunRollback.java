package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.HistorySchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.commit.TakingBack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Takes runs back, unless rows that they quarantined have landed since by a replay that stays. */
record RunRollback(Engine engine, SparkSession session) {
    List<RunRecord> take(String runId, List<String> also, String by) {
        Set<String> runs = new LinkedHashSet<>(also);
        runs.add(runId);
        for (String id : runs) {
            engine.ledger().run(id).flatMap(run -> replayedBy(run, runs)).ifPresent(replay -> {
                throw new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back: run %s has landed rows that it had quarantined, and they would land twice when its batch is run again: name it with --also"
                                .formatted(id, replay));
            });
        }
        return new TakingBack(engine.catalog(), engine.ledger(), engine.observer()).take(runId, also, by);
    }

    private Optional<String> replayedBy(RunRecord run, Set<String> together) {
        TableName history = TargetTables.historyOf(TableName.parse(run.quarantine()));
        if (engine.catalog().find(history).isEmpty()) {
            return Optional.empty();
        }
        List<String> deciding = new ArrayList<>(
                session.table("%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, history.namespace(), history.name()))
                        .where(col(HistorySchema.OF_RUN).equalTo(run.runId()))
                        .select(col(HistorySchema.RUN_ID))
                        .distinct()
                        .as(Encoders.STRING())
                        .collectAsList());
        deciding.removeAll(together);
        return deciding.stream()
                .filter(id -> engine.ledger()
                        .run(id)
                        .filter(replay -> replay.state() == RunState.PUBLISHED
                                && replay.rows().landed() > 0)
                        .isPresent())
                .findFirst();
    }
}
