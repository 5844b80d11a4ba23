package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.pack.PackName;
import dev.sluice.core.pack.PackVersion;
import dev.sluice.core.plugin.Sha256;

/**
 * A pack that a pipeline uses, as it was found.
 *
 * @param name of the pack
 * @param version exact, as the pack says it
 * @param prefix what the names of its steps begin with
 * @param sha256 over its file and jars
 * @param file its {@code pack.yaml}, as messages name it
 */
public record PackUse(PackName name, PackVersion version, String prefix, Sha256 sha256, String file) {
    public PackUse {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(prefix, "prefix");
        requireNonNull(sha256, "sha256");
        requireNonNull(file, "file");
    }

    /** {@code name@version}. */
    public String id() {
        return name + "@" + version;
    }
}
