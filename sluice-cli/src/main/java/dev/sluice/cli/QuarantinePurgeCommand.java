package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes old rows. */
@Command(
        name = "purge",
        headerHeading =
                "Examples:%n  sluice quarantine purge%n  sluice quarantine purge orders --older-than 30 --dry-run%n%n",
        header = "Remove quarantined rows that are older than the retention and have landed or were discarded.",
        sortOptions = false)
final class QuarantinePurgeCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS =
            List.of(ResultColumn.text("pipeline"), ResultColumn.number("rows"));

    private final Invocation invocation;

    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "The pipeline whose rows are meant; else those of all pipelines that have a retention.")
    @Nullable
    String pipeline;

    @Option(
            names = "--older-than",
            paramLabel = "DAYS",
            description = "The age, in days, instead of the pipeline's quarantine.retention.")
    @Nullable
    Integer days;

    @Option(
            names = "--keep-days",
            paramLabel = "DAYS",
            description =
                    "How long runs can be taken back, instead of the pipeline's maintain.keep: rows that would count again then stay.")
    @Nullable
    Integer keepDays;

    @Option(names = "--undecided", description = "Also rows that nobody replayed or discarded. They are lost then.")
    boolean undecided;

    @Option(names = "--dry-run", description = "Only count them.")
    boolean rehearse;

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantinePurgeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        Map<String, Duration> ages = ages(project);
        Map<String, Long> removed = new LinkedHashMap<>();
        try (OpenProject open = OpenProject.open(invocation, project, "purge", spark.master)) {
            ages.forEach((name, age) -> {
                if (open.sluice().hasQuarantine(name)) {
                    removed.put(name, purge(open, name, age));
                }
            });
        }
        new ResultPrinter(invocation)
                .print(COLUMNS, List.copyOf(removed.entrySet()), entry -> List.of(entry.getKey(), entry.getValue()));
        return ExitStatus.OK;
    }

    private long purge(OpenProject open, String name, Duration age) {
        Optional<Duration> keep = Optional.ofNullable(keepDays).map(given -> Duration.ofDays(Math.max(0, given)));
        if (rehearse) {
            return undecided
                    ? open.sluice().countOldRows(name, age)
                    : open.sluice().countOldDecidedRows(name, age, keep);
        }
        return undecided
                ? open.sluice().removeOldRows(name, age, open.progress())
                : open.sluice().removeOldDecidedRows(name, age, keep, open.progress());
    }

    private Map<String, Duration> ages(Project project) {
        Map<String, Duration> ages = new LinkedHashMap<>();
        for (String name : pipeline == null ? project.pipelines() : List.of(pipeline)) {
            Optional<Duration> age = days == null
                    ? project.pipeline(name).care().retention()
                    : Optional.of(Duration.ofDays(Math.max(0, days)));
            age.ifPresent(found -> ages.put(name, found));
        }
        if (ages.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot remove old rows: no quarantine.retention is set; set it, or give --older-than");
        }
        return ages;
    }
}
