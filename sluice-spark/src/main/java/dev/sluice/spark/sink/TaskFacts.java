package dev.sluice.spark.sink;

import java.io.Serializable;

/**
 * What one task of the write did.
 *
 * @param partition of the dataset, from 0
 * @param taskId Spark's attempt id
 * @param read rows that reached the task's writer
 * @param filtered rows that were neither good nor bad
 * @param deferred rows that were left to other runs
 * @param files opened and finished, of both tables
 * @param bytes of those files
 * @param millis from the task's first row to the close of its files
 */
public record TaskFacts(
        int partition,
        long taskId,
        long read,
        long landed,
        long quarantined,
        long filtered,
        long deferred,
        int files,
        long bytes,
        long millis)
        implements Serializable {}
