package dev.sluice.core.window;

import java.time.Duration;

/** How late rows are: from the end of their window to the end of the one whose run brought them. */
public enum Delay {
    UP_TO_1H("1h", Duration.ofHours(1)),
    UP_TO_6H("6h", Duration.ofHours(6)),
    UP_TO_1D("1d", Duration.ofDays(1)),
    UP_TO_3D("3d", Duration.ofDays(3)),
    UP_TO_7D("7d", Duration.ofDays(7)),
    UP_TO_30D("30d", Duration.ofDays(30)),
    MORE("more", Duration.ofSeconds(Long.MAX_VALUE));

    private final String word;
    private final Duration limit;

    Delay(String word, Duration limit) {
        this.word = word;
        this.limit = limit;
    }

    /** As the ledger and reports call it. */
    public String word() {
        return word;
    }

    /** Of rows of {@code own} that a run of {@code by} has brought. */
    public static Delay of(Window own, Window by) {
        Duration delay = Duration.between(own.end(), by.end());
        for (Delay candidate : values()) {
            if (delay.compareTo(candidate.limit) <= 0) {
                return candidate;
            }
        }
        return MORE;
    }

    /** @throws IllegalArgumentException if no delay is called so */
    public static Delay ofWord(String word) {
        for (Delay candidate : values()) {
            if (candidate.word.equals(word)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Invalid delay: " + word);
    }
}
