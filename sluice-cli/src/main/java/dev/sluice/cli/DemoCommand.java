package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.template.NewProject;
import dev.sluice.cli.template.OrderFile;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole on data that it makes. */
@Command(
        name = "demo",
        headerHeading = "Examples:%n  sluice demo%n  sluice demo --rows 100000%n%n",
        header = "Make three days of orders and take them through plan, run, query and quarantine.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String PIPELINE = "orders";
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 3;
    private static final int BAD_EVERY = 50;
    private static final int BAD_ROWS_SHOWN = 5;
    private static final String TABLE = "shop.orders";
    private static final String QUERY =
            "SELECT status, count(*) as orders, sum(price) as turnover from shop.orders group by status order by status";

    private final Invocation invocation;

    @Option(names = "--rows", paramLabel = "N", description = "Orders a day; 4000 unless set.")
    int rows = 4000;

    @Mixin
    MasterOption spark = new MasterOption();

    DemoCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Path folder = makeProject();
        Project project = invocation.project(folder);
        project.pipeline(PIPELINE);
        RunResult result;
        try (OpenProject open = OpenProject.open(invocation, project, "demo", spark.master)) {
            result = invocation.options().output == OutputFormat.table ? tour(open) : run(open);
        }
        end(folder, result, (System.nanoTime() - start) / 1e9);
        return ExitStatus.of(result);
    }

    private RunResult tour(OpenProject open) {
        title("plan: what a run would do");
        PlanCommand.print(invocation, open.sluice().plan(PIPELINE));
        title("run: land the good rows, keep the bad ones");
        RunResult result = run(open);
        title("run again: a batch lands once");
        run(open);
        title("query: " + QUERY);
        QueryPrinter.print(invocation, open, QUERY, 0);
        title("quarantine show: bad rows with all their reasons");
        new QuarantinePrinter(invocation, open)
                .print(open.sluice().quarantine(PIPELINE, QuarantineFilter.ALL), BAD_ROWS_SHOWN, 0);
        return result;
    }

    private RunResult run(OpenProject open) {
        RunResult result = open.sluice().run(PIPELINE, RunOptions.DEFAULT, open.progress());
        open.progress().pause();
        new RunPrinter(invocation).print(result, TABLE);
        return result;
    }

    /** A folder of its own each time, so that an earlier demo is left as it was. */
    private Path makeProject() {
        String name = "demo-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now(ZoneOffset.UTC))
                + "-" + ProcessHandle.current().pid();
        Path folder = invocation.home().resolve("projects").resolve(name);
        NewProject project = new NewProject(folder, name);
        project.write(PIPELINE, PluginRegistry.load(DemoCommand.class.getClassLoader()));
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST_DAY.plusDays(day);
            project.file("inbox/orders-%s.csv".formatted(date), OrderFile.of(date, rows, BAD_EVERY));
        }
        invocation.note("%d files with %,d orders each, about 2 %% of them bad, in %s"
                .formatted(DAYS, rows, invocation.relative(folder)));
        return folder;
    }

    private void title(String text) {
        PrintStream out = invocation.console().out();
        String line = "── " + text + " ";
        out.println();
        out.println(invocation.colorOnOut() ? "\033[1m" + line + "\033[0m" : line);
        out.println();
    }

    private void end(Path folder, RunResult result, double seconds) {
        if (invocation.options().output != OutputFormat.table) {
            return;
        }
        title("done");
        PrintStream out = invocation.console().out();
        out.println(String.format(
                Locale.ROOT,
                "%,d rows read, %,d landed, %,d quarantined, in %.1f s",
                result.rows().read(),
                result.rows().landed(),
                result.rows().quarantined(),
                seconds));
        Path report = result.report();
        if (report != null) {
            out.println("report  " + report);
        }
        out.println("next    ./sluice quarantine show orders --code NOT_A_DATE --project " + folder);
    }
}
