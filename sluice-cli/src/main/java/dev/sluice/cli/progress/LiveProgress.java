package dev.sluice.cli.progress;

import dev.sluice.cli.output.TextWidth;
import dev.sluice.cli.output.VisibleText;
import java.io.PrintStream;
import java.util.Locale;

/** One line that is drawn anew, for a terminal. */
public final class LiveProgress implements Progress {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream err;
    private final int columns;
    private final long startNanos = System.nanoTime();
    private long drawnNanos = startNanos - REDRAW_NANOS;
    private String step = "";

    public LiveProgress(PrintStream err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    @Override
    public synchronized void step(String name, String detail) {
        step = name + "  " + VisibleText.of(detail);
        draw(step);
    }

    @Override
    public synchronized void progress(int tasksDone, int tasksTotal, long recordsRead) {
        long now = System.nanoTime();
        if (now - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = now;
            draw(String.format(Locale.ROOT, "%s  %d/%d tasks  %,d records", step, tasksDone, tasksTotal, recordsRead));
        }
    }

    private void draw(String text) {
        String line = String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - startNanos) / 1e9, text);
        err.print(CLEAR + TextWidth.cut(line, columns - 1));
        err.flush();
    }

    @Override
    public synchronized void pause() {
        err.print(CLEAR);
        err.flush();
    }
}
