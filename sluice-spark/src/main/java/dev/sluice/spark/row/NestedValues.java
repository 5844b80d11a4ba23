package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import dev.sluice.core.plan.NestedPath;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and sets what lies within a value made of lists and maps, which can be changed in place. */
final class NestedValues {
    private NestedValues() {}

    /** A copy made of lists and maps only. */
    static @Nullable Object changeable(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(changeable(element)));
            return copy;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> copy.put(key, changeable(each)));
            return copy;
        }
        if (value instanceof RecordView record) {
            record.columns().forEach(column -> copy.put(column, changeable(record.value(column))));
            return copy;
        }
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /**
     * The value as a plug-in may see it.
     *
     * @param texts whether scalars are texts
     */
    static @Nullable Object seen(@Nullable Object value, boolean texts) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(seen(element, texts)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, seen(each, texts)));
            return Collections.unmodifiableMap(copy);
        }
        return value == null || !texts ? value : value.toString();
    }

    /** The keys under which a list or map has its elements; none of another value. */
    static Collection<?> keys(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<Integer> indices = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                indices.add(i);
            }
            return indices;
        }
        return value instanceof Map<?, ?> map ? List.copyOf(map.keySet()) : List.of();
    }

    /** Where the steps lead; null where to nothing. */
    static @Nullable Object get(@Nullable Object root, List<?> steps) {
        Object value = root;
        for (Object step : steps) {
            if (value instanceof List<?> list && step instanceof Integer index) {
                value = index < list.size() ? list.get(index) : null;
            } else {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return value;
    }

    /** Sets the value; makes what is missing on the way, unless the value is null. Gives the root. */
    @SuppressWarnings("unchecked") // copies of our own
    static @Nullable Object set(@Nullable Object root, List<?> steps, @Nullable Object value) {
        if (steps.isEmpty()) {
            return value;
        }
        Object step = steps.get(0);
        List<?> rest = steps.subList(1, steps.size());
        if (root instanceof List<?> list && step instanceof Integer index) {
            ((List<@Nullable Object>) list).set(index, set(list.get(index), rest, value));
        } else if (root instanceof Map<?, ?> map) {
            ((Map<Object, @Nullable Object>) map).put(step, set(map.get(step), rest, value));
        } else if (root == null && value != null && step instanceof String) {
            Map<Object, @Nullable Object> made = new LinkedHashMap<>();
            made.put(step, set(null, rest, value));
            return made;
        }
        return root;
    }

    /** The steps with keys in place of {@link NestedPath#EACH}, as far as there are keys. */
    static List<Object> concrete(List<String> steps, List<?> keys) {
        List<Object> concrete = new ArrayList<>(steps.size());
        int next = 0;
        for (String step : steps) {
            concrete.add(step.equals(NestedPath.EACH) && next < keys.size() ? keys.get(next++) : step);
        }
        return concrete;
    }

    /** A path's text with keys in place of its first brackets. */
    static String concrete(String path, List<?> keys) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Object key : keys) {
            int at = path.indexOf(NestedPath.EACH, from);
            if (at < 0) {
                break;
            }
            text.append(path, from, at).append('[').append(key).append(']');
            from = at + NestedPath.EACH.length();
        }
        return text.append(path, from, path.length()).toString();
    }

    /** What a plug-in gives, in the form in which JSON text is made of it. */
    static @Nullable Object given(@Nullable Object value) {
        Object copy = changeable(value);
        return copy instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : copy;
    }
}
