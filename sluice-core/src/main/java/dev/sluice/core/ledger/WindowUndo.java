package dev.sluice.core.ledger;

import dev.sluice.core.window.WindowRun;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the ledger knew of a window and its inputs before a run of it was published; and how it is known again. */
final class WindowUndo {
    private static final String ENTRY = "version, home_start, home_end, how, changed, by_start, by_end";

    private WindowUndo() {}

    /** Before the run's changes are made. */
    static void remember(Handle handle, String runId, String pipeline, WindowRun run) {
        handle.createUpdate(
                        "INSERT INTO window_before (run_id, path, rows_of, version, home_start, home_end, how, changed,"
                                + " by_start, by_end, of_run)"
                                + " SELECT c.run_id, c.path, c.rows_of, i.version, i.home_start, i.home_end, i.how, i.changed,"
                                + " i.by_start, i.by_end, i.run_id FROM window_change c LEFT JOIN window_input i"
                                + " ON i.pipeline = :pipeline AND i.path = c.path AND i.rows_of = c.rows_of"
                                + " WHERE c.run_id = :run")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
        if (run.kind() != WindowRun.Kind.LATE) {
            handle.createUpdate("INSERT INTO window_run_before (run_id, before_run_id) VALUES (:run, :before)")
                    .bind("run", runId)
                    .bind(
                            "before",
                            WindowTables.publisher(handle, pipeline, run.window())
                                    .orElse(null))
                    .execute();
        }
    }

    /** A run that is not one of those, and came after this one for its window or the rows of its inputs. */
    static Optional<String> movedBy(Handle handle, RunRecord run, List<String> together) {
        WindowRun of = run.window().orElseThrow();
        Optional<String> publisher = WindowTables.publisher(handle, run.pipeline(), of.window())
                .filter(id -> of.kind() != WindowRun.Kind.LATE && !together.contains(id));
        return publisher.or(() -> handle
                .createQuery("SELECT DISTINCT coalesce(i.run_id, '') FROM window_before b"
                        + " LEFT JOIN window_input i ON i.pipeline = :pipeline AND i.path = b.path"
                        + " AND i.rows_of = b.rows_of WHERE b.run_id = :run")
                .bind("pipeline", run.pipeline())
                .bind("run", run.runId())
                .mapTo(String.class)
                .stream()
                .filter(id -> !id.isEmpty() && !together.contains(id))
                .findFirst());
    }

    /** As if the run had never been published. */
    static void restore(Handle handle, RunRecord run) {
        handle.createUpdate(
                        "DELETE FROM window_input WHERE pipeline = :pipeline AND EXISTS (SELECT 1 FROM window_before b"
                                + " WHERE b.run_id = :run AND b.path = window_input.path AND b.rows_of = window_input.rows_of)")
                .bind("pipeline", run.pipeline())
                .bind("run", run.runId())
                .execute();
        handle.createUpdate("INSERT INTO window_input (pipeline, path, rows_of, " + ENTRY + ", run_id)"
                        + " SELECT :pipeline, path, rows_of, " + ENTRY + ", of_run FROM window_before"
                        + " WHERE run_id = :run AND home_start IS NOT NULL")
                .bind("pipeline", run.pipeline())
                .bind("run", run.runId())
                .execute();
        WindowRun of = run.window().orElseThrow();
        if (of.kind() == WindowRun.Kind.LATE) {
            return;
        }
        handle.createUpdate("DELETE FROM published_window WHERE pipeline = :pipeline AND run_id = :run")
                .bind("pipeline", run.pipeline())
                .bind("run", run.runId())
                .execute();
        handle.createQuery(
                        "SELECT before_run_id FROM window_run_before WHERE run_id = :run AND before_run_id IS NOT NULL")
                .bind("run", run.runId())
                .mapTo(String.class)
                .findOne()
                .ifPresent(before -> WindowTables.give(handle, before, run.pipeline(), of.window()));
    }
}
