package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

/**
 * A pack that a pipeline uses, as it was found.
 *
 * @param name of the pack
 * @param version exact, such as {@code 1.2.3}
 * @param prefix what the names of its steps begin with
 * @param sha256 over its file and jars, in hex
 * @param file its {@code pack.yaml}, as messages name it
 */
public record PackUse(String name, String version, String prefix, String sha256, String file) {
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
