package dev.sluice.spark.sink;

import dev.sluice.core.budget.BudgetCounts.FileCount;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.RowCounts;
import dev.sluice.spark.window.SeenRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;

/** Adds up what the tasks of a job tell. Of one thread. */
final class WrittenSum {
    private final List<DataFile> targetFiles = new ArrayList<>();
    private final List<DataFile> quarantineFiles = new ArrayList<>();
    private final List<DataFile> fixesFiles = new ArrayList<>();
    private final List<StepReason> stepReasons = new ArrayList<>();
    private final List<SeenRows.Group> seen = new ArrayList<>();
    private final List<TaskFacts> tasks = new ArrayList<>();
    private final Map<String, Map<String, Long>> counters = new TreeMap<>();
    private final Map<String, FileCount> files = new TreeMap<>();
    private final long[] reasonRows;
    private final Measured[] measured;
    private MendedCells mended = MendedCells.NONE;
    private NoticeTally notices = NoticeTally.NONE;
    private RowCounts rows = RowCounts.NONE;

    WrittenSum(int reasonSlots, int measurements) {
        reasonRows = new long[reasonSlots];
        measured = new Measured[measurements];
        Arrays.fill(measured, Measured.NONE);
    }

    void add(TaskMessage task) {
        Collections.addAll(targetFiles, task.targetFiles());
        Collections.addAll(quarantineFiles, task.quarantineFiles());
        Collections.addAll(fixesFiles, task.fixesFiles());
        Collections.addAll(stepReasons, task.stepReasons());
        TaskFacts facts = task.facts();
        tasks.add(facts);
        rows = rows.plus(
                new RowCounts(facts.read(), facts.landed(), facts.quarantined(), facts.filtered(), facts.deferred()));
        mended = mended.plus(task.mended());
        notices = notices.plus(task.notices());
        Arrays.setAll(reasonRows, i -> reasonRows[i] + task.reasonRows()[i]);
        Arrays.setAll(measured, i -> measured[i].plus(task.measured()[i]));
        for (CounterTotal counter : task.counters()) {
            counters.computeIfAbsent(counter.step(), any -> new TreeMap<>())
                    .merge(counter.counter(), counter.count(), Long::sum);
        }
        add(task.files());
        seen.addAll(task.seen().groups());
    }

    private void add(FileCounts byFile) {
        for (int i = 0; i < byFile.files().length; i++) {
            files.merge(
                    byFile.files()[i],
                    new FileCount(byFile.files()[i], byFile.read(i), byFile.bad(i)),
                    (a, b) -> new FileCount(a.path(), a.read() + b.read(), a.bad() + b.bad()));
        }
    }

    Written written() {
        List<CounterTotal> totals = new ArrayList<>();
        counters.forEach((step, own) -> own.forEach((name, count) -> totals.add(new CounterTotal(step, name, count))));
        return new Written(
                targetFiles,
                quarantineFiles,
                fixesFiles,
                mended,
                rows,
                reasonRows,
                stepReasons,
                totals,
                List.copyOf(files.values()),
                seen,
                tasks,
                notices,
                List.of(measured));
    }
}
