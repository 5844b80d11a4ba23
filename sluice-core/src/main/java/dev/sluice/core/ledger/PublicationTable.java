package dev.sluice.core.ledger;

import dev.sluice.core.run.RunState;
import dev.sluice.core.window.WindowRun.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** In which order runs were published: not by a clock, which may stand still or be another machine's. */
final class PublicationTable {
    private PublicationTable() {}

    /** The run is the last that was published. */
    static void add(Handle handle, String pipeline, String runId) {
        handle.createUpdate("UPDATE run SET publication = (SELECT COALESCE(MAX(publication), 0) + 1 FROM run"
                        + " WHERE pipeline = :pipeline) WHERE run_id = :run")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
    }

    /** The run knows of all that are published now. */
    static void see(Handle handle, String pipeline, String runId) {
        handle.createUpdate("UPDATE run SET publications_seen = (SELECT COALESCE(MAX(publication), 0) FROM run"
                        + " WHERE pipeline = :pipeline) WHERE run_id = :run")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
    }

    static Map<String, Long> of(Handle handle, String pipeline) {
        Map<String, Long> publications = new HashMap<>();
        handle.createQuery("SELECT run_id, publication FROM run"
                        + " WHERE pipeline = :pipeline AND publication IS NOT NULL")
                .bind("pipeline", pipeline)
                .map((row, context) -> Map.entry(row.getString("run_id"), row.getLong("publication")))
                .forEach(run -> publications.put(run.getKey(), run.getValue()));
        return publications;
    }

    static List<Supersession> supersessions(Handle handle, String pipeline) {
        return handle.createQuery("SELECT p.window_start, p.run_id, r.publications_seen FROM published_window p"
                        + " JOIN run r ON r.run_id = p.run_id WHERE p.pipeline = :pipeline"
                        + " AND r.window_kind <> :late ORDER BY p.window_start")
                .bind("pipeline", pipeline)
                .bind("late", WindowTables.word(Kind.LATE))
                .map((row, context) -> supersession(row))
                .list();
    }

    static List<Supersession> replacements(Handle handle, String pipeline) {
        return handle.createQuery("SELECT window_start, run_id, publications_seen FROM run"
                        + " WHERE pipeline = :pipeline AND state = :state AND window_start IS NOT NULL"
                        + " AND window_kind <> :late ORDER BY publication")
                .bind("pipeline", pipeline)
                .bind("state", RunState.PUBLISHED.word())
                .bind("late", WindowTables.word(Kind.LATE))
                .map((row, context) -> supersession(row))
                .list();
    }

    private static Supersession supersession(ResultSet row) throws SQLException {
        return new Supersession(
                Instant.ofEpochMilli(row.getLong("window_start")),
                row.getString("run_id"),
                row.getLong("publications_seen"));
    }
}
