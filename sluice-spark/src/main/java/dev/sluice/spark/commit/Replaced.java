package dev.sluice.spark.commit;

/** What a run's good rows take the place of in its target, where they are not just added. */
public sealed interface Replaced permits ReplacedRows, ReplacedTable, ReplacedPartitions, MergedRows, AddedRows {}
