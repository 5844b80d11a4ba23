package dev.sluice.cli.progress;

import dev.sluice.cli.output.VisibleText;
import java.io.PrintStream;

/** A line for each step, for logs and files. */
public final class LineProgress implements Progress {
    private final PrintStream err;
    private final long startNanos = System.nanoTime();

    public LineProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void step(String name, String detail) {
        err.printf("%6.1f s  %-9s %s%n", (System.nanoTime() - startNanos) / 1e9, name, VisibleText.of(detail));
    }

    @Override
    public void progress(int tasksDone, int tasksTotal, long recordsRead) {}

    @Override
    public void pause() {}
}
