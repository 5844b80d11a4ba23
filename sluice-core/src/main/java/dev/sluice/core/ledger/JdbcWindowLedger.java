package dev.sluice.core.ledger;

import static dev.sluice.core.run.RunState.PUBLISHED;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.BatchFingerprint;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jdbi.v3.core.Handle;

/** The windows in a relational database. */
final class JdbcWindowLedger implements WindowLedger {
    private static final int MAX_CHANGES = 100_000;

    private final JdbcLedger ledger;
    private final RunTable runs;

    JdbcWindowLedger(JdbcLedger ledger, RunTable runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    @Override
    public List<String> inputs(String pipeline, Window window, WindowWish wish) {
        return ledger.inTransaction(handle -> inputs(handle, pipeline, window, wish));
    }

    @Override
    public Optional<RunRecord> publisher(String pipeline, Window window) {
        return ledger.inTransaction(
                handle -> WindowTables.publisher(handle, pipeline, window).map(id -> run(handle, id)));
    }

    @Override
    public WindowClaim begin(WindowRequest request) {
        return ledger.inTransaction(handle -> claim(handle, request));
    }

    @Override
    public BatchPreview preview(WindowRequest request) {
        return ledger.inTransaction(handle -> {
            String pipeline = request.pipeline();
            Window window = request.window();
            Inputs inputs = files(handle, request, inputs(handle, pipeline, window, request.wish()));
            Optional<String> taker = FileTables.windowTaker(handle, pipeline, window.toString())
                    .or(() -> WindowTables.adding(handle, pipeline, window))
                    .or(() -> takers(handle, pipeline, inputs).stream().sorted().findFirst());
            long passed = request.files().stream()
                    .filter(file -> !inputs.read().contains(file))
                    .count();
            return new BatchPreview(inputs.read(), (int) passed, List.of(), taker.map(id -> run(handle, id)));
        });
    }

    @Override
    public void prepared(RunLease lease, Prepared prepared, EntryChanges changes, Map<Delay, Long> lateRows) {
        int count = changes.set().size() + changes.removed().size();
        if (count > MAX_CHANGES) {
            throw new SluiceException(
                    ErrorCode.TOO_MANY_WINDOWS,
                    "Cannot prepare run %s: its inputs have rows of %d windows in all, and at most %d can be kept"
                            .formatted(lease.runId(), count, MAX_CHANGES));
        }
        ledger.prepared(lease, prepared, handle -> WindowTables.keep(handle, lease.runId(), changes, lateRows));
    }

    @Override
    public List<WindowState> states(String pipeline) {
        return ledger.inTransaction(handle -> states(handle, pipeline));
    }

    @Override
    public Map<Rows, Entry> unsettled(String pipeline) {
        return ledger.inTransaction(handle -> WindowTables.unsettled(handle, pipeline));
    }

    @Override
    public void refused(String pipeline, WindowRefusal refusal) {
        ledger.inTransaction(handle -> {
            RefusalTable.put(handle, pipeline, refusal);
            return refusal;
        });
    }

    @Override
    public List<WindowRefusal> refusals(String pipeline) {
        return ledger.inTransaction(handle -> RefusalTable.of(handle, pipeline));
    }

    @Override
    public Optional<RunRecord> take(RunLease lease, Collection<Window> windows) {
        return ledger.inTransaction(handle -> {
            RunRecord run = run(handle, lease.runId());
            if (!runs.renew(handle, lease)) {
                throw ledger.lost(handle, lease, "take windows for");
            }
            for (Window window : windows) {
                Optional<String> taker = FileTables.windowTaker(handle, run.pipeline(), window.toString());
                if (taker.isPresent()) {
                    return Optional.of(run(handle, taker.get()));
                }
            }
            windows.forEach(window -> FileTables.takeWindow(handle, run.pipeline(), lease.runId(), window.toString()));
            return Optional.empty();
        });
    }

    @Override
    public List<WindowInput> read(String pipeline, Instant from, Instant to) {
        return ledger.inTransaction(handle -> WindowTables.read(handle, pipeline, from, to));
    }

    @Override
    public Map<Rows, Entry> entries(String pipeline, Collection<String> inputs) {
        return ledger.inTransaction(handle -> WindowTables.entries(handle, pipeline, List.copyOf(inputs)));
    }

    @Override
    public Set<String> unread(String pipeline, Collection<String> paths) {
        return ledger.inTransaction(handle -> WindowTables.fresh(handle, pipeline, List.copyOf(paths)));
    }

    @Override
    public Optional<Instant> progress(String pipeline) {
        return ledger.inTransaction(
                handle -> handle.createQuery("SELECT seen FROM window_progress WHERE pipeline = :pipeline")
                        .bind("pipeline", pipeline)
                        .mapTo(Long.class)
                        .findOne()
                        .map(Instant::ofEpochMilli));
    }

    @Override
    public void advance(String pipeline, Instant seen) {
        ledger.inTransaction(handle -> handle.createUpdate("INSERT INTO window_progress (pipeline, seen)"
                        + " VALUES (:pipeline, :seen) ON CONFLICT (pipeline) DO UPDATE SET seen = excluded.seen"
                        + " WHERE excluded.seen > window_progress.seen")
                .bind("pipeline", pipeline)
                .bind("seen", seen.toEpochMilli())
                .execute());
    }

    @Override
    public List<Supersession> supersessions(String pipeline) {
        return ledger.inTransaction(handle -> PublicationTable.supersessions(handle, pipeline));
    }

    @Override
    public List<Supersession> replacements(String pipeline) {
        return ledger.inTransaction(handle -> PublicationTable.replacements(handle, pipeline));
    }

    @Override
    public Map<String, Long> publications(String pipeline) {
        return ledger.inTransaction(handle -> PublicationTable.of(handle, pipeline));
    }

    private static List<String> inputs(Handle handle, String pipeline, Window window, WindowWish wish) {
        return wish == WindowWish.LATE
                ? WindowTables.lateInputs(handle, pipeline, window)
                : WindowTables.inputs(handle, pipeline, window);
    }

    private WindowClaim claim(Handle handle, WindowRequest request) {
        String pipeline = request.pipeline();
        Window window = request.window();
        Optional<String> taker = FileTables.windowTaker(handle, pipeline, window.toString())
                .or(() -> WindowTables.adding(handle, pipeline, window));
        if (taker.isPresent()) {
            return new WindowClaim.Taken(run(handle, taker.get()));
        }
        WindowTables.otherWriter(handle, request).ifPresent(other -> {
            throw new SluiceException(
                    ErrorCode.TARGET_SHARED,
                    "Cannot run window %s of pipeline %s: run %s of pipeline %s has rows of that time in %s, and one would replace those of the other"
                            .formatted(window, pipeline, other.runId(), other.pipeline(), request.target()));
        });
        Optional<String> publisher = WindowTables.publisher(handle, pipeline, window);
        if (request.wish() == WindowWish.LATE && publisher.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.WINDOW_CHANGED,
                    "Cannot add late rows to window %s of pipeline %s: it is not published; run it"
                            .formatted(window, pipeline));
        }
        List<String> needed = inputs(handle, pipeline, window, request.wish());
        boolean nothing = request.wish() == WindowWish.LATE ? needed.isEmpty() : request.wish() == WindowWish.MISSING;
        if (publisher.isPresent() && nothing) {
            return new WindowClaim.Done(run(handle, publisher.get()));
        }
        // Rows that wait for another keep a published window from nothing: it has its own already.
        WindowTables.overlapping(handle, pipeline, window)
                .or(() -> publisher.isPresent() ? Optional.empty() : WindowTables.awaited(handle, pipeline, window))
                .ifPresent(other -> {
                    throw overlaps(request, other);
                });
        Inputs inputs = files(handle, request, needed);
        Set<String> takers = takers(handle, pipeline, inputs);
        if (!takers.isEmpty()) {
            return new WindowClaim.Taken(runs.find(handle, takers).get(0));
        }
        return start(handle, request, new WindowRun(window, kind(request.wish(), publisher.isPresent())), inputs);
    }

    /** Files that wait for a decision count if there are no others: to go on without them would publish the window without any. */
    private static Set<String> takers(Handle handle, String pipeline, Inputs inputs) {
        return FileTables.takers(handle, pipeline, inputs.read().isEmpty() ? inputs.held() : inputs.read());
    }

    private static SluiceException overlaps(WindowRequest request, WindowTables.Other other) {
        String what = other.runId()
                .map(run -> "run %s has some of its time as window %s, and rows would land twice"
                        .formatted(run, other.window()))
                .orElse("rows wait for window %s, which has some of its time".formatted(other.window()));
        return new SluiceException(
                Problem.of(
                                ErrorCode.WINDOW_OVERLAPS,
                                "Cannot run window %s of pipeline %s: %s"
                                        .formatted(request.window(), request.pipeline(), what))
                        .withHint(
                                "set 'window.every' and the zone back; or go on behind those windows, with 'window.starts'; or take their runs back with 'sluice rollback'; or load all anew beside them with '--name'"));
    }

    private static Kind kind(WindowWish wish, boolean published) {
        if (!published) {
            return Kind.FIRST;
        }
        return wish == WindowWish.LATE ? Kind.LATE : Kind.RERUN;
    }

    private WindowClaim start(Handle handle, WindowRequest request, WindowRun run, Inputs inputs) {
        List<SourceFile> files = inputs.read();
        String pipeline = request.pipeline();
        String batchId = run.window() + (run.kind() == Kind.LATE ? " late " + request.runId() : "");
        RunLease lease = runs.insert(
                handle,
                new BatchRequest(
                        pipeline,
                        request.runId(),
                        batchId,
                        files,
                        request.target(),
                        request.quarantine(),
                        request.fingerprint(),
                        request.owner()),
                batchId,
                files.size());
        FileTables.take(handle, pipeline, request.runId(), batchId, files);
        FileTables.takeWindow(handle, pipeline, request.runId(), run.window().toString());
        WindowTables.mark(handle, request.runId(), run, request.trigger());
        PublicationTable.see(handle, pipeline, request.runId());
        RefusalTable.remove(handle, pipeline, run.window());
        List<String> paths = files.stream().map(SourceFile::path).toList();
        return new WindowClaim.Started(
                lease,
                run,
                batchId,
                files,
                inputs.held(),
                WindowTables.entries(handle, pipeline, paths),
                WindowTables.published(handle, pipeline));
    }

    /**
     * What a run reads.
     *
     * @param held files left out, since runs that are held have read them
     */
    private record Inputs(List<SourceFile> read, List<SourceFile> held) {}

    /**
     * The window's own files and those that other entries name, each once, in order. A file that a held run has read is left
     * out unless the ledger knows rows of the window in it: those are waited for.
     */
    private static Inputs files(Handle handle, WindowRequest request, List<String> needed) {
        Map<String, SourceFile> given = new TreeMap<>();
        request.others().forEach(file -> given.put(file.path(), file));
        request.files().forEach(file -> given.put(file.path(), file));
        List<String> missing =
                needed.stream().filter(path -> !given.containsKey(path)).toList();
        if (!missing.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.WINDOW_CHANGED,
                    "Cannot run window %s of pipeline %s: %d of its inputs were not looked up, such as %s"
                            .formatted(request.window(), request.pipeline(), missing.size(), missing.get(0)));
        }
        Set<String> wanted = new HashSet<>(needed);
        if (request.wish() != WindowWish.LATE) {
            List<String> matching =
                    request.files().stream().map(SourceFile::path).distinct().toList();
            wanted.addAll(request.named() ? matching : WindowTables.fresh(handle, request.pipeline(), matching));
        }
        given.keySet().retainAll(wanted);
        Set<String> held = FileTables.held(handle, request.pipeline(), List.copyOf(given.values()));
        needed.forEach(held::remove);
        return new Inputs(
                BatchFingerprint.inOrder(given.values().stream()
                        .filter(file -> !held.contains(file.path()))
                        .toList()),
                given.values().stream()
                        .filter(file -> held.contains(file.path()))
                        .toList());
    }

    private List<WindowState> states(Handle handle, String pipeline) {
        Map<Window, Found> found = new TreeMap<>();
        Function<Window, Found> at = window -> found.computeIfAbsent(window, key -> new Found());
        // The last of a window's runs stays, since they come in order.
        List<Map.Entry<Window, String>> begun = handle.createQuery(
                        "SELECT window_start, window_end, run_id FROM run WHERE pipeline = :pipeline"
                                + " AND window_start IS NOT NULL ORDER BY started_at, run_id")
                .bind("pipeline", pipeline)
                .map((row, context) ->
                        Map.entry(WindowTables.window(row, "window_start", "window_end"), row.getString("run_id")))
                .list();
        begun.forEach(run -> at.apply(run.getKey()).runs.add(run.getValue()));
        handle.createQuery("SELECT window_start, window_end, run_id FROM published_window WHERE pipeline = :pipeline")
                .bind("pipeline", pipeline)
                .map((row, context) ->
                        Map.entry(WindowTables.window(row, "window_start", "window_end"), row.getString("run_id")))
                .forEach(run -> at.apply(run.getKey()).published = Optional.of(run.getValue()));
        count(handle, pipeline, "how = 'deferred'", at, (state, count) -> state.waiting = count);
        count(handle, pipeline, "changed = 1", at, (state, count) -> state.changed = count);
        if (!begun.isEmpty()) {
            found.forEach((window, state) ->
                    state.foundInRows = window.compareTo(begun.get(0).getKey()) < 0
                            && (state.waiting > 0 || WindowTables.waitedBefore(handle, pipeline, window)));
        }
        Map<String, RunRecord> records = new HashMap<>();
        Function<String, RunRecord> run = id -> records.computeIfAbsent(id, key -> run(handle, key));
        List<WindowState> states = new ArrayList<>();
        found.forEach((window, state) -> states.add(state(handle, window, state, run)));
        return List.copyOf(states);
    }

    private static WindowState state(Handle handle, Window window, Found found, Function<String, RunRecord> run) {
        Optional<RunRecord> published = found.published.map(run);
        Optional<RunRecord> last =
                found.runs.isEmpty() ? Optional.empty() : Optional.of(run.apply(found.runs.get(found.runs.size() - 1)));
        Map<Delay, Long> late = new LinkedHashMap<>();
        Consumer<String> add =
                id -> WindowTables.lateRows(handle, id).forEach((delay, rows) -> late.merge(delay, rows, Long::sum));
        // A re-run counts all late rows anew; runs for late rows add to it.
        found.published.ifPresent(id -> {
            add.accept(id);
            List<String> after = found.runs.subList(found.runs.indexOf(id) + 1, found.runs.size());
            after.stream()
                    .filter(later -> run.apply(later).state() == PUBLISHED)
                    .forEach(add);
        });
        return new WindowState(window, published, last, late, found.waiting, found.changed, found.foundInRows);
    }

    private static void count(
            Handle handle, String pipeline, String condition, Function<Window, Found> at, ObjIntConsumer<Found> set) {
        handle.createQuery("SELECT home_start, home_end, COUNT(DISTINCT path) AS inputs FROM window_input"
                        + " WHERE pipeline = :pipeline AND " + condition + " GROUP BY home_start, home_end")
                .bind("pipeline", pipeline)
                .map((row, context) ->
                        Map.entry(WindowTables.window(row, "home_start", "home_end"), row.getInt("inputs")))
                .forEach(home -> set.accept(at.apply(home.getKey()), home.getValue()));
    }

    private RunRecord run(Handle handle, String runId) {
        return runs.find(handle, runId).orElseThrow();
    }

    /** A window while its facts are gathered. */
    private static final class Found {
        private final List<String> runs = new ArrayList<>();
        private Optional<String> published = Optional.empty();
        private int waiting;
        private int changed;
        private boolean foundInRows;
    }
}
