package dev.sluice.spark.run;

/**
 * Lets one call through at a time: a run's steps come from its thread, the progress from Spark's, and runs that go on at once
 * share a listener.
 */
final class OneCallAtATime implements RunListener {
    private final RunListener listener;

    OneCallAtATime(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public void step(String name, String detail) {
        synchronized (listener) {
            listener.step(name, detail);
        }
    }

    @Override
    public void progress(int tasksDone, int tasksTotal, long recordsRead) {
        synchronized (listener) {
            listener.progress(tasksDone, tasksTotal, recordsRead);
        }
    }
}
