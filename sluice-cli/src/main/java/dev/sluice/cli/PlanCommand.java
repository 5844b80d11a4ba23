package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.config.Project;
import dev.sluice.spark.run.PlanView;
import dev.sluice.spark.run.PlanView.PlannedWindow;
import dev.sluice.spark.run.PlannedPipeline;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run would do. */
@Command(
        name = "plan",
        headerHeading = "Examples:%n  sluice plan orders -e prod -o json%n  sluice plan --select '+revenue'%n%n",
        header = "Show what a run would read, write and create; changes nothing.",
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {
    private static final int FILES_SHOWN = 10;

    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "The pipeline.")
    String pipeline = "";

    @Option(
            names = "--select",
            paramLabel = "SELECTION",
            description = "Draw the graph of several pipelines, and what 'run --select' would do with each.")
    List<String> select = new ArrayList<>();

    @Mixin
    MasterOption spark = new MasterOption();

    PlanCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (pipeline.isEmpty() && select.isEmpty()) {
            throw new SluiceException(
                    Problem.of(ErrorCode.INVALID_USAGE, "Cannot plan: name a PIPELINE, or several with --select")
                            .withHint("see 'sluice plan --help'"));
        }
        Project project = invocation.project();
        if (!select.isEmpty()) {
            return graph(project);
        }
        project.pipeline(pipeline);
        PlanView plan;
        try (OpenProject open = OpenProject.open(invocation, project, "plan", spark.master)) {
            plan = open.sluice().plan(pipeline);
        }
        print(invocation, plan);
        if (!plan.problems().isEmpty()) {
            throw new SluiceException(plan.problems());
        }
        return ExitStatus.OK;
    }

    private int graph(Project project) {
        if (!pipeline.isEmpty()) {
            throw new SluiceException(ErrorCode.INVALID_USAGE, "Cannot take --select together with a pipeline");
        }
        SelectedRuns runs = SelectedRuns.of(project, select);
        List<PlannedPipeline> planned;
        try (OpenProject open = OpenProject.open(invocation, project, "plan", spark.master)) {
            planned = open.sluice().plan(runs.dag(), runs.names());
        }
        DagPrinter.print(invocation, planned);
        return ExitStatus.OK;
    }

    static void print(Invocation invocation, PlanView plan) {
        if (invocation.options().output == OutputFormat.table) {
            text(invocation.console().out(), plan);
        } else {
            json(invocation.console().out(), plan);
        }
        plan.warnings().forEach(warning -> invocation.note("warning: " + VisibleText.of(warning)));
    }

    private static void text(PrintStream out, PlanView plan) {
        plan.window().ifPresent(window -> lines(out, "window", about(window)));
        out.println(String.format(
                Locale.ROOT, "reads    %,d %s, %,d bytes", plan.files().size(), inputs(plan), plan.bytes()));
        plan.files().stream()
                .limit(FILES_SHOWN)
                .forEach(file -> out.println(
                        String.format(Locale.ROOT, "         %,14d  %s", file.size(), VisibleText.of(file.path()))));
        if (plan.files().size() > FILES_SHOWN) {
            out.println("         and " + (plan.files().size() - FILES_SHOWN) + " more");
        }
        if (plan.landed() > 0) {
            out.println("passes   " + plan.landed() + " " + inputs(plan) + " that have landed");
        }
        lines(out, "leaves", plan.changed());
        lines(out, "steps", plan.steps());
        out.println("writes   good rows to " + plan.target());
        out.println("         bad rows to " + plan.quarantine());
        lines(out, "changes", plan.changes());
        out.flush();
    }

    private static List<String> about(PlannedWindow window) {
        List<String> lines = new ArrayList<>();
        String word = WindowsCommand.word(window.status());
        lines.add("%s, due since %s: %s%s"
                .formatted(window.window(), window.trigger(), word, window.why().isEmpty() ? "" : ", " + window.why()));
        window.complete().ifPresent(text -> lines.add("watermark: " + text));
        window.firstOther()
                .ifPresent(first -> lines.add(
                        "%,d more to run, the first %s: see 'sluice windows'".formatted(window.others(), first)));
        return lines;
    }

    private static String inputs(PlanView plan) {
        return plan.ofTables() ? "tables" : "files";
    }

    private static void lines(PrintStream out, String title, List<String> lines) {
        String head = title;
        for (String line : lines) {
            out.println(String.format(Locale.ROOT, "%-8s %s", head, VisibleText.of(line)));
            head = "";
        }
    }

    private static void json(PrintStream out, PlanView plan) {
        JsonOutput.print(out, fields -> {
            fields.value("pipeline", plan.pipeline());
            if (plan.window().isPresent()) {
                PlannedWindow window = plan.window().get();
                fields.object("window", item -> {
                    item.value("window", window.window());
                    item.value("due", window.trigger());
                    item.value("status", WindowsCommand.word(window.status()));
                    item.value("note", window.why().isEmpty() ? null : window.why());
                    item.value("watermark", window.complete().orElse(null));
                    item.value("othersDue", window.others());
                });
            }
            fields.array("files", plan.files(), (file, item) -> {
                item.value("path", file.path());
                item.value("size", file.size());
            });
            fields.value("bytes", plan.bytes());
            fields.value("landed", plan.landed());
            fields.value("changed", plan.changed());
            fields.value("steps", plan.steps());
            fields.value("target", plan.target());
            fields.value("quarantine", plan.quarantine());
            fields.value("changes", plan.changes());
            fields.value("warnings", plan.warnings());
        });
    }
}
