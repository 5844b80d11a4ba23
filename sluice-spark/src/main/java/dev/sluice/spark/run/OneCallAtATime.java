package dev.sluice.spark.run;

/** Lets one call through at a time: the run's steps come from its thread, the progress from Spark's. */
final class OneCallAtATime implements RunListener {
    private final RunListener listener;

    OneCallAtATime(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void step(String name, String detail) {
        listener.step(name, detail);
    }

    @Override
    public synchronized void progress(int tasksDone, int tasksTotal, long recordsRead) {
        listener.progress(tasksDone, tasksTotal, recordsRead);
    }
}
