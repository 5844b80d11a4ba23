package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

/**
 * What is to be profiled.
 *
 * @param source the YAML of a pipeline's {@code source:}, with {@code zone:} where it needs one; ends with a line feed
 * @param file the pipeline's file to be, by which messages call it; its stem is the pipeline's name
 * @param table the target to propose
 * @param tolerance the share of a column's values that its proposed type may reject, from 0 to below 1
 */
public record ProfileRequest(String source, String file, String table, double tolerance) {
    public ProfileRequest {
        requireNonNull(source, "source");
        requireNonNull(file, "file");
        requireNonNull(table, "table");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("Invalid tolerance %s: must be from 0 to below 1".formatted(tolerance));
        }
    }
}
