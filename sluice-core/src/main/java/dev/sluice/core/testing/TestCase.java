package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;

/**
 * One case: what a pipeline makes of given rows.
 *
 * @param name unique in its file
 * @param location where it begins, in a file of {@code tests/}
 * @param pipeline the pipeline that is run
 */
public record TestCase(
        String name, Location location, String pipeline, GivenInput given, RunSetting when, Expectation then) {
    public TestCase {
        requireNonNull(name, "name");
        requireNonNull(location, "location");
        requireNonNull(pipeline, "pipeline");
        requireNonNull(given, "given");
        requireNonNull(when, "when");
        requireNonNull(then, "then");
    }
}
