package dev.sluice.spark.row;

import dev.sluice.core.run.CounterTotal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What the plug-ins of one attempt of a task have counted. The attempt's message carries it, so that only attempts that
 * count for the rows count here.
 */
public final class TaskCounts {
    private static final int MOST = 50;
    private static final Map<Long, TaskCounts> RUNNING = new ConcurrentHashMap<>();

    private final Map<String, Map<String, AtomicLong>> byStep = new LinkedHashMap<>();

    private TaskCounts() {}

    /** Those of the task that runs on this thread; of no task, where none does. */
    static TaskCounts current() {
        TaskContext task = TaskContext.get();
        if (task == null) {
            return new TaskCounts();
        }
        // Asked for by the task's own thread alone.
        TaskCounts counts = RUNNING.get(task.taskAttemptId());
        if (counts == null) {
            counts = new TaskCounts();
            RUNNING.put(task.taskAttemptId(), counts);
            task.addTaskCompletionListener((TaskCompletionListener) done -> RUNNING.remove(done.taskAttemptId()));
        }
        return counts;
    }

    /** What the task on this thread has counted so far. */
    public static List<CounterTotal> taken() {
        TaskContext task = TaskContext.get();
        TaskCounts counts = task == null ? null : RUNNING.get(task.taskAttemptId());
        return counts == null ? List.of() : counts.totals();
    }

    synchronized AtomicLong counter(String step, String name) {
        Map<String, AtomicLong> counters = byStep.computeIfAbsent(step, any -> new LinkedHashMap<>());
        if (counters.size() >= MOST && !counters.containsKey(name)) {
            throw new IllegalStateException("Cannot count '%s': a step has at most %d counters".formatted(name, MOST));
        }
        return counters.computeIfAbsent(name, any -> new AtomicLong());
    }

    private synchronized List<CounterTotal> totals() {
        List<CounterTotal> totals = new ArrayList<>();
        byStep.forEach((step, counters) ->
                counters.forEach((name, count) -> totals.add(new CounterTotal(step, name, count.get()))));
        return totals;
    }
}
