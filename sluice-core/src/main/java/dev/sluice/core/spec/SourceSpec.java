package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Format;
import dev.sluice.api.Location;
import dev.sluice.api.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from.
 *
 * @param files path patterns, at least one unless rows come from tables, each a path or glob; local paths are absolute here
 *     (relative ones were resolved against the project), others carry their scheme
 * @param format the format's plug-in
 * @param options the format's checked options
 * @param columns declared columns in order; empty where the files' headers (or JSON keys) alone tell
 * @param fingerprintByContent whether a file is known by a hash of its content rather than size and modification time
 * @param location where the section stands
 * @param partitions columns that the files' folders name, outermost first
 * @param drift what to do about files whose columns are not those expected
 * @param tables where rows come from tables; all that is about files is empty then
 */
public record SourceSpec(
        List<String> files,
        Format format,
        Options options,
        List<SourceColumn> columns,
        boolean fingerprintByContent,
        @Nullable Location location,
        List<String> partitions,
        Drift drift,
        Optional<TableRows> tables) {
    public SourceSpec {
        files = List.copyOf(files);
        requireNonNull(format, "format");
        requireNonNull(options, "options");
        columns = List.copyOf(columns);
        partitions = List.copyOf(partitions);
        requireNonNull(drift, "drift");
        requireNonNull(tables, "tables");
    }

    /** Rows of tables. */
    public static SourceSpec of(TableRows tables, @Nullable Location location) {
        return new SourceSpec(
                List.of(),
                new TableFormat(),
                new SectionOptions(Map.of(), Map.of(), location),
                List.of(),
                false,
                location,
                List.of(),
                Drift.IGNORE,
                Optional.of(tables));
    }

    /** Without partition columns; drift is told. */
    public SourceSpec(
            List<String> files,
            Format format,
            Options options,
            List<SourceColumn> columns,
            boolean fingerprintByContent,
            @Nullable Location location) {
        this(files, format, options, columns, fingerprintByContent, location, List.of(), Drift.WARN, Optional.empty());
    }

    /** The same source of other files. */
    public SourceSpec reading(List<String> newFiles) {
        return new SourceSpec(
                newFiles, format, options, columns, fingerprintByContent, location, partitions, drift, tables);
    }

    /** The same source with other text in place of references to the window. */
    SourceSpec with(UnaryOperator<String> values) {
        return new SourceSpec(
                files.stream().map(values).toList(),
                format,
                options,
                columns,
                fingerprintByContent,
                location,
                partitions,
                drift,
                tables.map(rows -> rows.with(values)));
    }

    /** Whether the rows are a database's, which keeps no state that could be read again. */
    public boolean isDatabase() {
        return tables.filter(TableRows.Database.class::isInstance).isPresent();
    }

    /** What is read, as users write it: patterns of files, or the table or query. */
    public String describe() {
        return tables.map(TableRows::describe).orElseGet(() -> String.join(", ", files));
    }

    /** The same source of other files in another format, which hold the partition columns too. */
    public SourceSpec reading(List<String> newFiles, Format newFormat, Options newOptions) {
        List<SourceColumn> all = new ArrayList<>(columns);
        if (!columns.isEmpty()) {
            partitions.stream()
                    .filter(name ->
                            columns.stream().noneMatch(column -> column.name().equals(name)))
                    .forEach(name -> all.add(new SourceColumn(name, List.of(), false, null)));
        }
        return new SourceSpec(
                newFiles,
                newFormat,
                newOptions,
                all,
                fingerprintByContent,
                location,
                List.of(),
                drift,
                Optional.empty());
    }

    /** The same source with other declared columns. */
    public SourceSpec withColumns(List<SourceColumn> newColumns) {
        return new SourceSpec(
                files, format, options, newColumns, fingerprintByContent, location, partitions, drift, tables);
    }
}
