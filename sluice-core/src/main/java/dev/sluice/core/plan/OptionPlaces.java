package dev.sluice.core.plan;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.core.spec.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds where a step says something, from what it says. */
final class OptionPlaces {
    private OptionPlaces() {}

    /** The option that names the column; else the step. */
    static @Nullable Location ofColumn(Step<?> step, String column) {
        return find(step, value -> mentions(value, column));
    }

    /** The option whose value is this text; else the step. */
    static @Nullable Location ofValue(Step<?> step, String text) {
        return find(step, value -> mentions(value, text));
    }

    private static @Nullable Location find(Step<?> step, Predicate<Object> wanted) {
        Location location = find(step.plugin().descriptor().options(), step.options(), wanted);
        return location == null ? step.location() : location;
    }

    private static @Nullable Location find(List<Option<?>> options, Options values, Predicate<Object> wanted) {
        for (Option<?> option : options) {
            Object value = values.find(option).orElse(null);
            if (value != null && values.location(option) != null && wanted.test(value)) {
                return values.location(option);
            }
        }
        return null;
    }

    private static boolean mentions(Object value, String text) {
        if (value instanceof Collection<?> list) {
            return list.stream().anyMatch(element -> mentions(element, text));
        }
        if (value instanceof Map<?, ?> map) {
            return mentions(map.keySet(), text) || mentions(map.values(), text);
        }
        return value.equals(text);
    }
}
