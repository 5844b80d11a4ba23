package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.type.DidYouMean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what the ledger remembers. */
@Command(
        name = "runs",
        headerHeading = "Examples:%n  sluice runs%n  sluice runs orders --state failed --limit 5%n%n",
        header = "List runs, the newest first.",
        sortOptions = false)
final class RunsCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("run"),
            ResultColumn.text("pipeline"),
            ResultColumn.text("batch"),
            ResultColumn.text("state"),
            ResultColumn.text("started"),
            ResultColumn.number("seconds"),
            ResultColumn.number("files"),
            ResultColumn.number("read"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"),
            ResultColumn.number("snapshot"),
            ResultColumn.text("message"));

    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Only runs of this pipeline.")
    @Nullable
    String pipeline;

    @Option(names = "--state", paramLabel = "STATE", description = "Only runs in this state. Repeatable.")
    List<String> states = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; 20 unless set.")
    int limit = 20;

    RunsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        if (pipeline == null && project.deployment().isPresent()) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE, "Cannot take --name without a PIPELINE: it is a deployment of one");
        }
        RunFilter filter = new RunFilter(
                Optional.ofNullable(pipeline).map(project::called).map(PipelineName::toString), states(), limit);
        List<RunRecord> runs = ledger(project, ledger -> ledger.runs(filter)).orElse(List.of());
        new ResultPrinter(invocation).print(COLUMNS, runs, RunsCommand::row);
        if (runs.isEmpty()) {
            invocation.note("No such run yet.");
        }
        return ExitStatus.OK;
    }

    /** What the ledger tells; a project that has never run has none yet, and to ask it makes none. */
    static <T> Optional<T> ledger(Project project, Function<Ledger, T> question) {
        String url = project.secrets().resolve(project.spec().ledgerUrl());
        String path = url.startsWith(SqliteLedger.URL_PREFIX)
                ? url.substring(SqliteLedger.URL_PREFIX.length()).split("\\?", 2)[0]
                : "";
        if (!path.isEmpty() && !Files.exists(Path.of(path))) {
            return Optional.empty();
        }
        try (Ledger ledger = SqliteLedger.open(url)) {
            return Optional.of(question.apply(ledger));
        }
    }

    private Set<RunState> states() {
        Set<RunState> set = new LinkedHashSet<>();
        List<String> known =
                Arrays.stream(RunState.values()).map(RunState::word).toList();
        for (String word : states) {
            int index = known.indexOf(word);
            if (index < 0) {
                String near = DidYouMean.hint(word, known);
                throw new SluiceException(Problem.of(ErrorCode.INVALID_ARGUMENT, "unknown state '%s'".formatted(word))
                        .withHint(near == null ? "states: " + String.join(", ", known) : near));
            }
            set.add(RunState.values()[index]);
        }
        return set;
    }

    private static List<@Nullable Object> row(RunRecord run) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(run.runId());
        row.add(run.pipeline());
        row.add(run.batchId());
        row.add(run.state().word());
        row.add(run.startedAt().truncatedTo(ChronoUnit.SECONDS));
        row.add(run.endedAt()
                .map(end -> Duration.between(run.startedAt(), end).toMillis() / 1000.0)
                .orElse(null));
        row.add(run.files());
        row.add(run.rows().read());
        row.add(run.rows().landed());
        row.add(run.rows().quarantined());
        row.add(run.snapshot().isPresent() ? run.snapshot().getAsLong() : null);
        row.add(run.message().orElse(null));
        return row;
    }
}
