package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.DUPLICATE_COLUMN;
import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.INVALID_TYPE;
import static dev.sluice.api.ErrorCode.UNKNOWN_FORMAT;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Format;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code source:}. */
final class SourceReader {
    private static final List<Option<?>> OF_FILES = List.of(Keys.FILES, Keys.FORMAT);

    private final Problems problems;
    private final OptionReader options;
    private final PluginCalls plugins;
    private final PluginRegistry registry;
    private final Path folder;
    private final Names names;

    SourceReader(Problems problems, PluginRegistry registry, Path folder) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.plugins = new PluginCalls(problems);
        this.registry = registry;
        this.folder = folder;
        this.names = new Names(problems);
    }

    /** The section, with its problems left out; nothing if its format is not known. */
    Optional<SourceSpec> read(Tree tree, Location at) {
        MapTree map = options.map(tree, "source").orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        options.refuseUnknown(map, "source", Keys.SOURCE.names());
        SectionOptions values = options.read(map, "source", Keys.SOURCE.options(), at);
        TableSourceReader tables = new TableSourceReader(problems, names);
        if (tables.asked(map)) {
            return tables.read(map, values, at);
        }
        for (Option<?> option : OF_FILES) {
            Entry entry = map.entries().get(option.name());
            if (entry == null || entry.value().isNull()) {
                options.missing(entry == null ? at : entry.keyLocation(), option.name(), "source");
            }
        }
        List<String> files = values.find(Keys.FILES).orElse(List.of()).stream()
                .map(file -> absolute(file, folder))
                .toList();
        checkFiles(map, values);
        Format format = values.find(Keys.FORMAT)
                .flatMap(word -> format(word, values.location(Keys.FORMAT)))
                .orElse(null);
        SectionOptions formatOptions = format == null ? null : formatOptions(format, map, at);
        List<SourceColumn> columns = map.find(Keys.SOURCE_COLUMNS.name())
                .map(entry -> columns(entry.value(), format != null && !format.typed()))
                .orElse(List.of());
        List<String> partitions = values.find(Keys.PARTITIONS).orElse(List.of());
        checkPartitions(partitions, columns, values.location(Keys.PARTITIONS));
        if (format == null || formatOptions == null) {
            return Optional.empty();
        }
        boolean byContent = values.get(Keys.FINGERPRINT) == Fingerprint.CONTENT;
        return Optional.of(new SourceSpec(
                files,
                format,
                formatOptions,
                columns,
                byContent,
                at,
                partitions,
                values.get(Keys.DRIFT),
                Optional.empty()));
    }

    private void checkPartitions(List<String> partitions, List<SourceColumn> columns, @Nullable Location location) {
        Names.Unique unique = names.unique("source.partitions");
        for (String partition : partitions) {
            if (names.isColumn(partition, location)) {
                unique.add(partition, location);
            }
            if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(partition))) {
                problems.add(
                        location,
                        DUPLICATE_COLUMN,
                        "'%s' is a column of the files and a partition column".formatted(partition),
                        "remove it from source.columns: folders name it");
            }
        }
    }

    private void checkFiles(MapTree map, SectionOptions values) {
        List<String> files = values.find(Keys.FILES).orElse(null);
        if (files != null && (files.isEmpty() || files.stream().anyMatch(String::isBlank))) {
            problems.add(
                    map.find(Keys.FILES.name()).map(Entry::keyLocation).orElse(null),
                    EMPTY_VALUE,
                    "source.files holds " + (files.isEmpty() ? "no path" : "an empty path"));
        }
    }

    private Optional<Format> format(String word, @Nullable Location location) {
        Optional<Format> format = registry.format(word);
        if (format.isEmpty()) {
            Set<String> known = registry.formats().keySet();
            String hint = DidYouMean.hint(word, known);
            problems.add(
                    location,
                    UNKNOWN_FORMAT,
                    "unknown format '%s'".formatted(word),
                    hint == null ? "known formats: " + String.join(", ", known) : hint);
        }
        return format;
    }

    private @Nullable SectionOptions formatOptions(Format format, MapTree source, Location at) {
        Entry entry = source.entries().get(Keys.OPTIONS.name());
        Location place = entry == null ? at : entry.keyLocation();
        MapTree map = entry == null
                ? new MapTree(Map.of(), source.origin())
                : options.map(entry.value(), "source.options").orElse(null);
        if (map == null) {
            return null;
        }
        int before = problems.size();
        var known = format.descriptor().options();
        options.refuseUnknown(
                map, "the options of format " + format.descriptor().word(), OptionReader.names(known));
        SectionOptions values = options.read(map, "source.options", known, place);
        if (problems.size() == before) {
            plugins.check(format, values, place);
        }
        return values;
    }

    private List<SourceColumn> columns(Tree tree, boolean texts) {
        List<SourceColumn> columns = new ArrayList<>();
        if (tree instanceof ListTree list) {
            for (Tree item : list.items()) {
                if (item instanceof Scalar scalar) {
                    columns.add(new SourceColumn(scalar.text(), List.of(), false, scalar.location()));
                } else {
                    problems.add(
                            item.location(),
                            WRONG_SHAPE,
                            "an item of source.columns must be a name, not " + item.shape(),
                            "write a map of names to settings instead of a list");
                }
            }
        } else if (tree instanceof MapTree map) {
            map.entries().values().forEach(entry -> column(entry, texts).ifPresent(columns::add));
        } else if (!tree.isNull()) {
            problems.add(tree.location(), WRONG_SHAPE, "source.columns must be a list or a map, not a single value");
        }
        unique(columns);
        return columns;
    }

    private Optional<SourceColumn> column(Entry entry, boolean texts) {
        String title = "source.columns." + entry.key();
        return options.map(entry.value(), title).map(map -> {
            options.refuseUnknown(map, title, Keys.SOURCE_COLUMN.names());
            SectionOptions values = options.read(map, title, Keys.SOURCE_COLUMN.options(), entry.keyLocation());
            return new SourceColumn(
                    entry.key(),
                    values.get(Keys.ALIASES),
                    values.get(Keys.REQUIRED_IN_SOURCE),
                    entry.keyLocation(),
                    type(values, texts).orElse(null));
        });
    }

    private Optional<ColumnType> type(SectionOptions values, boolean texts) {
        Location location = values.location(Keys.SOURCE_TYPE);
        String text = values.find(Keys.SOURCE_TYPE).orElse(null);
        if (text == null) {
            return Optional.empty();
        }
        if (texts) {
            problems.add(
                    location,
                    CONFLICTING_KEYS,
                    "a type is declared, but the format's columns are all strings",
                    "give the target's column the type");
            return Optional.empty();
        }
        try {
            return Optional.of(TypeParser.parse(text));
        } catch (TypeSyntaxException e) {
            problems.add(location, INVALID_TYPE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void unique(List<SourceColumn> columns) {
        Names.Unique unique = names.unique("source.columns");
        for (SourceColumn column : columns) {
            if (names.isColumn(column.name(), column.location())) {
                unique.add(column.name(), column.location());
            }
        }
        // A header may tell names apart by case, so aliases are compared as they are.
        Set<String> headers = new LinkedHashSet<>();
        columns.forEach(column -> headers.add(column.name()));
        for (SourceColumn column : columns) {
            for (String alias : column.aliases()) {
                if (!headers.add(alias)) {
                    problems.add(
                            column.location(),
                            DUPLICATE_COLUMN,
                            "the alias '%s' of '%s' is a name or alias already".formatted(alias, column.name()));
                }
            }
        }
    }

    /** Local paths start at the project's folder; others carry a scheme of at least two letters. */
    static String absolute(String path, Path folder) {
        int colon = path.indexOf(':');
        boolean scheme = colon > 1
                && path.substring(0, colon)
                        .chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
        if (scheme || path.startsWith("/") || path.isBlank()) {
            return path;
        }
        return folder + "/" + (path.startsWith("./") ? path.substring(2) : path);
    }
}
