package dev.sluice.api;

import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;

/** What a step of the column tier is given. */
public interface StepContext {
    /** A column that the step's footprint reads. */
    Column column(String name);

    /** The column's type in Spark's words, such as {@code string}, {@code decimal(10,2)}, {@code array<int>}. */
    String type(String name);

    /**
     * The columns that the step reads, in order: those of its footprint, then those that its SQL options mention, each
     * once.
     */
    List<String> reads();

    /** The pipeline's zone: that of timestamps which carry none. */
    ZoneId zone();

    /** Expressions that Spark has not, or has only at a high price. */
    ColumnFunctions functions();
}
