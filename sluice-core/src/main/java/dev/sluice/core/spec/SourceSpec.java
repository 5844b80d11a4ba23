package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Format;
import dev.sluice.api.Location;
import dev.sluice.api.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from.
 *
 * @param files path patterns, at least one, each a path or glob; local paths are absolute here (relative ones were
 *     resolved against the project), others carry their scheme
 * @param format the format's plug-in
 * @param options the format's checked options
 * @param columns declared columns in order; empty where the files' headers (or JSON keys) alone tell
 * @param fingerprintByContent whether a file is known by a hash of its content rather than size and modification time
 * @param location where the section stands
 * @param partitions columns that the files' folders name, outermost first
 * @param drift what to do about files whose columns are not those expected
 */
public record SourceSpec(
        List<String> files,
        Format format,
        Options options,
        List<SourceColumn> columns,
        boolean fingerprintByContent,
        @Nullable Location location,
        List<String> partitions,
        Drift drift) {
    public SourceSpec {
        files = List.copyOf(files);
        requireNonNull(format, "format");
        requireNonNull(options, "options");
        columns = List.copyOf(columns);
        partitions = List.copyOf(partitions);
        requireNonNull(drift, "drift");
    }

    /** Without partition columns; drift is told. */
    public SourceSpec(
            List<String> files,
            Format format,
            Options options,
            List<SourceColumn> columns,
            boolean fingerprintByContent,
            @Nullable Location location) {
        this(files, format, options, columns, fingerprintByContent, location, List.of(), Drift.WARN);
    }

    /** The same source of other files. */
    public SourceSpec reading(List<String> newFiles) {
        return new SourceSpec(newFiles, format, options, columns, fingerprintByContent, location, partitions, drift);
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
        return new SourceSpec(newFiles, newFormat, newOptions, all, fingerprintByContent, location, List.of(), drift);
    }

    /** The same source with other declared columns. */
    public SourceSpec withColumns(List<SourceColumn> newColumns) {
        return new SourceSpec(files, format, options, newColumns, fingerprintByContent, location, partitions, drift);
    }
}
