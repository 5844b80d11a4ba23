package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Options;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.TextFormat;
import java.util.List;

/**
 * What to read.
 *
 * @param files in the order in which rows are to come; each is read whole
 * @param options the format's checked options
 * @param columns the columns that the rows have, in order
 * @param guard asked by the tasks before they open a file
 * @param splitBytes above which a file that is not compressed is read by several tasks, and how much a task is given at
 *     most
 */
public record TextScan(
        List<SourceFile> files,
        TextFormat format,
        Options options,
        List<SourceColumn> columns,
        PathGuard guard,
        long splitBytes) {
    public static final long DEFAULT_SPLIT_BYTES = 128L << 20;

    public TextScan {
        files = List.copyOf(files);
        requireNonNull(format, "format");
        requireNonNull(options, "options");
        columns = List.copyOf(columns);
        requireNonNull(guard, "guard");
        if (splitBytes < 1) {
            throw new IllegalArgumentException("Invalid splitBytes %d: must be positive".formatted(splitBytes));
        }
    }

    public TextScan(
            List<SourceFile> files, TextFormat format, Options options, List<SourceColumn> columns, PathGuard guard) {
        this(files, format, options, columns, guard, DEFAULT_SPLIT_BYTES);
    }

    public TextScan withSplitBytes(long newSplitBytes) {
        return new TextScan(files, format, options, columns, guard, newSplitBytes);
    }
}
