package dev.sluice.cli;

import dev.sluice.cli.progress.EventProgress;
import dev.sluice.cli.progress.LineProgress;
import dev.sluice.cli.progress.LiveProgress;
import dev.sluice.cli.progress.Progress;
import dev.sluice.cli.session.SparkSessions;
import dev.sluice.core.config.Project;
import dev.sluice.spark.run.Sluice;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/** A project with Spark started: what commands that touch data work with. */
record OpenProject(Project project, SparkSession spark, Sluice sluice, Progress progress) implements AutoCloseable {
    /**
     * Starts Spark. The configuration is checked before, so that a mistake in it is told at once.
     *
     * @param command its word, for the log and for Spark
     */
    static OpenProject open(Invocation invocation, Project project, String command, String master) {
        Progress progress = progress(invocation);
        try {
            invocation.runLog().begin(project.spec().state(), command, consoleLevel(invocation.options()));
            progress.step("start", "Spark on " + (master.isEmpty() ? "this machine" : master));
            SparkSession spark = SparkSessions.open(project, command, master);
            return new OpenProject(project, spark, Sluice.open(project, spark), progress);
        } catch (RuntimeException e) {
            progress.close();
            throw e;
        }
    }

    /** As the options ask for it. */
    static Progress progress(Invocation invocation) {
        GlobalOptions options = invocation.options();
        Console console = invocation.console();
        if (options.events != null) {
            return new EventProgress(console.err(), Clock.systemUTC());
        }
        if (options.quiet) {
            return Progress.SILENT;
        }
        return console.errIsTerminal() && !options.verbose
                ? new LiveProgress(console.err(), console.columns())
                : new LineProgress(console.err());
    }

    static String consoleLevel(GlobalOptions options) {
        if (options.quiet || options.events != null) {
            return "OFF";
        }
        return options.verbose ? "INFO" : "WARN";
    }

    @Override
    public void close() {
        progress.close();
        sluice.close();
    }
}
