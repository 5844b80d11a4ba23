package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

/**
 * A stage of Spark with the figures of its finished tasks.
 *
 * @param id Spark's number of the stage
 * @param name what it did, one line
 * @param startMillis after the run's begin
 * @param endMillis after the run's begin, not before the start
 * @param tasks that succeeded
 * @param failedTasks attempts that failed or were killed
 * @param taskMillis how long the successful tasks took
 * @param taskRows how many records each of them read; {@link Distribution#EMPTY} where unknown
 * @param gcMillis of all tasks together
 * @param shuffleReadBytes of all tasks together
 * @param shuffleWriteBytes of all tasks together
 * @param spilledBytes to disk, of all tasks together
 */
public record StageTiming(
        int id,
        String name,
        long startMillis,
        long endMillis,
        int tasks,
        int failedTasks,
        Distribution taskMillis,
        Distribution taskRows,
        long gcMillis,
        long shuffleReadBytes,
        long shuffleWriteBytes,
        long spilledBytes) {
    public StageTiming {
        requireNonNull(name, "name");
        requireNonNull(taskMillis, "taskMillis");
        requireNonNull(taskRows, "taskRows");
        endMillis = Math.max(startMillis, endMillis);
    }
}
