package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;

import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.catalog.HistorySchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.quarantine.RowEvent;
import dev.sluice.spark.sink.JobFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** All that happened to one row, put together from the quarantine, its history and the ledger. */
record RowHistory(Engine engine, SparkSession session, PipelineSpec spec) {
    List<RowEvent> of(String quarantineId) {
        List<RowEvent> events = new ArrayList<>();
        Set<String> quarantinedBy = new HashSet<>();
        var table = spec.target().quarantine();
        Dataset<Row> rows = session.table(
                        "%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name()))
                .where(col(QuarantineSchema.QUARANTINE_ID).equalTo(quarantineId))
                .selectExpr("attempt", "run_id", "quarantined_at", "array_join(reasons.code, ', ')");
        for (Row row : JobFailure.mapped(rows::collectAsList)) {
            Optional<RunRecord> run = engine.ledger().run(row.getString(1));
            RunState state = run.map(RunRecord::state).orElse(RunState.FAILED);
            if (state != RunState.PUBLISHED && state != RunState.HELD && state != RunState.DISCARDED) {
                continue;
            }
            quarantinedBy.add(row.getString(1));
            int attempt = row.getInt(0);
            events.add(event(
                    quarantineId,
                    attempt,
                    attempt == 1 ? "quarantined" : "failed_again",
                    row.getString(1),
                    RowTime.at(row, 2),
                    null,
                    row.getString(3)));
            if (state == RunState.DISCARDED) {
                events.add(event(
                        quarantineId,
                        attempt,
                        "superseded",
                        row.getString(1),
                        run.flatMap(RunRecord::endedAt).orElse(Instant.EPOCH),
                        null,
                        run.flatMap(RunRecord::message).orElse(null)));
            }
        }
        new QuarantineQuery(engine, session)
                .history(spec)
                .map(history -> history.where(col(HistorySchema.QUARANTINE_ID).equalTo(quarantineId))
                        .selectExpr("attempt", "run_id", "at", "event", "who", "reason", "corrected"))
                .ifPresent(decisions -> JobFailure.mapped(decisions::collectAsList)
                        .forEach(row -> decided(quarantineId, row, quarantinedBy, events)));
        // Of the same run: first what was decided, then what came of it.
        events.sort(Comparator.comparingInt(RowEvent::attempt).thenComparing(e -> rank(e.event())));
        return events;
    }

    private static void decided(String id, Row row, Set<String> quarantinedBy, List<RowEvent> events) {
        String run = row.getString(1);
        Instant at = RowTime.at(row, 2);
        String event = row.getString(3);
        String detail = event.equals("edited") ? row.getString(6) : row.getString(5);
        events.add(event(id, row.getInt(0), event, run, at, row.getString(4), detail));
        if (!event.equals("discarded") && !quarantinedBy.contains(run)) {
            events.add(event(id, row.getInt(0), "landed", run, at, null, null));
        }
    }

    private static int rank(String event) {
        return switch (event) {
            case "quarantined", "failed_again" -> 0;
            case "superseded" -> 1;
            case "landed" -> 3;
            default -> 2;
        };
    }

    private static RowEvent event(
            String id,
            int attempt,
            String event,
            String run,
            Instant at,
            @Nullable String who,
            @Nullable String detail) {
        return new RowEvent(id, attempt, event, run, at, Optional.ofNullable(who), Optional.ofNullable(detail));
    }
}
