package dev.sluice.spark.run;

import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Place;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files, table and ledger in memory, with one run after the other: what {@code WindowSimulationTest} has shown to be right. */
final class ModelWorld {
    /** A row as a file has it; ids are never used twice. */
    record Line(int id, Optional<Window> of) {}

    /** A row as the table or its quarantine has it. */
    private record Cell(int id, Window in, boolean quarantined, boolean late) {
        String text() {
            return "%d in %s%s%s"
                    .formatted(
                            id,
                            in.start().toString().substring(0, 10),
                            quarantined ? ", quarantined" : "",
                            late ? ", late" : "");
        }
    }

    private final Placement placement;
    private final Map<String, List<Line>> files = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<Rows, Entry> entries = new HashMap<>();
    private final Set<Window> published = new HashSet<>();
    private final List<Cell> table = new ArrayList<>();

    ModelWorld(Placement placement) {
        this.placement = placement;
    }

    void write(String file, List<Line> lines) {
        files.put(file, lines);
        versions.merge(file, 1, Integer::sum);
    }

    List<String> files() {
        return List.copyOf(files.keySet());
    }

    int version(String file) {
        return versions.getOrDefault(file, 0);
    }

    boolean isPublished(Window window) {
        return published.contains(window);
    }

    private boolean reads(WindowRun run, String file) {
        boolean known = false;
        for (Map.Entry<Rows, Entry> each : entries.entrySet()) {
            if (each.getKey().input().equals(file)) {
                Entry entry = each.getValue();
                known = true;
                boolean late = entry.how() == Entry.How.DEFERRED
                        && entry.by().equals(run.window())
                        && published.contains(entry.home());
                if (run.kind() == Kind.LATE ? late : entry.home().equals(run.window())) {
                    return true;
                }
            }
        }
        return !known && run.kind() != Kind.LATE;
    }

    void run(WindowRun run) {
        Map<String, String> read = new LinkedHashMap<>();
        files.keySet().stream()
                .filter(file -> reads(run, file))
                .forEach(file -> read.put(file, "v" + versions.get(file)));
        if (run.kind() != Kind.LATE) {
            table.removeIf(cell -> cell.in().equals(run.window()));
        } else if (read.isEmpty()) {
            return;
        }
        Set<Rows> seen = new LinkedHashSet<>();
        for (String file : read.keySet()) {
            for (Line line : files.getOrDefault(file, List.of())) {
                Rows rows = new Rows(file, line.of());
                seen.add(rows);
                Place place = placement.place(
                        run,
                        line.of(),
                        Optional.ofNullable(entries.get(rows)),
                        line.of().filter(published::contains).isPresent());
                if (place instanceof Place.Lands lands) {
                    table.add(new Cell(line.id(), lands.in(), false, lands.how() == Entry.How.APPEND));
                } else if (place instanceof Place.Quarantined quarantined) {
                    table.add(new Cell(line.id(), quarantined.in(), true, false));
                }
            }
        }
        EntryChanges changes =
                EntryChanges.of(placement, run, read, Map.copyOf(entries), seen, Set.copyOf(published)::contains);
        changes.removed().forEach(entries::remove);
        entries.putAll(changes.set());
        published.add(run.window());
    }

    /** Runs what it takes until all rows are where they belong. */
    void settle() {
        for (Optional<WindowRun> next = unsettled(); next.isPresent(); next = unsettled()) {
            run(next.get());
        }
    }

    private Optional<WindowRun> unsettled() {
        return entries.values().stream()
                .flatMap(entry -> placement.settledBy(entry, published.contains(entry.home())).stream())
                .findFirst();
    }

    /** Each row and where it is. */
    Set<String> table() {
        Set<String> texts = new TreeSet<>();
        table.forEach(cell -> texts.add(cell.text()));
        if (texts.size() != table.size()) {
            throw new AssertionError("the model has rows in two places: " + table);
        }
        return texts;
    }
}
