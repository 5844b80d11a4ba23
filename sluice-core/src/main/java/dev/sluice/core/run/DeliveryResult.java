package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Problem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What became of bringing the published state of a target to one of its sinks.
 *
 * @param place where it delivers
 * @param snapshot the state that readers of the sink see now; empty if that is not known
 * @param rows of that state
 * @param failure why it could not be brought up to date; null if it is
 */
public record DeliveryResult(
        String sink,
        String place,
        Outcome outcome,
        OptionalLong snapshot,
        long rows,
        double seconds,
        @Nullable Problem failure) {
    /** How it went. */
    public enum Outcome {
        DELIVERED("delivered"),
        UP_TO_DATE("up_to_date"),
        /** The target has no state yet. */
        NOTHING("nothing"),
        FAILED("failed");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public DeliveryResult {
        requireNonNull(sink, "sink");
        requireNonNull(place, "place");
        requireNonNull(outcome, "outcome");
        requireNonNull(snapshot, "snapshot");
    }

    /** @param changed whether it had another state before */
    public static DeliveryResult of(
            String sink, String place, boolean changed, long snapshot, long rows, double seconds) {
        return new DeliveryResult(
                sink,
                place,
                changed ? Outcome.DELIVERED : Outcome.UP_TO_DATE,
                OptionalLong.of(snapshot),
                rows,
                seconds,
                null);
    }

    public static DeliveryResult nothing(String sink, String place) {
        return new DeliveryResult(sink, place, Outcome.NOTHING, OptionalLong.empty(), 0, 0, null);
    }

    public static DeliveryResult failed(String sink, String place, Problem failure) {
        return new DeliveryResult(sink, place, Outcome.FAILED, OptionalLong.empty(), 0, 0, failure);
    }
}
