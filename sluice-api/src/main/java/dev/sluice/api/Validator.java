package dev.sluice.api;

import java.util.List;

/** A rule that examines rows and changes nothing, in the column tier. */
public interface Validator extends ValidatorPlugin {
    /** The checks, deterministic and never throwing. */
    List<Check> check(Options options, StepContext context);
}
