package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a command or a configuration.
 *
 * @param code what kind of error
 * @param message one line with the values, no full stop
 * @param location where it stands; null where there is no such place
 * @param hint what to change, such as {@code did you mean 'path'?}; null if the code's remedy says it all
 */
public record Problem(
        ErrorCode code,
        String message,
        @Nullable Location location,
        @Nullable String hint) {
    public Problem {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    public static Problem of(ErrorCode code, String message) {
        return new Problem(code, message, null, null);
    }

    public static Problem at(@Nullable Location location, ErrorCode code, String message) {
        return new Problem(code, message, location, null);
    }

    public Problem withHint(@Nullable String newHint) {
        return new Problem(code, message, location, newHint);
    }

    /** The hint, or else the remedy of the code. */
    public String advice() {
        return Optional.ofNullable(hint).orElse(code.remedy());
    }

    @Override
    public String toString() {
        return code.id() + " " + message + (location == null ? "" : " (" + location + ")");
    }
}
