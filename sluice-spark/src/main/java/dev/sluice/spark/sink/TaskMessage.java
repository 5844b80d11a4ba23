package dev.sluice.spark.sink;

import dev.sluice.core.run.CounterTotal;
import dev.sluice.spark.window.SeenRows;
import org.apache.iceberg.DataFile;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task wrote, as it counted itself: the only source of a run's figures. Arrays, because every serializer knows
 * them.
 */
record TaskMessage(
        DataFile[] targetFiles,
        DataFile[] quarantineFiles,
        DataFile[] fixesFiles,
        MendedCells mended,
        long[] reasonRows,
        StepReason[] stepReasons,
        CounterTotal[] counters,
        FileCounts files,
        SeenRows seen,
        TaskFacts facts,
        NoticeTally notices,
        Measured[] measured)
        implements WriterCommitMessage {}
