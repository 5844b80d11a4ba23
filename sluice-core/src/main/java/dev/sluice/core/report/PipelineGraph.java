package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Stage;
import dev.sluice.core.report.GraphNode.Kind;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A pipeline as a picture: the steps that every row goes through, then the two tables, of which each row reaches one.
 *
 * @param steps source, parser, converters, validators
 * @param filtered rows that a filter of the pipeline took out
 */
public record PipelineGraph(List<GraphNode> steps, GraphNode target, GraphNode quarantine, long filtered) {
    public PipelineGraph {
        steps = List.copyOf(steps);
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
    }

    /** The graph of a run whose rows were counted. */
    public static PipelineGraph of(PipelineSpec pipeline, RowCounts rows, List<ReasonCount> reasons) {
        return new Builder(pipeline, OptionalLong.of(rows.read()), reasons)
                .build(OptionalLong.of(rows.landed()), OptionalLong.of(rows.quarantined()), rows.filtered());
    }

    /** The graph of a run that did not come as far as counting. */
    public static PipelineGraph uncounted(PipelineSpec pipeline) {
        return new Builder(pipeline, OptionalLong.empty(), List.of())
                .build(OptionalLong.empty(), OptionalLong.empty(), 0);
    }

    private static final class Builder {
        private final PipelineSpec pipeline;
        private final OptionalLong read;
        private final OptionalLong parsed;
        private final List<ReasonCount> reasons;
        private final List<GraphNode> steps = new ArrayList<>();

        Builder(PipelineSpec pipeline, OptionalLong read, List<ReasonCount> reasons) {
            this.pipeline = pipeline;
            this.read = read;
            this.reasons = reasons;
            // A record that cannot be parsed has one reason without a column, and no later step sees it.
            long unparsed = rows(reason -> reason.stage() == Stage.PARSE && reason.column() == null);
            this.parsed = read.isEmpty() ? read : OptionalLong.of(Math.max(0, read.getAsLong() - unparsed));
        }

        PipelineGraph build(OptionalLong landed, OptionalLong quarantined, long filtered) {
            add(
                    Kind.SOURCE,
                    pipeline.source().describe(),
                    pipeline.source().tables().isPresent() ? "rows" : "files",
                    read,
                    0);
            String format = pipeline.source().format().descriptor().word();
            add(Kind.PARSER, format, "parse", read, rows(reason -> reason.stage() == Stage.PARSE));
            for (Step<ConverterPlugin> step : pipeline.convert()) {
                add(Kind.CONVERTER, step.name(), "convert", parsed, rows(reason -> named(reason, step)));
            }
            add(Kind.CONVERTER, "to the target's types", "convert", parsed, rows(this::implicit));
            long rules = pipeline.target().rules().size()
                    + (long) pipeline.validate().size();
            add(
                    Kind.VALIDATORS,
                    rules == 1 ? "1 rule" : rules + " rules",
                    "validate",
                    parsed,
                    rows(reason -> reason.stage() == Stage.VALIDATE));
            return new PipelineGraph(
                    steps,
                    new GraphNode(Kind.TARGET, pipeline.target().table().toString(), "landed", landed, 0),
                    new GraphNode(
                            Kind.QUARANTINE, pipeline.target().quarantine().toString(), "quarantined", quarantined, 0),
                    filtered);
        }

        private void add(Kind kind, String name, String detail, OptionalLong rowsIn, long flagged) {
            steps.add(new GraphNode(kind, name, detail, rowsIn, flagged));
        }

        private boolean implicit(ReasonCount reason) {
            return reason.stage() == Stage.CONVERT
                    && pipeline.convert().stream().noneMatch(step -> named(reason, step));
        }

        private static boolean named(ReasonCount reason, Step<?> step) {
            return reason.stage() == Stage.CONVERT && reason.rule().equals(step.name());
        }

        private long rows(Predicate<ReasonCount> which) {
            return reasons.stream().filter(which).mapToLong(ReasonCount::rows).sum();
        }
    }
}
