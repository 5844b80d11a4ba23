package dev.sluice.core.config;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths such as {@code target.columns.id.type}; list items are numbered from 0. */
final class TreePath {
    private TreePath() {}

    /** The keys of a path. What follows {@code spark} or {@code target.properties} is one key, dots and all. */
    static List<String> keys(String path) {
        if (path.startsWith("spark.")) {
            return List.of("spark", path.startsWith("spark.spark.") ? path.substring("spark.".length()) : path);
        }
        String properties = "target.properties.";
        if (path.startsWith(properties)) {
            return List.of("target", "properties", path.substring(properties.length()));
        }
        return List.of(path.split("\\.", -1));
    }

    /** The value there; its key's place too, but for list items. */
    static Optional<Found> find(Tree root, List<String> keys) {
        Found found = new Found(root, Optional.empty());
        for (String key : keys) {
            if (found.value() instanceof MapTree map && map.find(key).isPresent()) {
                Entry entry = map.find(key).orElseThrow();
                found = new Found(entry.value(), Optional.of(entry));
            } else if (found.value() instanceof ListTree list
                    && index(list, key).isPresent()) {
                found = new Found(list.items().get(index(list, key).orElseThrow()), Optional.empty());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    static Optional<Integer> index(ListTree list, String key) {
        if (key.isEmpty() || key.length() > 6 || !key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int index = Integer.parseInt(key);
        return index < list.items().size() ? Optional.of(index) : Optional.empty();
    }

    /** Every path below the tree, for suggestions. */
    static List<String> all(MapTree root) {
        List<String> paths = new ArrayList<>();
        collect(root, "", paths);
        return paths;
    }

    private static void collect(Tree tree, String prefix, List<String> paths) {
        if (tree instanceof MapTree map) {
            for (Entry entry : map.entries().values()) {
                paths.add(prefix + entry.key());
                collect(entry.value(), prefix + entry.key() + ".", paths);
            }
        }
    }

    record Found(Tree value, Optional<Entry> entry) {}
}
