package dev.sluice.core.config;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.HashSet;
import java.util.Set;

/** Finds the names of variables in a tree. */
final class References {
    private References() {}

    /** The keys of {@code vars:} and what stands in references. */
    static Set<String> declaredOrUsed(MapTree root) {
        Set<String> names = new HashSet<>();
        root.find("vars")
                .filter(entry -> entry.value() instanceof MapTree)
                .ifPresent(entry ->
                        names.addAll(((MapTree) entry.value()).entries().keySet()));
        collect(root, names);
        return names;
    }

    private static void collect(Tree tree, Set<String> names) {
        if (tree instanceof Scalar scalar) {
            String text = scalar.text();
            for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", start + 2)) {
                int end = text.indexOf('}', start);
                if (end > start) {
                    names.add(text.substring(start + 2, end));
                }
            }
        } else if (tree instanceof ListTree list) {
            list.items().forEach(item -> collect(item, names));
        } else {
            ((MapTree) tree).entries().values().forEach(entry -> collect(entry.value(), names));
        }
    }
}
