package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Option;
import dev.sluice.core.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pack as its file declares it.
 *
 * @param parameters required where they have no default
 * @param defaults by parameter, as written
 * @param jars SHA-256 in hex by the name of the jar
 * @param convert its converters, with references to parameters
 * @param validate its rules, likewise
 */
public record PackDefinition(
        String name,
        String version,
        List<Option<?>> parameters,
        Map<String, Tree> defaults,
        Map<String, String> jars,
        Optional<Tree> convert,
        Optional<Tree> validate) {
    public PackDefinition {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        parameters = List.copyOf(parameters);
        defaults = Map.copyOf(defaults);
        jars = Map.copyOf(jars);
    }
}
