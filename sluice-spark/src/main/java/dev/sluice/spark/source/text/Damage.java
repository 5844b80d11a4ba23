package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import java.io.Serializable;

/**
 * Why a file could not be read to its end. What was read before it is good.
 *
 * @param sample how the file begins, where nothing of it can be read; else empty
 */
public record Damage(ReasonCode code, String message, String sample) implements Serializable {
    public Damage {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        requireNonNull(sample, "sample");
    }

    Damage(ReasonCode code, String message) {
        this(code, message, "");
    }
}
