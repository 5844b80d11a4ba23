package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.WINDOW_REFERENCE;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.core.expression.TextPlace;
import dev.sluice.core.window.WindowReference;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees that references to the window stand only where a run resolves them: in the source's files and in SQL. */
final class WindowPlaces {
    private static final String HINT =
            "it may stand in source.files and source.query, in SQL of convert, validate and audits, and in a marker";

    /** Whole subtrees; of the steps in them, the options are looked at one by one. */
    private static final Set<String> ALLOWED = Set.of(
            "source.files",
            "source.query",
            "convert",
            "use",
            "validate",
            "fix",
            "target.rules",
            "audits",
            "window.watermark.marker");

    private final Problems problems;
    private final boolean windowed;

    /** @param windowed whether the pipeline has windows */
    WindowPlaces(Problems problems, boolean windowed) {
        this.problems = problems;
        this.windowed = windowed;
    }

    /** Looks at the keys of the pipeline. */
    void check(MapTree root) {
        for (Entry entry : root.entries().values()) {
            if (Keys.PIPELINE.names().contains(entry.key())) {
                tree(entry.value(), entry.key());
            }
        }
    }

    private void tree(Tree tree, String path) {
        if (windowed && ALLOWED.contains(path)) {
            return;
        }
        if (tree instanceof MapTree map) {
            map.entries().values().forEach(entry -> tree(entry.value(), path + "." + entry.key()));
        } else if (tree instanceof ListTree list) {
            list.items().forEach(item -> tree(item, path));
        } else {
            refuse(((Scalar) tree).text(), tree.location(), path);
        }
    }

    /** Looks at the options of steps, the packs' too. */
    void check(List<? extends Step<?>> steps) {
        for (Step<?> step : steps) {
            if (!windowed && step.pack().isEmpty()) {
                continue; // the keys were looked at as a whole
            }
            section(step.plugin().descriptor().options(), step.options(), step.name());
            if (!windowed) {
                step.terms().when().ifPresent(when -> refuse(when, step.terms().whenAt(), step.name()));
            }
        }
    }

    private void section(List<Option<?>> options, Options values, String step) {
        for (Option<?> option : options) {
            Object value = values.find(option).orElse(null);
            if (value != null && !(windowed && sql(option.type()))) {
                value(value, values.location(option), step, option);
            }
        }
    }

    private static boolean sql(OptionType<?> type) {
        return type instanceof OptionType.Sql
                || type instanceof OptionType.ListOf<?> list && sql(list.element())
                || type instanceof OptionType.MapOf<?> map && sql(map.value());
    }

    private void value(Object value, @Nullable Location at, String step, Option<?> option) {
        if (value instanceof String text) {
            refuse(text, at, "'%s' of %s".formatted(option.name(), step));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> value(item, at, step, option));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> value(item, at, step, option));
        } else if (value instanceof Options section && option.type() instanceof OptionType.Section type) {
            section(type.options(), section, step);
        }
    }

    private void refuse(String text, @Nullable Location at, String where) {
        int start = WindowReference.indexIn(text);
        if (start >= 0) {
            int end = text.indexOf('}', start);
            problems.add(
                    TextPlace.within(at, text, start, (end < 0 ? text.length() : end + 1) - start),
                    WINDOW_REFERENCE,
                    windowed
                            ? "a reference to the window cannot stand in " + where
                            : "a reference to the window stands in %s, and the pipeline has no windows"
                                    .formatted(where),
                    windowed ? HINT : "add 'window:', or remove the reference");
        }
    }
}
