package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.INVALID_OVERRIDE;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Change;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one tree of layers: maps merge deeply, all else replaces, edits change one key. */
final class Merge {
    private final Problems problems;

    Merge(Problems problems) {
        this.problems = problems;
    }

    MapTree merge(List<Layer> layers) {
        MapTree root = new MapTree(Map.of(), new Origin(new Location("", 0, 0, 1), ""));
        for (Layer layer : layers) {
            root = layer instanceof Values values ? over(root, values.tree()) : edit(root, (Edit) layer);
        }
        return root;
    }

    private static MapTree over(MapTree base, MapTree top) {
        MapTree merged = new MapTree(base.entries(), top.origin());
        for (Entry entry : top.entries().values()) {
            Tree below = base.find(entry.key()).map(Entry::value).orElse(null);
            merged = below instanceof MapTree low && entry.value() instanceof MapTree high
                    ? merged.with(new Entry(entry.key(), entry.keyLocation(), over(low, high)))
                    : merged.with(entry);
        }
        return merged;
    }

    private MapTree edit(MapTree root, Edit edit) {
        Tree changed = change(root, edit, 0);
        return changed instanceof MapTree map ? map : root;
    }

    /** The tree with the edit applied below depth; null to remove it. */
    private @Nullable Tree change(@Nullable Tree tree, Edit edit, int depth) {
        if (depth == edit.path().size()) {
            return applied(tree, edit);
        }
        String key = edit.path().get(depth);
        if (tree instanceof ListTree list) {
            return inList(list, key, edit, depth);
        }
        if (tree instanceof Scalar scalar && !scalar.isNull()) {
            fail(edit, "'%s' is a single value and has no keys".formatted(path(edit, depth)), null);
            return tree;
        }
        MapTree map = tree instanceof MapTree found
                ? found
                : new MapTree(Map.of(), edit.value().origin());
        Entry entry = map.entries().get(key);
        if (entry == null && edit.change() == Change.DELETE) {
            fail(
                    edit,
                    "'%s' is not set".formatted(path(edit, depth + 1)),
                    DidYouMean.hint(key, map.entries().keySet()));
            return tree;
        }
        Tree child = change(entry == null ? null : entry.value(), edit, depth + 1);
        return child == null ? map.without(key) : map.with(new Entry(key, edit.location(), child));
    }

    private Tree inList(ListTree list, String key, Edit edit, int depth) {
        Optional<Integer> index = TreePath.index(list, key);
        if (index.isEmpty()) {
            fail(
                    edit,
                    "'%s' is a list of %d items and has no item '%s'"
                            .formatted(path(edit, depth), list.items().size(), key),
                    "items are numbered from 0; '+%s=...' adds one".formatted(path(edit, depth)));
            return list;
        }
        List<Tree> items = new ArrayList<>(list.items());
        Tree child = change(items.get(index.get()), edit, depth + 1);
        if (child == null) {
            items.remove((int) index.get());
        } else {
            items.set(index.get(), child);
        }
        return new ListTree(items, list.origin());
    }

    private @Nullable Tree applied(@Nullable Tree tree, Edit edit) {
        return switch (edit.change()) {
            case SET -> edit.value();
            case DELETE -> null;
            case APPEND -> appended(tree, edit);
        };
    }

    private Tree appended(@Nullable Tree tree, Edit edit) {
        if (tree instanceof MapTree) {
            fail(edit, "'%s' is a map; only a list can be appended to".formatted(edit.key()), null);
            return tree;
        }
        List<Tree> items = new ArrayList<>();
        if (tree instanceof ListTree list) {
            items.addAll(list.items());
        } else if (tree != null && !tree.isNull()) {
            items.add(tree);
        }
        if (edit.value() instanceof ListTree more) {
            items.addAll(more.items());
        } else {
            items.add(edit.value());
        }
        return new ListTree(items, edit.value().origin());
    }

    private static String path(Edit edit, int depth) {
        return String.join(".", edit.path().subList(0, depth));
    }

    private void fail(Edit edit, String message, @Nullable String hint) {
        problems.add(edit.location(), INVALID_OVERRIDE, message, hint);
    }
}
