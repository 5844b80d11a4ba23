package dev.sluice.testkit;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Finds threads that some work leaves behind: it runs in a group of its own, which threads and pools that are made there
 * belong to, unless they say otherwise.
 */
final class ThreadWatch {
    private static final long PATIENCE_MILLIS = 2_000;

    private ThreadWatch() {}

    /** May throw whatever it likes. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** The names of threads that are still alive some time after the work has ended. */
    static List<String> leftBy(Work work) throws Exception {
        ThreadGroup group = new ThreadGroup("plug-in under test");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread runner = new Thread(group, () -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        runner.start();
        runner.join();
        if (failure.get() instanceof Exception e) {
            throw e;
        }
        if (failure.get() instanceof Error e) {
            throw e;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!alive(group).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        return alive(group);
    }

    private static List<String> alive(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads);
        return Stream.of(threads).limit(count).map(Thread::getName).sorted().toList();
    }
}
