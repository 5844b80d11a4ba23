package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.MISSING_KEY;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Location;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.spec.WriteSpec.History;
import dev.sluice.core.spec.WriteSpec.Merge;
import dev.sluice.core.spec.WriteSpec.Mode;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code write:} of a target, and what belongs to it. */
final class WriteReader {
    private final Problems problems;
    private final OptionReader options;
    private final PluginRegistry registry;
    private final StepReader steps;
    private final Names names;

    WriteReader(Problems problems, PluginRegistry registry, StepReader steps) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.registry = registry;
        this.steps = steps;
        this.names = new Names(problems);
    }

    /**
     * What was read.
     *
     * @param rules that a change must keep to: its key is there, and tells it apart from the others
     * @param delete the step that tells which changes delete
     */
    record Read(WriteSpec write, List<Step<ValidatorPlugin>> rules, Optional<Step<ConverterPlugin>> delete) {
        static Read of(WriteSpec write) {
            return new Read(write, List.of(), Optional.empty());
        }
    }

    /**
     * Reads the mode and its settings.
     *
     * @param values of the section {@code target}, which is {@code map}
     * @param known rules that the target has anyhow
     * @param usual the mode where none is set
     */
    Read read(MapTree map, SectionOptions values, Location at, List<Step<ValidatorPlugin>> known, Mode usual) {
        Location where = values.location(Keys.WRITE);
        Mode mode = where == null ? usual : values.find(Keys.WRITE).orElse(usual);
        Location place = where == null ? at : where;
        if (mode != Mode.REPLACE && values.location(Keys.ALLOW_EMPTY) != null) {
            problems.add(
                    values.location(Keys.ALLOW_EMPTY),
                    CONFLICTING_KEYS,
                    "target.allowEmpty says nothing without 'write: replace'");
        }
        Optional<Entry> merge = map.find(Keys.MERGE.title());
        if (mode != Mode.MERGE) {
            merge.ifPresent(entry -> problems.add(
                    entry.keyLocation(), CONFLICTING_KEYS, "target.merge says nothing without 'write: merge'"));
        }
        return switch (mode) {
            case APPEND -> Read.of(WriteSpec.APPEND);
            case REPLACE -> Read.of(new WriteSpec.Replace(values.get(Keys.ALLOW_EMPTY), place));
            case OVERWRITE_PARTITIONS -> Read.of(new WriteSpec.OverwritePartitions(place));
            case MERGE ->
                merge.flatMap(entry -> merge(entry, place, known)).orElseGet(() -> {
                    if (merge.isEmpty()) {
                        problems.add(
                                place,
                                MISSING_KEY,
                                "'merge' is missing in target",
                                "write 'merge: {keys: [COLUMN]}' beside 'write: merge'");
                    }
                    return Read.of(WriteSpec.APPEND);
                });
        };
    }

    private Optional<Read> merge(Entry entry, Location place, List<Step<ValidatorPlugin>> known) {
        String title = "target." + Keys.MERGE.title();
        MapTree map = options.map(entry.value(), title).orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        options.refuseUnknown(map, title, Keys.MERGE.names());
        SectionOptions values = options.read(map, title, Keys.MERGE.options(), entry.keyLocation());
        List<String> keys = values.find(Keys.MERGE_KEYS).orElse(List.of());
        Location keysAt = values.location(Keys.MERGE_KEYS);
        if (keysAt != null && keys.isEmpty()) {
            problems.add(keysAt, EMPTY_VALUE, title + ".keys names no column");
        }
        Optional<String> sequence = values.find(Keys.SEQUENCE);
        Optional<History> history = map.find(Keys.HISTORY.title()).flatMap(this::history);
        if (history.isPresent() && sequence.isEmpty()) {
            problems.add(
                    history.get().location(),
                    MISSING_KEY,
                    "'sequence' is missing in %s, and tells since when a version holds".formatted(title));
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Optional<Step<ConverterPlugin>> delete = Optional.ofNullable(
                        map.entries().get(Keys.DELETE.name()))
                .filter(set -> !set.value().isNull())
                .flatMap(this::delete);
        return Optional.of(new Read(
                new Merge(
                        keys,
                        keysAt,
                        sequence,
                        values.location(Keys.SEQUENCE),
                        values.find(Keys.DELETE),
                        history,
                        place),
                rules(keys, sequence, keysAt == null ? place : keysAt, known),
                delete));
    }

    private Optional<History> history(Entry entry) {
        String title = "target.merge." + Keys.HISTORY.title();
        return options.map(entry.value(), title).map(map -> {
            options.refuseUnknown(map, title, Keys.HISTORY.names());
            SectionOptions values = options.read(map, title, Keys.HISTORY.options(), entry.keyLocation());
            for (var option : List.of(Keys.VALID_FROM, Keys.VALID_TO, Keys.CURRENT)) {
                Location at = values.location(option);
                if (names.isColumn(values.get(option), at)) {
                    names.refuseMetadata(
                            values.get(option), at, option.whenUnset().orElseThrow());
                }
            }
            return new History(
                    values.get(Keys.VALID_FROM),
                    values.get(Keys.VALID_TO),
                    values.get(Keys.CURRENT),
                    entry.keyLocation());
        });
    }

    /** As a converter, so that its columns are followed and its failures told as those of any other. */
    private Optional<Step<ConverterPlugin>> delete(Entry entry) {
        return registry.converter("derive").flatMap(derive -> {
            Location at = entry.keyLocation();
            Map<String, Entry> own = new LinkedHashMap<>();
            own.put("column", new Entry("column", at, scalar(Merge.DELETE_MARK, at)));
            own.put("expression", new Entry("expression", at, entry.value()));
            return steps.bind(derive, new MapTree(own, new Origin(at, "")), Optional.of("merge.delete"), at, at);
        });
    }

    /** What makes a change one that can be told from others; else it goes to quarantine. */
    private List<Step<ValidatorPlugin>> rules(
            List<String> keys, Optional<String> sequence, Location at, List<Step<ValidatorPlugin>> known) {
        List<String> needed = new ArrayList<>(keys);
        sequence.filter(column -> !keys.contains(column)).ifPresent(needed::add);
        List<Step<ValidatorPlugin>> rules = new ArrayList<>();
        for (String column : needed) {
            if (known.stream().anyMatch(rule -> rule.name().equals("required(" + column + ")"))) {
                continue;
            }
            rule("required", "column", scalar(column, at), at).ifPresent(rules::add);
        }
        List<Tree> columns = new ArrayList<>();
        needed.forEach(column -> columns.add(scalar(column, at)));
        rule("unique", "columns", new Tree.ListTree(columns, new Origin(at, "")), at)
                .ifPresent(rules::add);
        return rules;
    }

    private Optional<Step<ValidatorPlugin>> rule(String word, String option, Tree value, Location at) {
        return registry.validator(word)
                .flatMap(validator -> steps.bind(
                        validator,
                        new MapTree(Map.of(option, new Entry(option, at, value)), new Origin(at, "")),
                        Optional.empty(),
                        null,
                        at));
    }

    private static Scalar scalar(String text, Location at) {
        return new Scalar(text, false, new Origin(at, ""));
    }
}
