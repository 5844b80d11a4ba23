package dev.sluice.spark.row;

import dev.sluice.core.plan.NestedPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Where within its columns a step looks and writes.
 *
 * @param names of all that the step reads, as the plug-in knows them
 * @param reads the paths among them
 * @param writes the paths that it writes
 * @param deepest the path whose elements the plug-in is called for; null where it is called once for each row
 */
record Binding(
        List<String> names,
        Map<String, NestedPath> reads,
        Map<String, NestedPath> writes,
        @Nullable NestedPath deepest) {
    /**
     * @param columns those that are read
     * @param made those that come of the step
     * @return null where there are no paths
     */
    static @Nullable Binding of(List<String> names, StructType columns, StructType writes, StructType made) {
        Map<String, NestedPath> reading = paths(names, columns);
        Map<String, NestedPath> writing = paths(List.of(writes.fieldNames()), made);
        if (reading.isEmpty() && writing.isEmpty()) {
            return null;
        }
        NestedPath deepest = null;
        List<NestedPath> all = new ArrayList<>(reading.values());
        all.addAll(writing.values());
        for (NestedPath path : all) {
            boolean deeper = path.isOfElements()
                    && (deepest == null
                            || path.elements().length() > deepest.elements().length());
            deepest = deeper ? path : deepest;
        }
        return new Binding(List.copyOf(names), reading, writing, deepest);
    }

    private static Map<String, NestedPath> paths(List<String> names, StructType columns) {
        List<String> plain =
                Arrays.stream(columns.fields()).map(StructField::name).toList();
        Map<String, NestedPath> paths = new LinkedHashMap<>();
        names.stream()
                .filter(name -> !plain.contains(name))
                .forEach(name -> NestedPath.parse(name).ifPresent(path -> paths.put(name, path)));
        return paths;
    }

    /** The columns that paths begin with. */
    List<String> roots() {
        List<String> roots = new ArrayList<>();
        reads.values().forEach(path -> roots.add(path.column()));
        writes.values().forEach(path -> roots.add(path.column()));
        return roots.stream().distinct().toList();
    }

    /** The path that a failed call concerns; null if it concerns several columns. */
    @Nullable
    String subject() {
        if (deepest != null) {
            return reads.values().stream()
                    .filter(path -> path.elements().equals(deepest.elements()))
                    .map(NestedPath::text)
                    .findFirst()
                    .orElse(deepest.elements());
        }
        return names.size() == 1 ? names.get(0) : null;
    }

    /** The keys of every element that the plug-in is called for. */
    List<List<Object>> elements(@Nullable Object root) {
        List<List<Object>> found = new ArrayList<>();
        if (deepest == null) {
            found.add(List.of());
        } else {
            List<String> steps = deepest.steps().subList(0, deepest.steps().lastIndexOf(NestedPath.EACH) + 1);
            find(root, steps, List.of(), found);
        }
        return found;
    }

    private static void find(@Nullable Object value, List<String> steps, List<Object> keys, List<List<Object>> found) {
        if (steps.isEmpty()) {
            found.add(keys);
            return;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (!steps.get(0).equals(NestedPath.EACH)) {
            find(NestedValues.get(value, List.of(steps.get(0))), rest, keys, found);
            return;
        }
        for (Object key : NestedValues.keys(value)) {
            List<Object> deeper = new ArrayList<>(keys);
            deeper.add(key);
            find(NestedValues.get(value, List.of(key)), rest, deeper, found);
        }
    }
}
