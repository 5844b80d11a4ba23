package dev.sluice.spark.quarantine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Rows whose raw records look alike.
 *
 * @param shape the beginning of the record, with {@code 9} for runs of digits and {@code a} for runs of letters
 * @param samples raw records
 */
public record Cluster(String shape, long rows, List<String> samples) {
    public Cluster {
        requireNonNull(shape, "shape");
        samples = List.copyOf(samples);
    }
}
