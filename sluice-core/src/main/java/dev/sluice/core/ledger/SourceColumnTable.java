package dev.sluice.core.ledger;

import dev.sluice.core.drift.Baseline;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.run.RunState;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code run_source_column}: of runs that go on, and of the newest of each pipeline that were published. */
final class SourceColumnTable {
    /** So many can be taken back, and there is still one to compare with. */
    private static final int KEPT = 10;

    private SourceColumnTable() {}

    static void add(Handle handle, String runId, List<SeenColumn> columns) {
        if (columns.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO run_source_column (run_id, ordinal, name, type) VALUES (?, ?, ?, ?)");
        for (int i = 0; i < columns.size(); i++) {
            batch.add(runId, i, columns.get(i).name(), columns.get(i).type());
        }
        batch.execute();
    }

    static Optional<Baseline> of(Handle handle, String pipeline) {
        return published(handle, pipeline).stream()
                .findFirst()
                .map(runId -> new Baseline("run " + runId, columns(handle, runId)));
    }

    private static List<SeenColumn> columns(Handle handle, String runId) {
        return handle.createQuery("SELECT name, type FROM run_source_column WHERE run_id = :run ORDER BY ordinal")
                .bind("run", runId)
                .map((row, context) -> new SeenColumn(row.getString("name"), row.getString("type")))
                .list();
    }

    /** The pipeline's published runs of which columns are known, newest first. */
    private static List<String> published(Handle handle, String pipeline) {
        return handle.createQuery("""
                        SELECT c.run_id FROM run_source_column c JOIN run r ON r.run_id = c.run_id
                        WHERE c.ordinal = 0 AND r.pipeline = :pipeline AND r.state = :state
                        ORDER BY r.started_at DESC, r.run_id DESC""")
                .bind("pipeline", pipeline)
                .bind("state", RunState.PUBLISHED.word())
                .mapTo(String.class)
                .list();
    }

    /** A run was published: the one that began last is compared with from here on, or those before if it is taken back. */
    static void forgetOlder(Handle handle, String runId) {
        String pipeline = handle.createQuery("SELECT pipeline FROM run WHERE run_id = :run")
                .bind("run", runId)
                .mapTo(String.class)
                .one();
        published(handle, pipeline).stream().skip(KEPT).forEach(older -> forget(handle, older));
    }

    static void forget(Handle handle, String runId) {
        handle.createUpdate("DELETE FROM run_source_column WHERE run_id = :run")
                .bind("run", runId)
                .execute();
    }
}
