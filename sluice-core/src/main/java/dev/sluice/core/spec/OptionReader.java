package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.MISSING_KEY;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the options of a section, and tells every key that is unknown, missing or wrong. */
final class OptionReader {
    private final Problems problems;
    private final ValueReader values;

    OptionReader(Problems problems) {
        this.problems = problems;
        this.values = new ValueReader(problems, this);
    }

    ValueReader values() {
        return values;
    }

    /** A section that may be absent: an empty map where it is not set; nothing if it is no map. */
    Optional<MapTree> map(Tree tree, String title) {
        if (tree instanceof MapTree map) {
            return Optional.of(map);
        }
        if (tree.isNull()) {
            return Optional.of(new MapTree(Map.of(), tree.origin()));
        }
        problems.add(tree.location(), WRONG_SHAPE, "%s must be a map, not %s".formatted(title, tree.shape()));
        return Optional.empty();
    }

    /**
     * The options of a section; those with a problem are left unset.
     *
     * @param title how messages call the section
     * @param at where missing keys are reported
     */
    SectionOptions read(MapTree map, String title, Collection<? extends Option<?>> options, @Nullable Location at) {
        Map<String, Object> read = new HashMap<>();
        Map<String, Location> places = new HashMap<>();
        for (Option<?> option : options) {
            Entry entry = map.entries().get(option.name());
            if (entry == null || entry.value().isNull()) {
                if (option.required()) {
                    missing(entry == null ? at : entry.keyLocation(), option.name(), title);
                }
                continue;
            }
            places.put(option.name(), entry.value().location());
            values.read(entry.value(), option.type(), title + "." + option.name())
                    .ifPresent(value -> read.put(option.name(), value));
        }
        return new SectionOptions(read, places, at);
    }

    void missing(@Nullable Location at, String key, String title) {
        problems.add(at, MISSING_KEY, "'%s' is missing in %s".formatted(key, title));
    }

    /** Tells the keys of the map that are not among the known ones. */
    void refuseUnknown(MapTree map, String title, Collection<String> known) {
        refuseUnknown(map, title, known, List.of());
    }

    /** As above; the keys that were read elsewhere are suggested too. */
    void refuseUnknown(MapTree map, String title, Collection<String> known, Collection<String> elsewhere) {
        List<String> suggested = new ArrayList<>(elsewhere);
        suggested.addAll(known);
        for (Entry entry : map.entries().values()) {
            if (!known.contains(entry.key())) {
                unknown(entry.keyLocation(), entry.key(), title, suggested);
            }
        }
    }

    void unknown(Location location, String key, String title, Collection<String> known) {
        String hint = DidYouMean.hint(key, known);
        if (hint == null && known.size() <= 12) {
            hint = known.isEmpty() ? "it has no keys" : "known keys: " + String.join(", ", known);
        }
        problems.add(location, UNKNOWN_KEY, "unknown key '%s' in %s".formatted(key, title), hint);
    }

    static List<String> names(Collection<? extends Option<?>> options) {
        List<String> names = new ArrayList<>();
        options.forEach(option -> names.add(option.name()));
        return names;
    }
}
