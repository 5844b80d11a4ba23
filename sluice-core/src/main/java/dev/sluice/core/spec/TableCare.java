package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a pipeline's tables are looked after.
 *
 * @param retention how long quarantined rows are kept that nobody needs any more; empty for ever
 * @param after so many commits to the target, a run maintains the tables; empty if only the command does
 * @param keep how far back tables can be read, and runs be taken back
 */
public record TableCare(Optional<Duration> retention, OptionalLong after, Duration keep) {
    public static final TableCare DEFAULT = new TableCare(Optional.empty(), OptionalLong.empty(), Duration.ofDays(7));

    public TableCare {
        requireNonNull(retention, "retention");
        requireNonNull(after, "after");
        requireNonNull(keep, "keep");
    }

    /** The same care, but that runs take none. */
    public TableCare byCommandAlone() {
        return new TableCare(retention, OptionalLong.empty(), keep);
    }
}
