package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something about a run that deserves a look.
 *
 * @param what one sentence with the figures and the likely cause
 * @param change what to change about it, one sentence
 * @param setting the key to change; null where no key would help
 */
public record Finding(String what, String change, @Nullable String setting) {
    public Finding {
        requireNonNull(what, "what");
        requireNonNull(change, "change");
    }
}
