package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_KEY;
import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.OptionType;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a tree as an option's type says. */
final class ValueReader {
    private final Problems problems;
    private final OptionReader sections;
    private final ScalarReader scalars;

    ValueReader(Problems problems, OptionReader sections) {
        this.problems = problems;
        this.sections = sections;
        this.scalars = new ScalarReader(problems);
    }

    /**
     * The value, or nothing if there is a problem with it, which was noted then.
     *
     * @param what the key's path, for messages
     */
    @SuppressWarnings("unchecked") // each branch gives what its type says
    <T> Optional<T> read(Tree tree, OptionType<T> type, String what) {
        return (Optional<T>) value(tree, type, what);
    }

    private Optional<?> value(Tree tree, OptionType<?> type, String what) {
        if (type instanceof OptionType.ListOf<?> list) {
            return list(tree, list.element(), what);
        }
        if (type instanceof OptionType.MapOf<?> map) {
            return map(tree, map, what);
        }
        if (type instanceof OptionType.Section section) {
            return sections.map(tree, what).map(map -> {
                sections.refuseUnknown(map, what, OptionReader.names(section.options()));
                return sections.read(map, what, section.options(), map.location());
            });
        }
        if (!(tree instanceof Scalar scalar)) {
            problems.add(
                    tree.location(), WRONG_SHAPE, "%s must be a single value, not %s".formatted(what, tree.shape()));
            return Optional.empty();
        }
        return scalars.read(scalar, type, what);
    }

    private Optional<List<Object>> list(Tree tree, OptionType<?> element, String what) {
        if (!(tree instanceof ListTree list)) {
            return value(tree, element, what).map(List::of);
        }
        List<Object> items = new ArrayList<>();
        boolean complete = true;
        for (Tree item : list.items()) {
            if (item.isNull()) {
                fail(item, EMPTY_VALUE, "an item of %s is empty".formatted(what));
                complete = false;
                continue;
            }
            Optional<?> value = value(item, element, what);
            complete &= value.isPresent();
            value.ifPresent(items::add);
        }
        return complete ? Optional.of(List.copyOf(items)) : Optional.empty();
    }

    private Optional<Map<String, Object>> map(Tree tree, OptionType.MapOf<?> type, String what) {
        if (!(tree instanceof MapTree map)) {
            problems.add(tree.location(), WRONG_SHAPE, "%s must be a map, not %s".formatted(what, tree.shape()));
            return Optional.empty();
        }
        Map<String, Object> result = new LinkedHashMap<>();
        boolean complete = true;
        for (Entry entry : map.entries().values()) {
            Location place = entry.keyLocation();
            Scalar key = new Scalar(
                    entry.key(), false, new Origin(place, map.origin().layer()));
            Optional<String> name = read(key, type.key(), "a key of " + what);
            Optional<?> value = value(entry.value(), type.value(), what + "." + entry.key());
            complete &= name.isPresent() && value.isPresent();
            if (name.isPresent() && value.isPresent() && result.put(name.get(), value.get()) != null) {
                problems.add(place, DUPLICATE_KEY, "the key '%s' stands twice".formatted(name.get()));
            }
        }
        return complete ? Optional.of(Collections.unmodifiableMap(result)) : Optional.empty();
    }

    private void fail(Tree tree, ErrorCode code, String message) {
        problems.add(tree.location(), code, message);
    }
}
