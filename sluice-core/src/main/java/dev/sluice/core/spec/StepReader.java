package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_STEP_NAME;
import static dev.sluice.api.ErrorCode.INVALID_NAME;
import static dev.sluice.api.ErrorCode.UNKNOWN_PLUGIN;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.RowFixer;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of steps, binds each to its plug-in and sees that its name is the only one of its kind. */
final class StepReader {
    private final Problems problems;
    private final PluginRegistry registry;
    private final OptionReader options;
    private final PluginCalls plugins;
    private final Set<String> names = new HashSet<>();
    private Optional<PackUse> pack = Optional.empty();

    /** @param problems of one pipeline, whose steps all have this reader */
    StepReader(Problems problems, PluginRegistry registry) {
        this.problems = problems;
        this.registry = registry;
        this.options = new OptionReader(problems);
        this.plugins = new PluginCalls(problems);
    }

    /** As {@link #list}, of the steps that a pack brings, whose names begin with the pack's. */
    <P extends Plugin> List<Step<P>> listOf(PackUse use, Tree tree, String title, String kind, Map<String, P> known) {
        pack = Optional.of(use);
        try {
            return list(tree, title, kind, known);
        } finally {
            pack = Optional.empty();
        }
    }

    /**
     * The steps that could be read.
     *
     * @param kind {@code converter} or {@code validator}
     */
    <P extends Plugin> List<Step<P>> list(Tree tree, String title, String kind, Map<String, P> known) {
        List<Step<P>> steps = new ArrayList<>();
        if (tree instanceof ListTree list) {
            list.items()
                    .forEach(item -> step(item, title, kind, known, List.of()).ifPresent(steps::add));
        } else if (!tree.isNull()) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "%s must be a list of steps, not %s".formatted(title, tree.shape()),
                    "write - {type: ..., ...}");
        }
        return steps;
    }

    /**
     * One step, if it could be read.
     *
     * @param columns that the step itself names, whatever its plug-in reads
     */
    <P extends Plugin> Optional<Step<P>> step(
            Tree tree, String title, String kind, Map<String, P> known, List<String> columns) {
        if (!(tree instanceof MapTree map)) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "a step of %s must be a map, not %s".formatted(title, tree.shape()),
                    "write {type: ..., ...}");
            return Optional.empty();
        }
        SectionOptions step = options.read(map, "a step of " + title, Keys.STEP.options(), map.location());
        String word = step.find(Keys.STEP_TYPE).orElse(null);
        if (word == null) {
            return Optional.empty();
        }
        P plugin = known.get(word);
        Problem unusable = registry.unusable(kind, word).orElse(null);
        if (plugin == null && unusable != null) {
            problems.add(step.location(Keys.STEP_TYPE), unusable.code(), unusable.message());
            return Optional.empty();
        }
        if (plugin == null) {
            String hint = DidYouMean.hint(word, known.keySet());
            problems.add(
                    step.location(Keys.STEP_TYPE),
                    UNKNOWN_PLUGIN,
                    "unknown %s '%s'".formatted(kind, word),
                    hint == null ? "known %ss: %s".formatted(kind, String.join(", ", known.keySet())) : hint);
            return Optional.empty();
        }
        MapTree own = map;
        for (String key : Keys.STEP.names()) {
            own = own.without(key);
        }
        List<String> common = new ArrayList<>(Keys.STEP.names());
        List<String> allowed = OptionReader.names(plugin.descriptor().options());
        if (plugin instanceof ValidatorPlugin) {
            common.addAll(Keys.RULE.names());
            allowed.addAll(Keys.RULE.names());
        }
        if (plugin instanceof RowFixer) {
            common.addAll(Keys.FIX_STEP.names());
            allowed.addAll(Keys.FIX_STEP.names());
        }
        options.refuseUnknown(own, word, allowed, common);
        return bind(plugin, own, step.find(Keys.STEP_NAME), step.location(Keys.STEP_NAME), map.location(), columns);
    }

    /** A step with the options of the map, all of which its plug-in knows; of a rule, also its terms. */
    <P extends Plugin> Optional<Step<P>> bind(
            P plugin, MapTree map, Optional<String> name, @Nullable Location nameAt, Location at) {
        return bind(plugin, map, name, nameAt, at, List.of());
    }

    private <P extends Plugin> Optional<Step<P>> bind(
            P plugin,
            MapTree map,
            Optional<String> name,
            @Nullable Location nameAt,
            Location at,
            List<String> columns) {
        int before = problems.size();
        String word = plugin.descriptor().word();
        RuleTerms terms = plugin instanceof ValidatorPlugin ? terms(map, word, at) : RuleTerms.DEFAULT;
        SectionOptions values = options.read(map, word, plugin.descriptor().options(), at);
        if (problems.size() == before) {
            plugins.check(plugin, values, at);
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        List<String> reads = columns.isEmpty() ? plugins.reads(plugin, values, at) : columns;
        String own = name.map(given -> given(given, nameAt)).orElseGet(() -> derived(word, reads));
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new Step<>(own, plugin, values, at, terms, pack.map(PackUse::id)));
    }

    private RuleTerms terms(MapTree map, String title, Location at) {
        SectionOptions values = options.read(map, title, Keys.RULE.options(), at);
        return new RuleTerms(values.get(Keys.SEVERITY), values.find(Keys.WHEN), values.location(Keys.WHEN));
    }

    private String given(String written, @Nullable Location location) {
        String name = qualified(written);
        if (written.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    location,
                    INVALID_NAME,
                    "the step name '%s' is not allowed".formatted(name),
                    "use 1 to 200 printable characters");
        } else if (!names.add(name)) {
            problems.add(
                    location,
                    DUPLICATE_STEP_NAME,
                    "another step is called '%s' already".formatted(name),
                    pack.map(use -> "use %s under two names with 'as:'".formatted(use.name()))
                            .orElse(null));
        }
        return name;
    }

    private String qualified(String name) {
        return pack.map(use -> use.prefix() + "/" + name).orElse(name);
    }

    private String derived(String word, List<String> reads) {
        String base = qualified(reads.isEmpty() ? word : word + "(" + String.join(",", reads) + ")");
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + " #" + i;
        }
        return name;
    }
}
