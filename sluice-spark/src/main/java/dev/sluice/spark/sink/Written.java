package dev.sluice.spark.sink;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.budget.BudgetCounts.FileCount;
import dev.sluice.core.run.RowCounts;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * What a write job left in storage; no table knows of it yet.
 *
 * @param rows balanced
 * @param reasonRows rows by reason slot, as {@link BadRowMapper} counted them; not copied
 * @param files rows by source file, where the rows were to be counted by file
 * @param tasks by partition
 * @param notices what {@link RowNotices} noted
 * @param measured one for each {@link Measurement}, in their order
 */
public record Written(
        List<DataFile> targetFiles,
        List<DataFile> quarantineFiles,
        RowCounts rows,
        long[] reasonRows,
        List<FileCount> files,
        List<TaskFacts> tasks,
        NoticeTally notices,
        List<Measured> measured) {
    public Written {
        targetFiles = List.copyOf(targetFiles);
        quarantineFiles = List.copyOf(quarantineFiles);
        requireNonNull(rows, "rows");
        requireNonNull(reasonRows, "reasonRows");
        files = List.copyOf(files);
        tasks = List.copyOf(tasks);
        requireNonNull(notices, "notices");
        measured = List.copyOf(measured);
    }
}
