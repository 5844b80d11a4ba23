package dev.sluice.core.ledger;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Ids of runs: {@code 20260314-091530-123-k3f9q}. Their order is that of their starts (UTC, to the millisecond). */
public final class RunIds {
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    // No vowels, so no words; no 0, 1, l, so nothing to mistake.
    private static final String LETTERS = "23456789bcdfghjkmnpqrstvwxz";

    private static final int RANDOM_LETTERS = 5;

    private RunIds() {}

    public static String next(Clock clock, RandomGenerator random) {
        StringBuilder id = new StringBuilder(START.format(clock.instant())).append('-');
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
