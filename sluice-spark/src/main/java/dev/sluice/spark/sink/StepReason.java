package dev.sluice.spark.sink;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How many rows of one task have a reason that only its step can name.
 *
 * @param slot the step's ordinal among the kinds of reasons
 * @param column the first value that the reason names, without indices; null for the row as a whole
 */
public record StepReason(int slot, String code, @Nullable String column, long rows) implements Serializable {}
