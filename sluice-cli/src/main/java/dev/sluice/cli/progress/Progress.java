package dev.sluice.cli.progress;

import dev.sluice.spark.run.RunListener;

/** Tells of a run on stderr while it goes on. */
public interface Progress extends RunListener, AutoCloseable {
    /** Tells nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void step(String name, String detail) {}

        @Override
        public void progress(int tasksDone, int tasksTotal, long recordsRead) {}

        @Override
        public void pause() {}
    };

    /** Takes the line away that is being drawn, if any, so that something else can be printed. */
    void pause();

    @Override
    default void close() {
        pause();
    }
}
