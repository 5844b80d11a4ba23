package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a run took place and what it ran.
 *
 * @param project the project's name
 * @param environment the name given with {@code -e}
 * @param startedAt when the run began
 * @param target the target table as users write it
 * @param quarantine the quarantine table as users write it
 * @param quarantineSnapshot the quarantine's snapshot that holds the bad rows; empty if no row was bad
 * @param files how many source files the batch has
 * @param bytes their sizes together, as stored
 * @param fingerprint of the resolved pipeline
 * @param master Spark's master, such as {@code local[2]}
 * @param versions by name, in the order to show: Sluice, Spark, Iceberg, Java
 */
public record RunFacts(
        String project,
        Optional<String> environment,
        Instant startedAt,
        String target,
        String quarantine,
        OptionalLong quarantineSnapshot,
        int files,
        long bytes,
        String fingerprint,
        String master,
        Map<String, String> versions) {
    public RunFacts {
        requireNonNull(project, "project");
        requireNonNull(environment, "environment");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
        requireNonNull(quarantineSnapshot, "quarantineSnapshot");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(master, "master");
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }
}
