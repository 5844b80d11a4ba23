package dev.sluice.core.ledger;

import dev.sluice.core.run.RunState;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code run_measure}. */
final class MeasureTable {
    private MeasureTable() {}

    static void add(Handle handle, String runId, Map<String, Double> measures) {
        if (measures.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO run_measure (run_id, name, value) VALUES (?, ?, ?)");
        measures.forEach((name, value) -> batch.add(runId, name, value));
        batch.execute();
    }

    /** Newest first. */
    static List<Double> published(Handle handle, String pipeline, String name, int limit) {
        return handle.createQuery("""
                        SELECT m.value FROM run_measure m JOIN run r ON r.run_id = m.run_id
                        WHERE r.pipeline = :pipeline AND r.state = :state AND m.name = :name
                        ORDER BY r.started_at DESC, r.run_id DESC LIMIT :limit""")
                .bind("pipeline", pipeline)
                .bind("state", RunState.PUBLISHED.word())
                .bind("name", name)
                .bind("limit", limit)
                .mapTo(Double.class)
                .list();
    }
}
