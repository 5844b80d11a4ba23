package dev.sluice.spark.delivery;

import dev.sluice.spark.LongTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a sink as its consumers do. */
interface StateReader {
    /** What is there now. */
    State read() throws Exception;

    /**
     * What one reading saw.
     *
     * @param versions of the rows: more than one are two states at once
     */
    record State(int rows, Set<String> versions) {
        static final State NONE = new State(0, Set.of());

        static State of(List<String> versions) {
            return new State(versions.size(), Set.copyOf(versions));
        }

        /** Nothing, before the first delivery, or all rows of one version. */
        boolean whole() {
            return equals(NONE) || rows == Shop.ROWS && versions.size() == 1;
        }

        int version() {
            return versions.stream().mapToInt(Integer::parseInt).findFirst().orElse(0);
        }
    }

    /** Reads again and again in a thread of its own. */
    final class Polling implements AutoCloseable {
        /** In the short form most of the machine is left to the processes that are killed. */
        private static final long PAUSE_MILLIS = LongTests.wanted() ? 1 : 25;

        private final AtomicBoolean done = new AtomicBoolean();
        private final Set<Integer> seen = new TreeSet<>();
        private final List<String> torn = new ArrayList<>();
        private final CompletableFuture<Void> thread;
        private final AtomicInteger tries = new AtomicInteger();
        private int reads;

        Polling(StateReader reader) {
            thread = CompletableFuture.runAsync(() -> poll(reader));
        }

        private void poll(StateReader reader) {
            int last = 0;
            boolean there = false;
            while (!done.get()) {
                try {
                    State state = reader.read();
                    if (!state.whole() || there && state.rows() == 0) {
                        torn.add(state.rows() + " rows of " + state.versions());
                    } else if (state.version() < last) {
                        torn.add("back from %d to %d".formatted(last, state.version()));
                    }
                    there |= state.rows() > 0;
                    last = Math.max(last, state.version());
                    seen.add(last);
                    reads++;
                    Thread.sleep(PAUSE_MILLIS);
                } catch (Exception e) {
                    torn.add(e.toString());
                } finally {
                    tries.incrementAndGet();
                }
            }
        }

        /** Waits until what is there now was read, however slow the machine is. */
        void awaitReading() throws InterruptedException {
            // The one that goes on may have begun before.
            int enough = tries.get() + 2;
            while (tries.get() < enough && !thread.isDone()) {
                Thread.sleep(1);
            }
        }

        /** What was read that was no whole state; empty if nothing was. */
        List<String> torn() {
            close();
            return torn;
        }

        /** The versions that were read. */
        Set<Integer> seen() {
            close();
            return seen;
        }

        int reads() {
            close();
            return reads;
        }

        @Override
        public void close() {
            done.set(true);
            thread.join();
        }
    }
}
