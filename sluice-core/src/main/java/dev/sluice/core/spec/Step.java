package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline, bound to its plug-in.
 *
 * @param name how reasons and reports call it: the step's {@code name:}, or its type and columns; unique in the pipeline
 * @param plugin what carries it out
 * @param options its checked options
 * @param location where it stands; null if it stands nowhere
 * @param terms of a rule; the default for converters
 * @param pack {@code name@version} of the pack that brought it; empty for the pipeline's own
 * @param <P> {@link dev.sluice.api.ConverterPlugin} or {@link dev.sluice.api.ValidatorPlugin}
 */
public record Step<P extends Plugin>(
        String name, P plugin, Options options, @Nullable Location location, RuleTerms terms, Optional<String> pack) {
    /** A step of the pipeline's own, without terms. */
    public Step(String name, P plugin, Options options, @Nullable Location location) {
        this(name, plugin, options, location, RuleTerms.DEFAULT, Optional.empty());
    }

    public Step {
        requireNonNull(name, "name");
        requireNonNull(plugin, "plugin");
        requireNonNull(options, "options");
        requireNonNull(terms, "terms");
        requireNonNull(pack, "pack");
    }
}
