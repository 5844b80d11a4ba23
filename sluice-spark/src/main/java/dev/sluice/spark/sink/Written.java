package dev.sluice.spark.sink;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.budget.BudgetCounts.FileCount;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.RowCounts;
import dev.sluice.spark.window.SeenRows;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * What a write job left in storage; no table knows of it yet.
 *
 * @param fixesFiles what was mended in good rows
 * @param mended the same in figures
 * @param rows balanced
 * @param reasonRows rows by reason slot, as {@link BadRowMapper} counted them; not copied
 * @param stepReasons rows by reason, of those that have no slot of their own; may name a reason several times
 * @param counters what plug-ins counted, by step and name
 * @param files rows by source file, where the rows were to be counted by file
 * @param seen rows by file and place, where a column tells their windows; a group may come several times
 * @param tasks by partition
 * @param notices what {@link RowNotices} noted
 * @param measured one for each {@link Measurement}, in their order
 */
public record Written(
        List<DataFile> targetFiles,
        List<DataFile> quarantineFiles,
        List<DataFile> fixesFiles,
        MendedCells mended,
        RowCounts rows,
        long[] reasonRows,
        List<StepReason> stepReasons,
        List<CounterTotal> counters,
        List<FileCount> files,
        List<SeenRows.Group> seen,
        List<TaskFacts> tasks,
        NoticeTally notices,
        List<Measured> measured) {
    public Written {
        targetFiles = List.copyOf(targetFiles);
        quarantineFiles = List.copyOf(quarantineFiles);
        fixesFiles = List.copyOf(fixesFiles);
        requireNonNull(mended, "mended");
        requireNonNull(rows, "rows");
        requireNonNull(reasonRows, "reasonRows");
        stepReasons = List.copyOf(stepReasons);
        counters = List.copyOf(counters);
        files = List.copyOf(files);
        seen = List.copyOf(seen);
        tasks = List.copyOf(tasks);
        requireNonNull(notices, "notices");
        measured = List.copyOf(measured);
    }
}
