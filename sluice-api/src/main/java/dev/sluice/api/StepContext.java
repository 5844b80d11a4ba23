package dev.sluice.api;

import org.apache.spark.sql.Column;

/** What a step of the column tier is given. */
public interface StepContext {
    /** A column that the step's footprint reads. */
    Column column(String name);

    /** The column's type in Spark's words, such as {@code string}, {@code decimal(10,2)}, {@code array<int>}. */
    String type(String name);

    /** Expressions that Spark has not, or has only at a high price. */
    ColumnFunctions functions();
}
