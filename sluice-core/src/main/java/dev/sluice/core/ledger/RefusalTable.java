package dev.sluice.core.ledger;

import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code window_refusal}: one for each window, the last. */
final class RefusalTable {
    private RefusalTable() {}

    static void put(Handle handle, String pipeline, WindowRefusal refusal) {
        handle.createUpdate("INSERT INTO window_refusal (pipeline, window_start, window_end, code, message, refused_at)"
                        + " VALUES (:pipeline, :start, :end, :code, :message, :at)"
                        + " ON CONFLICT (pipeline, window_start) DO UPDATE SET window_end = excluded.window_end,"
                        + " code = excluded.code, message = excluded.message, refused_at = excluded.refused_at")
                .bind("pipeline", pipeline)
                .bind("start", refusal.window().start().toEpochMilli())
                .bind("end", refusal.window().end().toEpochMilli())
                .bind("code", refusal.code())
                .bind("message", refusal.message())
                .bind("at", refusal.at().toEpochMilli())
                .execute();
    }

    static void remove(Handle handle, String pipeline, Window window) {
        handle.createUpdate("DELETE FROM window_refusal WHERE pipeline = :pipeline AND window_start = :start"
                        + " AND window_end = :end")
                .bind("end", window.end().toEpochMilli())
                .bind("pipeline", pipeline)
                .bind("start", window.start().toEpochMilli())
                .execute();
    }

    static List<WindowRefusal> of(Handle handle, String pipeline) {
        return handle.createQuery("SELECT * FROM window_refusal WHERE pipeline = :pipeline ORDER BY window_start")
                .bind("pipeline", pipeline)
                .map((row, context) -> new WindowRefusal(
                        WindowTables.window(row, "window_start", "window_end"),
                        row.getString("code"),
                        row.getString("message"),
                        Instant.ofEpochMilli(row.getLong("refused_at"))))
                .list();
    }
}
