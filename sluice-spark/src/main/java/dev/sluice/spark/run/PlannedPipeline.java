package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One pipeline of a graph, and what running them together would do with it now.
 *
 * @param parents those of the selected that it reads from
 * @param depth how many steps the longest way from a pipeline without parents has
 * @param source what it reads, as users write it
 * @param target the table that it writes
 * @param why completes the step
 */
public record PlannedPipeline(
        String pipeline, List<String> parents, int depth, String source, String target, Step step, String why) {
    /** What would be done. */
    public enum Step {
        RUN,
        NOTHING_TO_DO,
        NOT_RUN;

        /** In lower case, as users see it. */
        public String word() {
            return switch (this) {
                case RUN -> "run";
                case NOTHING_TO_DO -> "nothing to do";
                case NOT_RUN -> "not run";
            };
        }
    }

    public PlannedPipeline {
        requireNonNull(pipeline, "pipeline");
        parents = List.copyOf(parents);
        requireNonNull(step, "step");
        requireNonNull(why, "why");
    }
}
