package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.Sluice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which quarantined rows a command is about. */
final class RowFilterOptions {
    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "The pipeline whose rows are meant; else those of all pipelines.")
    @Nullable
    String pipeline;

    @Option(names = "--code", paramLabel = "CODE", description = "Only rows with this reason, such as NOT_A_DATE.")
    @Nullable
    String code;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "Only rows that this rule found, such as required(price).")
    @Nullable
    String rule;

    @Option(names = "--column", paramLabel = "NAME", description = "Only rows with a reason that names this column.")
    @Nullable
    String column;

    @Option(names = "--file", paramLabel = "NAME", description = "Only rows of source files whose path ends so.")
    @Nullable
    String file;

    @Option(names = "--run", paramLabel = "ID", description = "Only rows of this run.")
    @Nullable
    String run;

    @Option(names = "--id", paramLabel = "ID", description = "Only the row with this quarantine id. Repeatable.")
    List<String> ids = new ArrayList<>();

    QuarantineFilter filter() {
        return new QuarantineFilter(
                Optional.ofNullable(code),
                Optional.ofNullable(rule),
                Optional.ofNullable(file),
                Optional.ofNullable(run),
                Optional.ofNullable(column),
                Set.copyOf(ids));
    }

    /** What is wrong with the pipelines is told before Spark starts. */
    void check(Project project) {
        named(project).forEach(project::pipeline);
    }

    /** The pipeline that is named, or all that have a quarantine. */
    List<String> pipelines(Project project, Sluice sluice) {
        if (pipeline != null) {
            return List.of(pipeline);
        }
        List<String> some =
                named(project).stream().filter(sluice::hasQuarantine).toList();
        if (some.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NO_QUARANTINE,
                    "Cannot look at quarantined rows: no pipeline of this project has run yet");
        }
        return some;
    }

    private List<String> named(Project project) {
        return pipeline == null ? project.pipelines() : List.of(pipeline);
    }
}
