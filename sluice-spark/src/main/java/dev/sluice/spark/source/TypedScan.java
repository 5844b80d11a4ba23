package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Options;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.typed.TypedFormat;
import java.util.List;

/**
 * What to read of files that have types.
 *
 * @param files in the order in which rows are to come
 * @param columns the columns that the rows have, in order
 * @param splitBytes how much a task is given at most, where files can be divided
 */
public record TypedScan(
        List<SourceFile> files,
        TypedFormat format,
        Options options,
        List<SourceColumn> columns,
        PathGuard guard,
        long splitBytes) {
    public TypedScan {
        files = List.copyOf(files);
        requireNonNull(format, "format");
        requireNonNull(options, "options");
        columns = List.copyOf(columns);
        requireNonNull(guard, "guard");
        if (splitBytes < 1) {
            throw new IllegalArgumentException("Invalid splitBytes %d: must be positive".formatted(splitBytes));
        }
    }
}
