package dev.sluice.core.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Inputs, table and ledger of one pipeline, in memory. */
final class WindowWorld {
    /** A row as an input has it; ids are never used twice. */
    record Row(int id, Optional<Window> of) {}

    /** A row as the table or its quarantine has it. */
    record Cell(String input, int id, Window in, boolean quarantined, boolean late) {}

    /** What a published run has seen, for the oracle. */
    record Published(WindowRun run, Map<String, List<Row>> read, Set<Window> publishedBefore) {}

    static final class Input {
        final String path;
        /** Windows whose patterns name it; empty if it is anybody's who comes first. */
        final Set<Window> named;

        final Set<Optional<Window>> dropped = new HashSet<>();
        int version = 1;
        List<Row> rows;

        Input(String path, Set<Window> named, List<Row> rows) {
            this.path = path;
            this.named = named;
            this.rows = rows;
        }
    }

    enum State {
        RUNNING,
        PREPARED,
        /** It waits for somebody's decision. */
        HELD,
        /** In its table; prepared still, for the ledger. */
        COMMITTED
    }

    static final class Run {
        final int id;
        final WindowRun run;
        final Map<String, Integer> versions = new LinkedHashMap<>();
        final Map<String, List<Row>> read = new LinkedHashMap<>();
        /** Inputs that held runs have read. */
        final Set<String> leftOut = new TreeSet<>();

        final Map<Rows, Entry> known = new HashMap<>();
        final Set<Window> published;
        final int additions;
        final List<Cell> cells = new ArrayList<>();
        EntryChanges changes = new EntryChanges(Set.of(), Map.of());
        State state = State.RUNNING;
        boolean dead;

        Run(int id, WindowRun run, Set<Window> published, int additions) {
            this.id = id;
            this.run = run;
            this.published = Set.copyOf(published);
            this.additions = additions;
        }
    }

    private final WindowRules rules;
    private final WindowShadow shadow;
    private final boolean traced;
    final Map<String, Input> inputs = new TreeMap<>();
    final Map<Rows, Entry> entries = new HashMap<>();
    final Set<Window> published = new TreeSet<>();
    final List<Run> runs = new ArrayList<>();
    final List<Published> history = new ArrayList<>();
    final List<Cell> table = new ArrayList<>();
    private final Map<Window, Integer> additions = new HashMap<>();
    private final Set<Integer> ancestry = new HashSet<>();
    /** What has happened, one line each. */
    final List<String> trace = new ArrayList<>();

    private int lastId;

    WindowWorld(WindowRules rules, WindowShadow shadow, boolean traced) {
        this.rules = rules;
        this.shadow = shadow;
        this.traced = traced;
    }

    /** The run, if nothing stands in its way and there is something to do. */
    Optional<Run> claim(WindowRun wanted) {
        if (published.contains(wanted.window()) == (wanted.kind() == WindowRun.Kind.FIRST)) {
            return Optional.empty();
        }
        Optional<Run> run = judge(wanted);
        shadow.claimed(this, wanted, run);
        return run;
    }

    private Optional<Run> judge(WindowRun wanted) {
        Window window = wanted.window();
        boolean taken = runs.stream().anyMatch(other -> other.run.window().equals(window));
        boolean awaited = runs.stream()
                .anyMatch(other -> (other.state == State.PREPARED || other.state == State.COMMITTED)
                        && other.changes.set().values().stream()
                                .anyMatch(entry -> entry.home().equals(window) && !entry.deferred()));
        if (taken || awaited && rules.waitsForPrepared()) {
            return Optional.empty();
        }
        Set<String> needed = needed(wanted);
        Set<String> held = new TreeSet<>();
        runs.stream().filter(other -> other.state == State.HELD).forEach(other -> held.addAll(other.versions.keySet()));
        if (rules.waitsForRowsThatAreHeld()) {
            held.removeAll(needed);
        }
        Set<String> paths = new TreeSet<>(needed);
        paths.addAll(unread(wanted));
        boolean any = !paths.isEmpty();
        held.retainAll(paths);
        paths.removeAll(held);
        // Without any of its files, for all others are held, it waits for a decision.
        if (paths.isEmpty() && (any || wanted.kind() == WindowRun.Kind.LATE)) {
            return Optional.empty();
        }
        if (rules.readsAlone()
                && runs.stream()
                        .anyMatch(other -> other.versions.keySet().stream().anyMatch(paths::contains))) {
            return Optional.empty();
        }
        Run run = new Run(++lastId, wanted, published, additions.getOrDefault(window, 0));
        run.leftOut.addAll(held);
        for (String path : paths) {
            Input input = inputs.get(path);
            run.versions.put(path, input.version);
            run.read.put(path, input.rows);
        }
        entries.forEach((rows, entry) -> {
            if (paths.contains(rows.input())) {
                run.known.put(rows, entry);
            }
        });
        runs.add(run);
        trace(() -> "%d claims %s of %s, reads %s, leaves out %s"
                .formatted(run.id, wanted.kind(), day(window), run.versions, run.leftOut));
        return Optional.of(run);
    }

    static String day(Window window) {
        return window.start().toString().substring(8, 10);
    }

    private void trace(Supplier<String> line) {
        if (traced) {
            trace.add(line.get());
        }
    }

    /** Inputs with rows that the run has to place again, or at last. */
    private Set<String> needed(WindowRun run) {
        Set<String> paths = new TreeSet<>();
        entries.forEach((rows, entry) -> {
            boolean late = entry.deferred() && entry.by().equals(run.window()) && published.contains(entry.home());
            if (run.kind() == WindowRun.Kind.LATE ? late : entry.home().equals(run.window())) {
                paths.add(rows.input());
            }
        });
        return paths;
    }

    /** Inputs that the run reads besides: its own by name, or those that nobody has read. */
    private Set<String> unread(WindowRun run) {
        Set<String> paths = new TreeSet<>();
        if (run.kind() != WindowRun.Kind.LATE) {
            Set<String> seen = new HashSet<>();
            entries.keySet().forEach(rows -> seen.add(rows.input()));
            inputs.values().stream()
                    .filter(input ->
                            input.named.isEmpty() ? !seen.contains(input.path) : input.named.contains(run.window()))
                    .forEach(input -> paths.add(input.path));
        }
        return paths;
    }

    /** One step of a living run. */
    void advance(Run run) {
        switch (run.state) {
            case RUNNING -> prepare(run);
            case PREPARED -> commit(run);
            case COMMITTED -> publish(run);
            case HELD -> throw new IllegalStateException("a held run does nothing");
        }
    }

    void hold(Run run) {
        trace(() -> run.id + " is held");
        run.state = State.HELD;
        shadow.held(run);
    }

    void decide(Run run, boolean accepted) {
        trace(() -> run.id + (accepted ? " is accepted" : " is discarded"));
        run.state = State.PREPARED;
        shadow.decided(run, accepted);
        if (!accepted) {
            runs.remove(run);
        }
    }

    void crash(Run run) {
        trace(() -> run.id + " crashes, " + run.state);
        if (run.state == State.RUNNING || !rules.rollsForward()) {
            runs.remove(run);
            shadow.failed(run);
        } else {
            run.dead = true;
        }
    }

    /** Rolls a prepared run forward from where the ledger knows it: whether it has committed, only the table tells. */
    void recover(Run run) {
        run.dead = false;
        trace(() -> run.id + " is recovered");
        shadow.recovered(run);
        if (!rules.looksForItself() || !ancestry.contains(run.id)) {
            run.state = State.PREPARED;
            commit(run);
        }
        if (runs.contains(run)) {
            publish(run);
        }
    }

    private void prepare(Run run) {
        if (run.versions.entrySet().stream().anyMatch(read -> inputs.get(read.getKey()).version != read.getValue())) {
            trace(() -> run.id + " fails, its input has changed");
            runs.remove(run); // an input was altered while it was read
            shadow.failed(run);
            return;
        }
        Set<Rows> seen = new HashSet<>();
        int deferred = 0;
        int read = 0;
        for (Map.Entry<String, List<Row>> input : run.read.entrySet()) {
            for (Row row : input.getValue()) {
                read++;
                Rows rows = new Rows(input.getKey(), rules.placement.byColumn() ? row.of() : Optional.empty());
                seen.add(rows);
                Place place = rules.place(
                        run.run,
                        rows.window(),
                        Optional.ofNullable(run.known.get(rows)),
                        rows.window().filter(run.published::contains).isPresent());
                if (place instanceof Place.Lands lands) {
                    boolean late = lands.how() == Entry.How.APPEND;
                    run.cells.add(new Cell(input.getKey(), row.id(), lands.in(), false, late));
                } else if (place instanceof Place.Quarantined quarantined) {
                    run.cells.add(new Cell(input.getKey(), row.id(), quarantined.in(), true, false));
                } else {
                    deferred++;
                }
            }
        }
        if (read != run.cells.size() + deferred) {
            throw new AssertionError("rows read are not all accounted for");
        }
        Map<String, String> versions = new HashMap<>();
        run.versions.forEach((path, version) -> versions.put(path, "v" + version));
        run.changes = EntryChanges.of(rules.placement, run.run, versions, run.known, seen, run.published::contains);
        run.state = State.PREPARED;
        shadow.prepared(run);
    }

    private void commit(Run run) {
        Window window = run.run.window();
        boolean replaces = run.run.kind() == WindowRun.Kind.RERUN;
        if (replaces && rules.refusesAdditions() && additions.getOrDefault(window, 0) != run.additions) {
            trace(() -> run.id + " starts over");
            runs.remove(run); // it is discarded, and started over another time
            shadow.discarded(run);
            return;
        }
        if (replaces) {
            table.removeIf(cell -> cell.in().equals(window));
        }
        table.addAll(run.cells);
        run.cells.stream()
                .map(Cell::in)
                .distinct()
                .filter(in -> !in.equals(window))
                .forEach(in -> additions.merge(in, 1, Integer::sum));
        ancestry.add(run.id);
        run.state = State.COMMITTED;
        Set<Integer> rows = new HashSet<>();
        for (Cell cell : table) {
            if (!rows.add(cell.id())) {
                throw new AssertionError("row %d of %s is in two places".formatted(cell.id(), cell.input()));
            }
        }
    }

    private void publish(Run run) {
        trace(() -> run.id + " is published");
        run.changes.removed().forEach(rows -> trace(() -> "  removes " + rows));
        run.changes
                .set()
                .forEach((rows, entry) -> trace(() -> "  sets %s %s: %s %s home %s by %s%s"
                        .formatted(
                                rows.input(),
                                rows.window().map(WindowWorld::day).orElse("-"),
                                entry.version(),
                                entry.how(),
                                day(entry.home()),
                                day(entry.by()),
                                entry.changed() ? " changed" : "")));
        run.changes.removed().forEach(entries::remove);
        entries.putAll(run.changes.set());
        history.add(new Published(run.run, Map.copyOf(run.read), run.published));
        published.add(run.run.window());
        runs.remove(run);
        shadow.published(this, run);
    }

    /** What has to be run so that all rows are where they belong. */
    Set<WindowRun> unsettled() {
        Set<WindowRun> needed = new HashSet<>();
        entries.forEach((rows, entry) -> {
            if (!entry.changed() || rules.settlesChanges()) {
                rules.placement
                        .settledBy(entry, published.contains(entry.home()))
                        .ifPresent(needed::add);
            }
        });
        return needed;
    }
}
