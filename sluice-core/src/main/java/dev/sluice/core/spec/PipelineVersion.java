package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What made rows what they are: configuration, plug-ins and packs.
 *
 * @param fingerprint SHA-256 over all of it, in hex: the version of rules and code in reasons and ledger
 * @param code a line for each jar of plug-ins and each pack, with its SHA-256, sorted
 * @param yaml the configuration of the pipeline, all layers merged and references to variables resolved; empty where it
 *     holds what looks like a password and must not be written down
 */
public record PipelineVersion(String fingerprint, List<String> code, Optional<String> yaml) {
    public PipelineVersion {
        requireNonNull(fingerprint, "fingerprint");
        code = List.copyOf(code);
        requireNonNull(yaml, "yaml");
    }

    /** Of a configuration that stands nowhere, without plug-ins and packs of its own. */
    public static PipelineVersion of(String fingerprint) {
        return new PipelineVersion(fingerprint, List.of(), Optional.empty());
    }
}
