package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long to go on when commits fail.
 *
 * @param attempts at least 2: the second look tells whether the first attempt landed
 * @param first wait before the second attempt; each further wait is twice as long
 * @param longest wait
 */
public record CommitPatience(int attempts, Duration first, Duration longest) {
    public static final CommitPatience DEFAULT = new CommitPatience(8, Duration.ofMillis(100), Duration.ofSeconds(5));

    public CommitPatience {
        if (attempts < 2) {
            throw new IllegalArgumentException("Invalid attempts %d: must be at least 2".formatted(attempts));
        }
        requireNonNull(first, "first");
        requireNonNull(longest, "longest");
    }

    Duration after(int attempt) {
        Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
