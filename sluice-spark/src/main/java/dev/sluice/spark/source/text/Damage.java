package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;

/** Why a file could not be read to its end. What was read before it is good. */
public record Damage(ReasonCode code, String message) {
    public Damage {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }
}
