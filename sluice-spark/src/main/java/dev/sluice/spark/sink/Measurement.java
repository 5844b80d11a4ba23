package dev.sluice.spark.sink;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/**
 * What is to be measured of one column of the rows that land.
 *
 * @param ordinal in the struct of good rows
 * @param distinct whether different values are counted
 * @param percentiles whether the order of its numbers is kept
 */
public record Measurement(String column, int ordinal, DataType type, boolean distinct, boolean percentiles)
        implements Serializable {}
