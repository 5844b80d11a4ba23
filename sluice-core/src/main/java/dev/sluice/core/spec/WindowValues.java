package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowReference;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the times of one window in the place of references to it. What holds none stays as it is. */
record WindowValues(Window window, ZoneId zone) {
    WindowValues {
        requireNonNull(window, "window");
        requireNonNull(zone, "zone");
    }

    String of(String text) {
        return WindowReference.resolve(text, window, zone);
    }

    <P extends Plugin> List<Step<P>> of(List<Step<P>> steps) {
        return steps.stream().map(this::of).toList();
    }

    private <P extends Plugin> Step<P> of(Step<P> step) {
        RuleTerms terms = step.terms();
        return new Step<>(
                step.name(),
                step.plugin(),
                of(step.options()),
                step.location(),
                new RuleTerms(terms.severity(), terms.when().map(this::of), terms.whenAt()),
                step.pack());
    }

    /** Whether some step refers to the window. */
    static boolean refers(List<? extends Step<?>> steps) {
        return steps.stream()
                .anyMatch(step -> refers((Object) step.options())
                        || step.terms().when().filter(WindowValues::refers).isPresent());
    }

    private static boolean refers(Object value) {
        if (value instanceof String text) {
            return WindowReference.indexIn(text) >= 0;
        } else if (value instanceof List<?> list) {
            return list.stream().anyMatch(item -> refers((Object) item));
        } else if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(item -> refers((Object) item));
        }
        return value instanceof SectionOptions section && refers((Object) section.values());
    }

    private Options of(Options options) {
        if (!(options instanceof SectionOptions section)) {
            return options;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        section.values().forEach((name, value) -> values.put(name, ofValue(value)));
        return new SectionOptions(values, section.locations(), section.location());
    }

    private Object ofValue(Object value) {
        if (value instanceof String text) {
            return of(text);
        } else if (value instanceof List<?> list) {
            return list.stream().map(this::ofValue).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> values = new LinkedHashMap<>();
            map.forEach((key, item) -> values.put(key, ofValue(item)));
            return values;
        }
        return value instanceof Options options ? of(options) : value;
    }
}
