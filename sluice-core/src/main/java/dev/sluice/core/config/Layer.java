package dev.sluice.core.config;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.List;

/** One layer of the configuration; later layers win. */
sealed interface Layer {
    /** As {@code config --why} names it. */
    String name();

    /** A text that sets many keys. */
    record Values(String name, MapTree tree) implements Layer {
        public Values {
            requireNonNull(name, "name");
            requireNonNull(tree, "tree");
        }
    }

    /** What an edit does. */
    enum Change {
        SET,
        APPEND,
        DELETE
    }

    /**
     * A change of one key.
     *
     * @param path from the root, at least one key
     * @param value empty for a deletion
     * @param location of the edit as a whole
     */
    record Edit(String name, Change change, List<String> path, Tree value, Location location) implements Layer {
        public Edit {
            requireNonNull(name, "name");
            path = List.copyOf(path);
            requireNonNull(value, "value");
        }

        String key() {
            return String.join(".", path);
        }
    }
}
