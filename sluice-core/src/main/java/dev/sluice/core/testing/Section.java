package dev.sluice.core.testing;

import static dev.sluice.api.ErrorCode.MISSING_KEY;
import static dev.sluice.api.ErrorCode.NOT_A_WHOLE_NUMBER;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A map of a test file, whose keys are known. What is wrong is noted, and counts as not set. */
final class Section {
    private final MapTree map;
    private final String title;
    private final Problems problems;

    private Section(MapTree map, String title, Problems problems) {
        this.map = map;
        this.title = title;
        this.problems = problems;
    }

    /** The section; an empty one where the tree is no map, or holds nothing. */
    static Section of(Tree tree, String title, List<String> keys, Problems problems) {
        if (!(tree instanceof MapTree map)) {
            if (!tree.isNull()) {
                problems.add(tree.location(), WRONG_SHAPE, "%s must be a map, not %s".formatted(title, tree.shape()));
            }
            return new Section(new MapTree(Map.of(), tree.origin()), title, problems);
        }
        for (Entry entry : map.entries().values()) {
            if (!keys.contains(entry.key())) {
                String hint = DidYouMean.hint(entry.key(), keys);
                problems.add(
                        entry.keyLocation(),
                        UNKNOWN_KEY,
                        "unknown key '%s' in %s".formatted(entry.key(), title),
                        hint == null ? "known keys: " + String.join(", ", keys) : hint);
            }
        }
        return new Section(map, title, problems);
    }

    Location location() {
        return map.location();
    }

    /** Whether the key stands there, be it with nothing. */
    boolean has(String key) {
        return map.entries().containsKey(key);
    }

    Optional<Tree> find(String key) {
        return map.find(key).map(Entry::value).filter(tree -> !tree.isNull());
    }

    Tree require(String key, Tree otherwise) {
        Optional<Tree> found = find(key);
        if (found.isEmpty()) {
            problems.add(location(), MISSING_KEY, "'%s' is missing in %s".formatted(key, title));
        }
        return found.orElse(otherwise);
    }

    Optional<Scalar> scalar(String key) {
        return find(key).flatMap(tree -> {
            if (tree instanceof Scalar scalar) {
                return Optional.of(scalar);
            }
            wrongShape(tree, key, "a single value");
            return Optional.empty();
        });
    }

    Optional<String> text(String key) {
        return scalar(key).map(Scalar::text);
    }

    Optional<Long> whole(String key) {
        return find(key).flatMap(tree -> whole(tree, title + "." + key, problems));
    }

    static Optional<Long> whole(Tree tree, String what, Problems problems) {
        if (tree instanceof Scalar scalar && scalar.text().matches("[0-9]{1,18}")) {
            return Optional.of(Long.valueOf(scalar.text()));
        }
        problems.add(
                tree.location(),
                NOT_A_WHOLE_NUMBER,
                "%s must be a whole number, not %s"
                        .formatted(what, tree instanceof Scalar scalar ? "'" + scalar.text() + "'" : tree.shape()));
        return Optional.empty();
    }

    /** The items; a single value stands for a list of one. */
    List<Tree> list(String key) {
        return find(key)
                .map(tree -> tree instanceof ListTree list ? list.items() : List.of(tree))
                .orElse(List.of());
    }

    /** The texts of a list. */
    List<String> texts(String key) {
        return list(key).stream()
                .flatMap(tree -> {
                    if (tree instanceof Scalar scalar) {
                        return Optional.of(scalar.text()).stream();
                    }
                    wrongShape(tree, key, "a single value");
                    return Optional.<String>empty().stream();
                })
                .toList();
    }

    Map<String, Entry> entries(String key) {
        Optional<Tree> found = find(key);
        if (found.isPresent() && !(found.get() instanceof MapTree)) {
            wrongShape(found.get(), key, "a map");
        }
        return found.filter(MapTree.class::isInstance)
                .map(tree -> ((MapTree) tree).entries())
                .orElse(Map.of());
    }

    /** The maps of a list. */
    List<MapTree> maps(String key) {
        return find(key).map(tree -> maps(tree, title + "." + key, problems)).orElse(List.of());
    }

    static List<MapTree> maps(Tree tree, String what, Problems problems) {
        if (!(tree instanceof ListTree list)) {
            if (!tree.isNull()) {
                problems.add(tree.location(), WRONG_SHAPE, "%s must be a list, not %s".formatted(what, tree.shape()));
            }
            return List.of();
        }
        for (Tree item : list.items()) {
            if (!(item instanceof MapTree)) {
                problems.add(
                        item.location(),
                        WRONG_SHAPE,
                        "each of %s must be a map of columns, not %s".formatted(what, item.shape()));
            }
        }
        return list.items().stream()
                .filter(MapTree.class::isInstance)
                .map(MapTree.class::cast)
                .toList();
    }

    void wrongShape(Tree tree, String key, String wanted) {
        problems.add(
                tree.location(), WRONG_SHAPE, "%s.%s must be %s, not %s".formatted(title, key, wanted, tree.shape()));
    }
}
