package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What fixes have mended in the rows of a run that landed.
 *
 * @param rows that landed because of it; each has changed cells
 * @param fixes in the order of the pipeline, those without a cell too; empty where the pipeline has none
 */
public record Mended(long rows, List<FixCount> fixes) {
    /** By a pipeline that mends nothing. */
    public static final Mended NONE = new Mended(0, List.of());

    public Mended {
        fixes = List.copyOf(fixes);
    }

    /** How many cells a fix has changed; a cell that several changed counts for each of them. */
    public record FixCount(String rule, long cells) {
        public FixCount {
            requireNonNull(rule, "rule");
        }
    }
}
