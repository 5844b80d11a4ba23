package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * What a step counted in a run, by the tasks whose rows were kept.
 *
 * @param step the step's name
 * @param counter the counter's name
 * @param count the sum
 */
public record CounterTotal(String step, String counter, long count) implements Serializable {
    public CounterTotal {
        requireNonNull(step, "step");
        requireNonNull(counter, "counter");
    }
}
