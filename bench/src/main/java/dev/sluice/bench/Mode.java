package dev.sluice.bench;

import java.util.Locale;

/** What is to be measured, with the workload that it is defined for. */
@SuppressWarnings("ImmutableEnumChecker") // a workload is a record of numbers
enum Mode {
    LOAD(4_000_000, 1, 8, 0),
    BAD(4_000_000, 50, 8, 0),
    RULES(1_000_000, 1, 40, 200),
    PLUGINS(4_000_000, 0, 8, 0),
    KEYS(10_000_000, 0, 8, 0),
    MERGE(10_000_000, 0, 8, 0),
    SCALE(4_000_000, 1, 8, 0),
    SMALL(2_000, 1, 8, 0),
    COLD(2_000, 1, 8, 0),
    PROFILE(4_000_000, 1, 8, 0);

    private final Workload workload;

    Mode(long rows, double badPercent, int columns, int rules) {
        this.workload = new Workload(rows, badPercent, columns, rules);
    }

    Workload workload() {
        return workload;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
