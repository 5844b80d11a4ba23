package dev.sluice.core.ledger;

import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.Entry.How;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of windows: which are published, and where the rows of inputs have been placed. */
final class WindowTables {
    private static final String DEFERRED = word(How.DEFERRED);

    private WindowTables() {}

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Window window(ResultSet row, String start, String end) throws SQLException {
        return new Window(Instant.ofEpochMilli(row.getLong(start)), Instant.ofEpochMilli(row.getLong(end)));
    }

    /** Marks a run that was just begun. */
    static void mark(Handle handle, String runId, WindowRun run, Optional<Instant> trigger) {
        handle.createUpdate("UPDATE run SET window_start = :start, window_end = :end, window_kind = :kind,"
                        + " trigger_at = :trigger WHERE run_id = :run")
                .bind("start", run.window().start().toEpochMilli())
                .bind("end", run.window().end().toEpochMilli())
                .bind("kind", word(run.kind()))
                .bind("trigger", trigger.map(Instant::toEpochMilli).orElse(null))
                .bind("run", runId)
                .execute();
    }

    static Set<Window> published(Handle handle, String pipeline) {
        return handle.createQuery("SELECT window_start, window_end FROM published_window WHERE pipeline = :pipeline")
                .bind("pipeline", pipeline)
                .map((row, context) -> window(row, "window_start", "window_end"))
                .collectIntoSet();
    }

    /** The run whose rows the window has. */
    static Optional<String> publisher(Handle handle, String pipeline, Window window) {
        return handle.createQuery(
                        "SELECT run_id FROM published_window WHERE pipeline = :pipeline AND window_start = :start"
                                + " AND window_end = :end")
                .bind("pipeline", pipeline)
                .bind("start", window.start().toEpochMilli())
                .bind("end", window.end().toEpochMilli())
                .mapTo(String.class)
                .findOne();
    }

    /** A window with rows, or with a run that goes on or is held; or one for which rows wait. */
    record Other(Window window, Optional<String> runId) {}

    /** A window of the pipeline that shares time with this one, and has other bounds: {@code every} or the zone was changed. */
    static Optional<Other> overlapping(Handle handle, String pipeline, Window window) {
        return handle.createQuery("SELECT window_start, window_end, run_id FROM published_window"
                        + " WHERE pipeline = :pipeline AND " + shares("window")
                        + " UNION ALL SELECT window_start, window_end, run_id FROM run"
                        + " WHERE pipeline = :pipeline AND state IN (<states>) AND " + shares("window")
                        + " LIMIT 1")
                .bind("pipeline", pipeline)
                .bindList(
                        "states",
                        Stream.of(RunState.RUNNING, RunState.PREPARED, RunState.HELD)
                                .map(RunState::word)
                                .toList())
                .bind("start", window.start().toEpochMilli())
                .bind("end", window.end().toEpochMilli())
                .map((row, context) ->
                        new Other(window(row, "window_start", "window_end"), Optional.of(row.getString("run_id"))))
                .findFirst();
    }

    /** The same of a window for which rows wait. */
    static Optional<Other> awaited(Handle handle, String pipeline, Window window) {
        return handle.createQuery("SELECT home_start, home_end FROM window_input"
                        + " WHERE pipeline = :pipeline AND how = :how AND " + shares("home") + " LIMIT 1")
                .bind("pipeline", pipeline)
                .bind("how", DEFERRED)
                .bind("start", window.start().toEpochMilli())
                .bind("end", window.end().toEpochMilli())
                .map((row, context) -> new Other(window(row, "home_start", "home_end"), Optional.empty()))
                .findFirst();
    }

    private static String shares(String name) {
        return "%1$s_start < :end AND %1$s_end > :start AND NOT (%1$s_start = :start AND %1$s_end = :end)"
                .formatted(name);
    }

    /** Whether rows were deferred to the window before a run of it was published. */
    static boolean waitedBefore(Handle handle, String pipeline, Window window) {
        return handle.createQuery("SELECT 1 FROM run r JOIN window_before b ON b.run_id = r.run_id"
                        + " WHERE r.pipeline = :pipeline AND r.window_start = :start AND r.window_end = :end"
                        + " AND b.home_start = :start AND b.home_end = :end AND b.how = :how LIMIT 1")
                .bind("pipeline", pipeline)
                .bind("start", window.start().toEpochMilli())
                .bind("end", window.end().toEpochMilli())
                .bind("how", DEFERRED)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** A run of another pipeline. */
    record OtherWriter(String pipeline, String runId) {}

    /** A run of another pipeline that has put rows of the same window into the same table, or is about to. */
    static Optional<OtherWriter> otherWriter(Handle handle, WindowRequest request) {
        return handle.createQuery("SELECT pipeline, run_id FROM run WHERE window_start = :start AND target = :target"
                        + " AND pipeline <> :pipeline AND state IN (<states>) LIMIT 1")
                .bind("start", request.window().start().toEpochMilli())
                .bind("target", request.target())
                .bind("pipeline", request.pipeline())
                .bindList(
                        "states",
                        Stream.of(RunState.RUNNING, RunState.PREPARED, RunState.HELD, RunState.PUBLISHED)
                                .map(RunState::word)
                                .toList())
                .map((row, context) -> new OtherWriter(row.getString("pipeline"), row.getString("run_id")))
                .findFirst();
    }

    /** Inputs with rows whose home the window is. */
    static List<String> inputs(Handle handle, String pipeline, Window home) {
        return handle.createQuery("SELECT DISTINCT path FROM window_input"
                        + " WHERE pipeline = :pipeline AND home_start = :start AND home_end = :end ORDER BY path")
                .bind("pipeline", pipeline)
                .bind("start", home.start().toEpochMilli())
                .bind("end", home.end().toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    static List<WindowInput> read(Handle handle, String pipeline, Instant from, Instant to) {
        return handle.createQuery("SELECT DISTINCT i.home_start, i.home_end, i.path, i.version FROM window_input i"
                        + " JOIN published_window p ON p.pipeline = i.pipeline AND p.window_start = i.home_start"
                        + " AND p.window_end = i.home_end"
                        + " WHERE i.pipeline = :pipeline AND i.changed = 0 AND i.how <> :how"
                        + " AND i.home_start >= :from AND i.home_start < :to ORDER BY i.home_start, i.path")
                .bind("pipeline", pipeline)
                .bind("how", DEFERRED)
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .map((row, context) -> new WindowInput(
                        window(row, "home_start", "home_end"), row.getString("path"), row.getString("version")))
                .list();
    }

    /** Inputs with rows that a run of the window deferred to windows that were published without them. */
    static List<String> lateInputs(Handle handle, String pipeline, Window by) {
        return handle.createQuery("SELECT DISTINCT i.path FROM window_input i JOIN published_window p"
                        + " ON p.pipeline = i.pipeline AND p.window_start = i.home_start AND p.window_end = i.home_end"
                        + " WHERE i.pipeline = :pipeline AND i.how = :how AND i.by_start = :start ORDER BY i.path")
                .bind("pipeline", pipeline)
                .bind("how", DEFERRED)
                .bind("start", by.start().toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /** All that is known of the rows of these inputs. */
    static Map<Rows, Entry> entries(Handle handle, String pipeline, List<String> paths) {
        Map<Rows, Entry> entries = new LinkedHashMap<>();
        for (List<String> some : FileTables.chunks(paths)) {
            handle.createQuery("SELECT * FROM window_input WHERE pipeline = :pipeline AND path IN (<paths>)")
                    .bind("pipeline", pipeline)
                    .bindList("paths", some)
                    .map((row, context) -> Map.entry(rows(row), entry(row)))
                    .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    static Map<Rows, Entry> unsettled(Handle handle, String pipeline) {
        Map<Rows, Entry> entries = new LinkedHashMap<>();
        handle.createQuery("SELECT i.* FROM window_input i LEFT JOIN published_window p"
                        + " ON p.pipeline = i.pipeline AND p.window_start = i.home_start AND p.window_end = i.home_end"
                        + " WHERE i.pipeline = :pipeline"
                        + " AND (i.changed = 1 OR i.how = :how AND p.window_start IS NOT NULL)"
                        + " ORDER BY i.path, i.rows_of")
                .bind("pipeline", pipeline)
                .bind("how", DEFERRED)
                .map((row, context) -> Map.entry(rows(row), entry(row)))
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    /** A prepared run that adds rows to the window, or replaces it. */
    static Optional<String> adding(Handle handle, String pipeline, Window window) {
        return handle.createQuery("SELECT c.run_id FROM window_change c JOIN run r ON r.run_id = c.run_id"
                        + " WHERE r.pipeline = :pipeline AND r.state = :state AND c.home_start = :start"
                        + " AND c.how <> :how ORDER BY c.run_id LIMIT 1")
                .bind("pipeline", pipeline)
                .bind("state", RunState.PREPARED.word())
                .bind("start", window.start().toEpochMilli())
                .bind("how", DEFERRED)
                .mapTo(String.class)
                .findOne();
    }

    /** Keeps what is to change once the run is published. */
    static void keep(Handle handle, String runId, EntryChanges changes, Map<Delay, Long> lateRows) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO window_change (run_id, path, rows_of, version,"
                + " home_start, home_end, how, changed, by_start, by_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        changes.removed()
                .forEach(rows -> batch.add(runId, rows.input(), text(rows), null, null, null, null, null, null, null));
        changes.set()
                .forEach((rows, entry) -> batch.add(
                        runId,
                        rows.input(),
                        text(rows),
                        entry.version(),
                        entry.home().start().toEpochMilli(),
                        entry.home().end().toEpochMilli(),
                        word(entry.how()),
                        entry.changed() ? 1 : 0,
                        entry.by().start().toEpochMilli(),
                        entry.by().end().toEpochMilli()));
        if (batch.size() > 0) {
            batch.execute();
        }
        PreparedBatch late = handle.prepareBatch("INSERT INTO late_rows (run_id, delay, row_count) VALUES (?, ?, ?)");
        lateRows.forEach((delay, rows) -> late.add(runId, delay.word(), rows));
        if (late.size() > 0) {
            late.execute();
        }
    }

    /** What was kept holds from now on. */
    static void land(Handle handle, String runId, String pipeline, WindowRun run) {
        WindowUndo.remember(handle, runId, pipeline, run);
        handle.createUpdate("DELETE FROM window_input WHERE pipeline = :pipeline AND EXISTS (SELECT 1"
                        + " FROM window_change c WHERE c.run_id = :run AND c.path = window_input.path"
                        + " AND c.rows_of = window_input.rows_of)")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
        handle.createUpdate("INSERT INTO window_input (pipeline, path, rows_of, version, home_start, home_end, how,"
                        + " changed, by_start, by_end, run_id) SELECT :pipeline, path, rows_of, version, home_start,"
                        + " home_end, how, changed, by_start, by_end, run_id FROM window_change"
                        + " WHERE run_id = :run AND home_start IS NOT NULL")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
        forget(handle, runId);
        if (run.kind() != WindowRun.Kind.LATE) {
            replace(handle, runId, pipeline, run.window());
        }
    }

    /** The window has the rows of an earlier run again. */
    static void give(Handle handle, String runId, String pipeline, Window window) {
        replace(handle, runId, pipeline, window);
        FileTables.landBatch(handle, runId);
    }

    /** The window has the rows of this run; its batch, by which headers and tags are found, is this run's too. */
    private static void replace(Handle handle, String runId, String pipeline, Window window) {
        handle.createUpdate("DELETE FROM published_window WHERE pipeline = :pipeline AND window_start = :start")
                .bind("pipeline", pipeline)
                .bind("start", window.start().toEpochMilli())
                .execute();
        handle.createUpdate("INSERT INTO published_window (pipeline, window_start, window_end, run_id)"
                        + " VALUES (:pipeline, :start, :end, :run)")
                .bind("pipeline", pipeline)
                .bind("start", window.start().toEpochMilli())
                .bind("end", window.end().toEpochMilli())
                .bind("run", runId)
                .execute();
        handle.createUpdate("DELETE FROM landed_batch WHERE pipeline = :pipeline"
                        + " AND batch_id = (SELECT batch_id FROM run WHERE run_id = :run)")
                .bind("pipeline", pipeline)
                .bind("run", runId)
                .execute();
    }

    /** Nothing of what was kept will hold. */
    static void forget(Handle handle, String runId) {
        handle.createUpdate("DELETE FROM window_change WHERE run_id = :run")
                .bind("run", runId)
                .execute();
    }

    /** Late rows of a run, by delay. */
    static Map<Delay, Long> lateRows(Handle handle, String runId) {
        Map<Delay, Long> rows = new EnumMap<>(Delay.class);
        handle.createQuery("SELECT delay, row_count FROM late_rows WHERE run_id = :run")
                .bind("run", runId)
                .map((row, context) -> Map.entry(Delay.ofWord(row.getString("delay")), row.getLong("row_count")))
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    /** Paths of files that no window has read, and no run without windows has landed. */
    static Set<String> fresh(Handle handle, String pipeline, List<String> paths) {
        Set<String> fresh = new HashSet<>(paths);
        for (List<String> some : FileTables.chunks(paths)) {
            for (String table : List.of("window_input", "landed_file")) {
                fresh.removeAll(handle.createQuery("SELECT DISTINCT path FROM " + table
                                + " WHERE pipeline = :pipeline AND path IN (<paths>)")
                        .bind("pipeline", pipeline)
                        .bindList("paths", some)
                        .mapTo(String.class)
                        .list());
            }
        }
        return fresh;
    }

    private static String text(Rows rows) {
        return rows.window().map(Window::toString).orElse("");
    }

    private static Rows rows(ResultSet row) throws SQLException {
        String of = row.getString("rows_of");
        int slash = of.indexOf('/');
        return new Rows(
                row.getString("path"),
                slash < 0
                        ? Optional.empty()
                        : Optional.of(new Window(
                                Instant.parse(of.substring(0, slash)), Instant.parse(of.substring(slash + 1)))));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("version"),
                window(row, "home_start", "home_end"),
                How.valueOf(row.getString("how").toUpperCase(Locale.ROOT)),
                row.getInt("changed") != 0,
                window(row, "by_start", "by_end"));
    }
}
