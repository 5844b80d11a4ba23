package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.pack.PackName;
import dev.sluice.core.pack.PackVersion;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.Optional;

/**
 * A use of a pack as a pipeline declares it.
 *
 * @param version as asked for: {@code 1.2} or {@code 1.2.3}
 * @param prefix what the names of its steps shall begin with
 * @param sha256 that the pack must have
 * @param with values of parameters, by name
 * @param location of name and version
 */
public record PackRequest(
        PackName name, PackVersion version, String prefix, Optional<Sha256> sha256, MapTree with, Location location) {
    public PackRequest {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(prefix, "prefix");
        requireNonNull(sha256, "sha256");
        requireNonNull(with, "with");
        requireNonNull(location, "location");
    }

    /** {@code name@version}, as asked for. */
    public String id() {
        return name + "@" + version;
    }
}
