package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_TIME_PATTERN;
import static dev.sluice.api.ErrorCode.INVALID_TYPE;
import static dev.sluice.api.ErrorCode.UNFIT_OPTIONS;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.TimePattern;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one column of a target: its settings, and its constraints, each of which is a validator's word. */
final class ColumnReader {
    /** The options that may take the column of a constraint, in order of preference. */
    private static final List<String> COLUMN_OPTIONS = List.of("column", "columns");

    private static final Map<ColumnType, TimePattern.Use> TIMES = Map.of(
            ColumnType.Primitive.DATE, TimePattern.Use.DATE,
            ColumnType.Primitive.TIME, TimePattern.Use.TIME,
            ColumnType.Primitive.TIMESTAMP, TimePattern.Use.TIMESTAMP,
            ColumnType.Primitive.TIMESTAMPTZ, TimePattern.Use.TIMESTAMP);

    private final Problems problems;
    private final OptionReader options;
    private final PluginRegistry registry;
    private final StepReader steps;

    ColumnReader(Problems problems, PluginRegistry registry, StepReader steps) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.registry = registry;
        this.steps = steps;
    }

    /** The column, or nothing if it has no type that can be read; its constraints go to {@code rules}. */
    Optional<TargetColumn> read(Entry entry, List<Step<ValidatorPlugin>> rules) {
        String title = "target.columns." + entry.key();
        MapTree map = map(entry, title);
        if (map == null) {
            return Optional.empty();
        }
        refuseUnknown(map, title);
        SectionOptions values = options.read(map, title, Keys.TARGET_COLUMN.options(), entry.keyLocation());
        for (Entry constraint : map.entries().values()) {
            registry.validator(constraint.key())
                    .filter(ColumnReader::takesColumn)
                    .flatMap(validator -> constraint(validator, constraint, entry))
                    .ifPresent(rules::add);
        }
        return values.find(Keys.TYPE)
                .flatMap(text -> type(text, values.location(Keys.TYPE)))
                .filter(type -> formatsFit(type, map, values))
                .map(type -> new TargetColumn(
                        entry.key(),
                        type,
                        values.get(Keys.REQUIRED),
                        values.get(Keys.FORMATS),
                        values.find(Keys.COLUMN_ZONE).orElse(null),
                        values.find(Keys.COMMENT).orElse(null),
                        entry.keyLocation()));
    }

    /** The settings; a bare value is the type. */
    private @Nullable MapTree map(Entry entry, String title) {
        if (entry.value() instanceof Scalar scalar && !scalar.isNull()) {
            Entry type = new Entry(Keys.TYPE.name(), scalar.location(), scalar);
            return new MapTree(Map.of(type.key(), type), scalar.origin());
        }
        if (entry.value() instanceof Tree.ListTree) {
            problems.add(
                    entry.value().location(), WRONG_SHAPE, "%s must be a type or a map, not a list".formatted(title));
            return null;
        }
        return options.map(entry.value(), title).orElse(null);
    }

    private void refuseUnknown(MapTree map, String title) {
        List<String> known = new ArrayList<>(Keys.TARGET_COLUMN.names());
        registry.validators().values().stream()
                .filter(ColumnReader::takesColumn)
                .forEach(validator -> known.add(validator.descriptor().word()));
        options.refuseUnknown(map, title, known);
    }

    private Optional<ColumnType> type(String text, @Nullable Location location) {
        try {
            return Optional.of(TypeParser.parse(text));
        } catch (TypeSyntaxException e) {
            Location place = location != null && location.length() == text.length()
                    ? new Location(
                            location.file(),
                            location.line(),
                            location.column() + Math.min(e.offset(), text.length() - 1),
                            Math.max(1, text.length() - e.offset()))
                    : location;
            problems.add(place, INVALID_TYPE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The step of a constraint; none where it is set to false or not set. */
    private Optional<Step<ValidatorPlugin>> constraint(ValidatorPlugin validator, Entry constraint, Entry column) {
        Tree value = constraint.value();
        Descriptor descriptor = validator.descriptor();
        Option<?> shorthand = descriptor.shorthand();
        boolean takesFlag = shorthand != null && shorthand.type() instanceof OptionType.Flag;
        if (value.isNull() || !takesFlag && isScalar(value, "false")) {
            return Optional.empty();
        }
        MapTree own;
        if (value instanceof MapTree map) {
            List<String> known = OptionReader.names(descriptor.options());
            known.addAll(Keys.RULE.names());
            options.refuseUnknown(map, descriptor.word(), known);
            own = map;
        } else if (shorthand != null) {
            Entry bare = new Entry(shorthand.name(), value.location(), value);
            own = new MapTree(Map.of(bare.key(), bare), value.origin());
        } else {
            own = new MapTree(Map.of(), value.origin());
            if (!isScalar(value, "true")) {
                problems.add(
                        value.location(),
                        WRONG_SHAPE,
                        "%s must be true, false or a map of its options, not %s"
                                .formatted(
                                        descriptor.word(),
                                        value instanceof Scalar bare ? "'" + bare.text() + "'" : value.shape()));
                return Optional.empty();
            }
        }
        Scalar name = new Scalar(column.key(), false, new Origin(column.keyLocation(), ""));
        MapTree all = own.with(new Entry(columnOption(validator), column.keyLocation(), name));
        return steps.bind(validator, all, Optional.empty(), null, constraint.keyLocation());
    }

    private boolean formatsFit(ColumnType type, MapTree map, SectionOptions values) {
        List<String> formats = values.get(Keys.FORMATS);
        if (formats.isEmpty()) {
            return true;
        }
        Location all = values.location(Keys.FORMATS);
        TimePattern.Use use = TIMES.get(type);
        if (use == null) {
            problems.add(all, UNFIT_OPTIONS, "formats are for dates, times and timestamps, not for %s".formatted(type));
            return false;
        }
        boolean fit = true;
        for (int i = 0; i < formats.size(); i++) {
            String problem = TimePattern.problem(formats.get(i), use).orElse(null);
            if (problem != null) {
                Location place = formatAt(map, i, all);
                problems.add(place, INVALID_TIME_PATTERN, problem);
                fit = false;
            }
        }
        return fit;
    }

    private static @Nullable Location formatAt(MapTree map, int index, @Nullable Location otherwise) {
        return map.find(Keys.FORMATS.name())
                .map(Entry::value)
                .filter(Tree.ListTree.class::isInstance)
                .map(list -> ((Tree.ListTree) list).items().get(index).location())
                .orElse(otherwise);
    }

    private static boolean isScalar(Tree tree, String text) {
        return tree instanceof Scalar scalar && scalar.plain() && scalar.text().equals(text);
    }

    private static boolean takesColumn(ValidatorPlugin validator) {
        return COLUMN_OPTIONS.stream()
                .anyMatch(name -> validator.descriptor().option(name).isPresent());
    }

    private static String columnOption(ValidatorPlugin validator) {
        return COLUMN_OPTIONS.stream()
                .filter(name -> validator.descriptor().option(name).isPresent())
                .findFirst()
                .orElseThrow();
    }
}
