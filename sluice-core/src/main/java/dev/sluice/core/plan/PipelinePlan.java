package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Problem;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.api.dataset.DatasetPlugin;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.RuleTerms;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a pipeline from source to target, followed through all steps and checked, without data and without Spark.
 *
 * <p>The source's columns are nullable strings. Each converter reads, makes and removes columns as its footprint says.
 * Then every target column takes the column of its own name, and validators read the target's columns. Names match
 * exactly, case included. Where the source declares its columns they are all there are; where it does not, a name that no
 * step made is taken to be a source column.
 *
 * @param sourceColumns what the source must give, in order: those declared, else those that steps and target read, in the
 *     order of reading. {@code required} is resolved: declared so, or the column feeds a required target column through
 *     nothing but steps that give null for null
 * @param steps the converters in order
 * @param targetInputs one for each target column, in the table's order
 * @param rules the target's rules, then the pipeline's own
 * @param warnings what is odd, but may run
 */
public record PipelinePlan(
        PipelineSpec pipeline,
        List<SourceColumn> sourceColumns,
        List<PlannedStep> steps,
        List<TargetInput> targetInputs,
        List<PlannedRule> rules,
        List<Problem> warnings) {
    public PipelinePlan {
        requireNonNull(pipeline, "pipeline");
        sourceColumns = List.copyOf(sourceColumns);
        steps = List.copyOf(steps);
        targetInputs = List.copyOf(targetInputs);
        rules = List.copyOf(rules);
        warnings = List.copyOf(warnings);
    }

    /**
     * Follows the columns and checks them.
     *
     * @throws SluiceException with every problem found, each with its place
     */
    public static PipelinePlan of(PipelineSpec pipeline) {
        return new Planner(pipeline).plan();
    }

    /** The plan in lines to read: source, each step with what it reads and makes, target, rules. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        pipeline.packs()
                .forEach(pack -> lines.add("pack     %s, %s, %s".formatted(pack.id(), pack.file(), pack.sha256())));
        sourceColumns.forEach(
                column -> lines.add("source   " + column.name() + (column.required() ? " (required)" : "")));
        for (PlannedStep step : steps) {
            List<String> made = step.after().stream()
                    .filter(column -> step.step().name().equals(column.madeBy()))
                    .map(PlannedColumn::toString)
                    .toList();
            lines.add("convert  %s: %s -> %s"
                            .formatted(step.step().name(), String.join(", ", step.reads()), String.join(", ", made))
                    + cost(step.step(), true));
        }
        lines.addAll(WriteText.of(pipeline.target()));
        for (TargetInput input : targetInputs) {
            String from = input.from() == null ? "?" : input.from().toString();
            String to = input.column().type().toString();
            lines.add("target   %s: %s%s"
                    .formatted(
                            input.input(),
                            from.equals(to) ? to : from + " -> " + to,
                            input.column().required() ? ", required" : ""));
        }
        rules.forEach(rule -> lines.add(describe(rule)));
        pipeline.fixes()
                .forEach(fix -> lines.add("fix      %s: %s"
                        .formatted(
                                fix.name(),
                                fix.columns().isEmpty() ? "any text of a bad row" : String.join(", ", fix.columns()))));
        pipeline.target()
                .audit()
                .ifPresent(audit -> lines.add("audit    %s, joined by %s".formatted(audit.table(), audit.fixId())));
        return lines;
    }

    private static String describe(PlannedRule rule) {
        RuleTerms terms = rule.step().terms();
        return "validate " + rule.step().name() + ": " + String.join(", ", rule.reads())
                + terms.when().map(when -> ", when " + when).orElse("")
                + (terms.severity() == Severity.ERROR
                        ? ""
                        : ", " + terms.severity().word())
                + cost(rule.step(), false);
    }

    /** What a step costs beyond the one pass. */
    private static String cost(Step<?> step, boolean converts) {
        if (!(step.plugin() instanceof DatasetPlugin)) {
            return "";
        }
        String join = converts ? "all rows are shuffled and joined" : "errors are joined to the rows";
        return " [dataset tier: the rows are read beforehand, kept on disk, and %s by row id]".formatted(join);
    }
}
