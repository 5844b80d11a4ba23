package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed.
 *
 * @param code such as {@code SLU-301}
 * @param message with the values; may have several lines
 * @param advice what to do about it
 * @param log the run's log; null where none was written
 */
public record RunFailure(
        String code,
        String message,
        String advice,
        @Nullable String log) {
    public RunFailure {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        requireNonNull(advice, "advice");
    }

    /** The first problem of an exception, and how many more there are. */
    public static RunFailure of(SluiceException exception, Optional<String> log) {
        Problem first = exception.problems().get(0);
        int more = exception.problems().size() - 1;
        String message = more == 0 ? first.message() : first.message() + " (and " + more + " more)";
        return new RunFailure(first.code().id(), message, first.advice(), log.orElse(null));
    }
}
