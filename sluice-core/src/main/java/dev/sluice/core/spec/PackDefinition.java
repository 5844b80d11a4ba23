package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Option;
import dev.sluice.core.pack.PackName;
import dev.sluice.core.pack.PackVersion;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pack as its file declares it.
 *
 * @param parameters required where they have no default
 * @param defaults by parameter, as written
 * @param jars what each must be, by its name
 * @param convert its converters, with references to parameters
 * @param validate its rules, likewise
 */
public record PackDefinition(
        PackName name,
        PackVersion version,
        List<Option<?>> parameters,
        Map<String, Tree> defaults,
        Map<String, Sha256> jars,
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
