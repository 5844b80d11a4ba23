package dev.sluice.core.config;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives all of a tree one place, for values that stand in no file. */
final class Relocation {
    private Relocation() {}

    static Tree to(Location location, String layer, Tree tree) {
        Origin origin = new Origin(location, layer);
        if (tree instanceof Scalar scalar) {
            return new Scalar(scalar.text(), scalar.plain(), origin);
        }
        if (tree instanceof ListTree list) {
            return new ListTree(
                    list.items().stream().map(item -> to(location, layer, item)).toList(), origin);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : ((MapTree) tree).entries().values()) {
            entries.put(entry.key(), new Entry(entry.key(), location, to(location, layer, entry.value())));
        }
        return new MapTree(entries, origin);
    }
}
