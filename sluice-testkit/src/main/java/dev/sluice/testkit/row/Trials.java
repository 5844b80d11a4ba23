package dev.sluice.testkit.row;

import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a plug-in makes of a row, as a text that can be compared. */
final class Trials {
    /** How the text begins where the plug-in has thrown something. */
    static final String THREW = "threw ";

    private Trials() {}

    /** Of a copy that may be changed. */
    static String outcome(RowTrial trial, Map<String, ?> row) {
        return outcomeOf(trial, copy(row));
    }

    static String outcomeOf(RowTrial trial, Map<String, ?> row) {
        try {
            RowTrial.Result result = trial.row(row);
            return "values " + text(result.values()) + ", reasons " + result.reasons();
        } catch (Exception | StackOverflowError | AssertionError e) {
            return THREW + e;
        }
    }

    /** A copy, all of whose parts can be changed. */
    static Map<String, @Nullable Object> copy(Map<String, ?> row) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        row.forEach((name, value) -> copy.put(name, copied(value)));
        return copy;
    }

    private static @Nullable Object copied(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copied(item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, copied(item)));
            return copy;
        }
        return value;
    }

    /** With classes, for 1 as an int is another value than as a long. */
    static String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return String.valueOf(value);
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Trials::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof RecordView record) {
            return record.columns().stream()
                    .map(name -> name + "=" + text(record.value(name)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value + " " + value.getClass().getSimpleName();
    }
}
