package dev.sluice.core.window;

import dev.sluice.core.window.WindowRun.Kind;
import dev.sluice.core.window.WindowWorld.Cell;
import dev.sluice.core.window.WindowWorld.Input;
import dev.sluice.core.window.WindowWorld.Row;
import dev.sluice.core.window.WindowWorld.Run;
import dev.sluice.core.window.WindowWorld.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** One random schedule of arrivals, changes, runs, re-runs, crashes and recoveries, with up to four runs at once. */
final class WindowSimulation {
    private static final Grid GRID = new Grid(new Every(1, Every.Unit.DAYS), ZoneOffset.UTC);
    private static final int EVENTS = 60;

    private final Random random;
    private final List<Window> windows;
    private final Placement placement;
    private final boolean named;
    private final WindowWorld world;
    private int lastRow;

    WindowSimulation(long seed, Function<Placement, WindowRules> rules, WindowShadow shadow, boolean traced) {
        this.random = new Random(seed);
        this.windows = GRID.between(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-06T00:00:00Z"))
                .toList();
        Late late = Late.values()[(int) Math.floorMod(seed, 4L)];
        Optional<Duration> lateness =
                random.nextInt(3) == 0 ? Optional.of(Duration.ofDays(1 + random.nextInt(2))) : Optional.empty();
        this.placement = new Placement(GRID, random.nextInt(8) != 0, late, lateness);
        this.named = random.nextBoolean();
        this.world = new WindowWorld(rules.apply(placement), shadow, traced);
    }

    /** @throws AssertionError where a rule of the model is violated */
    void run() {
        for (int i = 0; i < EVENTS; i++) {
            event();
        }
        List<Run> left = new ArrayList<>(world.runs);
        left.forEach(run -> {
            if (run.dead) {
                world.recover(run);
            } else {
                if (run.state == State.HELD) {
                    world.decide(run, random.nextBoolean());
                }
                finish(run);
            }
        });
        List<Window> all = shuffled();
        all.stream()
                .filter(window -> !world.published.contains(window))
                .forEach(window -> complete(new WindowRun(window, Kind.FIRST)));
        settle();
        WindowOracle oracle = new WindowOracle(world, placement);
        same(new HashSet<>(world.table), oracle.expectedAsRead(), "the policy says, of what was read");
        // Inputs that changed, or came late, are read by nobody unless a window that they belong to is run again.
        shuffled().forEach(window -> complete(new WindowRun(window, Kind.RERUN)));
        settle();
        Set<Cell> found = new HashSet<>(world.table);
        same(found, oracle.expected(), "the policy says");
        for (int i = 0; i < 2; i++) {
            shuffled().forEach(window -> complete(new WindowRun(window, Kind.RERUN)));
            settle();
        }
        same(new HashSet<>(world.table), found, "before the re-runs");
    }

    private static void same(Set<Cell> found, Set<Cell> expected, String what) {
        Set<Cell> odd = new HashSet<>(found);
        odd.removeAll(expected);
        Set<Cell> missing = new HashSet<>(expected);
        missing.removeAll(found);
        if (!odd.isEmpty() || !missing.isEmpty()) {
            throw new AssertionError("rows are not where %s: %s rather than %s".formatted(what, odd, missing));
        }
    }

    private void event() {
        List<Run> held =
                world.runs.stream().filter(run -> run.state == State.HELD).toList();
        List<Run> living = world.runs.stream()
                .filter(run -> !run.dead && run.state != State.HELD)
                .toList();
        List<Run> dead = world.runs.stream().filter(run -> run.dead).toList();
        int die = random.nextInt(100);
        if (die < 14) {
            arrive();
        } else if (die < 20 && !world.inputs.isEmpty()) {
            change(pick(List.copyOf(world.inputs.values())));
        } else if (die < 45 && world.runs.size() < 4) {
            begin();
        } else if (die < 50 && !living.isEmpty()) {
            world.crash(pick(living));
        } else if (die < 60 && !dead.isEmpty()) {
            world.recover(pick(dead));
        } else if (die < 64 && !held.isEmpty()) {
            world.decide(pick(held), random.nextInt(3) != 0);
        } else if (die < 68 && !living.isEmpty()) {
            Run run = pick(living);
            if (run.state == State.PREPARED) {
                world.hold(run);
            }
        } else if (!living.isEmpty()) {
            world.advance(pick(living));
        }
    }

    private void begin() {
        List<WindowRun> needed = List.copyOf(world.unsettled());
        if (!needed.isEmpty() && random.nextBoolean()) {
            world.claim(pick(needed));
            return;
        }
        Window window = pick(windows);
        world.claim(new WindowRun(window, world.published.contains(window) ? Kind.RERUN : Kind.FIRST));
    }

    private void arrive() {
        if (world.inputs.size() == 8) {
            return;
        }
        Set<Window> namedBy = new HashSet<>();
        if (named) {
            int first = random.nextInt(windows.size());
            namedBy.add(windows.get(first));
            if (random.nextInt(4) == 0) {
                // Patterns that reach into the next day's folder.
                namedBy.add(windows.get(Math.min(first + 1, windows.size() - 1)));
            }
        }
        String path = "f" + world.inputs.size();
        Input input = new Input(path, namedBy, List.of());
        input.rows = rows(input);
        world.inputs.put(path, input);
    }

    private void change(Input input) {
        Set<Optional<Window>> had = new HashSet<>();
        input.rows.forEach(row -> had.add(row.of()));
        input.rows = rows(input);
        input.rows.forEach(row -> had.remove(row.of()));
        input.dropped.addAll(had);
        if (!placement.byColumn() && input.rows.isEmpty() && !had.isEmpty()) {
            // All its rows were of one kind, which is lost with them.
            input.dropped.add(Optional.empty());
            windows.forEach(window -> input.dropped.add(Optional.of(window)));
        }
        input.version++;
    }

    /** Up to four windows with a row or two each; a window that the input once lost does not come back. */
    private List<Row> rows(Input input) {
        List<Row> rows = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Optional<Window> of = random.nextInt(12) == 0 ? Optional.empty() : Optional.of(pick(windows));
            if (!input.dropped.contains(of)) {
                for (int n = 1 + random.nextInt(2); n > 0; n--) {
                    rows.add(new Row(++lastRow, of));
                }
            }
        }
        return rows;
    }

    private void settle() {
        for (int round = 0; ; round++) {
            List<WindowRun> needed = new ArrayList<>(world.unsettled());
            if (needed.isEmpty()) {
                return;
            }
            if (round == 50) {
                throw new AssertionError("it does not come to rest: " + needed);
            }
            needed.sort((a, b) -> a.window().compareTo(b.window()));
            Collections.shuffle(needed, random);
            needed.forEach(this::complete);
        }
    }

    private void complete(WindowRun wanted) {
        world.claim(wanted).ifPresent(this::finish);
    }

    private void finish(Run run) {
        while (world.runs.contains(run)) {
            world.advance(run);
        }
    }

    private List<Window> shuffled() {
        List<Window> all = new ArrayList<>(windows);
        Collections.shuffle(all, random);
        return all;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** What has happened, to tell why a seed fails. */
    String trace() {
        return "%s, %s%n%s"
                .formatted(placement, named ? "files named by window" : "any files", String.join("\n", world.trace));
    }

    /** How many runs of a kind were published. */
    long published(Kind kind) {
        return world.history.stream().filter(run -> run.run().kind() == kind).count();
    }
}
