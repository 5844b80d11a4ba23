package dev.sluice.core.check;

import java.util.Locale;

/** What can be measured of the rows that would land. Nulls count in the first two only. */
public enum Measure {
    ROW_COUNT(false, "how many rows there are"),
    NULL_SHARE(false, "the share of rows in which the column is null, 0 to 1"),
    DISTINCT_COUNT(false, "how many different values the column has; estimated, some 2 % off beyond a few thousand"),
    DISTINCT_SHARE(false, "different values by rows with a value, 0 to 1; estimated as distinct_count is"),
    MIN(true, "the least number"),
    MAX(true, "the greatest number"),
    SUM(true, "the sum of the numbers"),
    MEAN(true, "the mean of the numbers"),
    STDDEV(true, "the standard deviation of the numbers, of the population"),
    PERCENTILE(true, "the number below which so many percent of them lie; its rank is estimated, some 1 % off");

    private final boolean ofNumbers;
    private final String meaning;

    Measure(boolean ofNumbers, String meaning) {
        this.ofNumbers = ofNumbers;
        this.meaning = meaning;
    }

    /** The word in YAML and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the column must hold numbers. */
    public boolean ofNumbers() {
        return ofNumbers;
    }

    /** Completes "it is …". */
    public String meaning() {
        return meaning;
    }
}
