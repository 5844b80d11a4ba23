package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.yaml.Tree;
import java.util.Optional;

/**
 * The steps that a pack brings to a pipeline.
 *
 * @param convert its converters, with the values of its parameters put in
 * @param validate its rules, likewise
 */
public record PackSteps(PackUse use, Optional<Tree> convert, Optional<Tree> validate) {
    public PackSteps {
        requireNonNull(use, "use");
        requireNonNull(convert, "convert");
        requireNonNull(validate, "validate");
    }
}
