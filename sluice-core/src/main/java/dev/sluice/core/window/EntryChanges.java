package dev.sluice.core.window;

import dev.sluice.core.window.Entry.How;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a run changes what the ledger knows of its inputs, once it is published.
 *
 * @param removed rows of which the ledger is to know nothing more: their input has none of them any more
 * @param set entries that are new, or replace others
 */
public record EntryChanges(Set<Rows> removed, Map<Rows, Entry> set) {
    public EntryChanges {
        removed = Set.copyOf(removed);
        set = Map.copyOf(set);
    }

    /**
     * The changes.
     *
     * @param placement that has decided about the run's rows
     * @param read the inputs that the run has read, with their versions
     * @param known all entries of these inputs when the run claimed its window
     * @param seen the rows that the inputs had
     * @param published the windows that were published when the run claimed its own
     */
    public static EntryChanges of(
            Placement placement,
            WindowRun run,
            Map<String, String> read,
            Map<Rows, Entry> known,
            Collection<Rows> seen,
            Predicate<Window> published) {
        Set<Rows> removed = new HashSet<>();
        Map<Rows, Entry> set = new LinkedHashMap<>();
        Set<String> without = new HashSet<>(read.keySet());
        Set<Rows> all = new LinkedHashSet<>(known.keySet());
        all.addAll(seen);
        for (Rows rows : all) {
            String version = read.get(rows.input());
            if (version == null) {
                continue;
            }
            Optional<Entry> before = Optional.ofNullable(known.get(rows));
            boolean is = rows.window().filter(published).isPresent();
            Place place = placement.place(run, rows.window(), before, is);
            if (place instanceof Place.Elsewhere) {
                before.filter(entry -> !entry.deferred()
                                && !entry.changed()
                                && !entry.version().equals(version))
                        .ifPresent(entry -> set.put(rows, entry.markedChanged()));
                without.remove(rows.input());
            } else if (seen.contains(rows)) {
                set.put(rows, entry(place, version, run.window()));
                without.remove(rows.input());
            } else {
                removed.add(rows);
            }
        }
        for (String input : without) {
            Rows none = new Rows(input, Optional.empty());
            removed.remove(none);
            set.put(none, new Entry(String.valueOf(read.get(input)), run.window(), How.EMPTY, false, run.window()));
        }
        return new EntryChanges(removed, set);
    }

    private static Entry entry(Place place, String version, Window by) {
        if (place instanceof Place.Lands lands) {
            return new Entry(version, lands.in(), lands.how(), false, by);
        } else if (place instanceof Place.Quarantined quarantined) {
            return new Entry(version, quarantined.in(), How.QUARANTINE, false, by);
        } else if (place instanceof Place.Deferred deferred) {
            return new Entry(version, deferred.to(), How.DEFERRED, false, by);
        }
        throw new IllegalArgumentException("Cannot remember rows that are elsewhere");
    }
}
