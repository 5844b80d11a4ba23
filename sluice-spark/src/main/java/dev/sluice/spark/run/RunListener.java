package dev.sluice.spark.run;

/** Is told how a run goes on. Called from several threads, one call at a time; must return quickly. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {
        @Override
        public void step(String name, String detail) {}

        @Override
        public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
    };

    /**
     * A step begins.
     *
     * @param name one word, such as {@code read} or {@code commit}
     * @param detail one line for people
     */
    void step(String name, String detail);

    /**
     * The one pass goes on.
     *
     * @param recordsRead by tasks that have ended
     */
    void progress(int tasksDone, int tasksTotal, long recordsRead);
}
