package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What was mended, in one task or in all.
 *
 * @param rows that landed because of it
 * @param changed cells of those rows: rows of the table of fixes
 * @param byFix how many cells each fix has changed, in the order of the pipeline; empty for none
 */
public record MendedCells(long rows, long changed, long[] byFix) implements Serializable {
    static final MendedCells NONE = new MendedCells(0, 0, new long[0]);

    MendedCells plus(MendedCells other) {
        long[] sums = Arrays.copyOf(byFix, Math.max(byFix.length, other.byFix.length));
        for (int i = 0; i < other.byFix.length; i++) {
            sums[i] += other.byFix[i];
        }
        return new MendedCells(rows + other.rows, changed + other.changed, sums);
    }
}
