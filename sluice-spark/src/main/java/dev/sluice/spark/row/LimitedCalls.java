package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a plug-in on a thread of its own, for so long and no longer. An interrupt alone would not do: a loop that never looks
 * at it would hold the task for ever. A thread that goes on after its interrupt is left behind; so few are allowed that they
 * cannot take the machine.
 */
final class LimitedCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedCalls.class);
    private static final int MOST_LEFT_BEHIND = 3;
    private static final long GRACE_MILLIS = 100;

    private final String plugin;
    private final long limitNanos;
    private final List<Thread> leftBehind = new ArrayList<>();
    private @Nullable ExecutorService caller;
    private @Nullable Thread thread;

    LimitedCalls(String plugin, long limitNanos) {
        this.plugin = plugin;
        this.limitNanos = limitNanos;
    }

    /** The call was given up. */
    static final class Late extends Exception {
        Late(String message) {
            super(message);
        }
    }

    /** Too many calls go on: no exception of the plug-in's own, and no reason of the row. */
    static final class Runaway extends Exception {
        Runaway(String message) {
            super(message);
        }
    }

    /**
     * Calls the plug-in; what it throws is thrown.
     *
     * @throws Late if it takes too long; the instance is not to be called again
     * @throws Runaway if too many calls have not ended
     */
    void call(OpenedPlugin opened, RecordView record, RowOutput result) throws Exception {
        Future<?> call = caller().submit(() -> {
            opened.call(record, result);
            return null;
        });
        try {
            call.get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        } catch (TimeoutException e) {
            leave();
            throw new Late("not done after %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(limitNanos)));
        }
    }

    private ExecutorService caller() {
        ExecutorService ready = caller;
        if (ready == null) {
            ready = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, "plug-in " + plugin);
                made.setDaemon(true);
                thread = made;
                return made;
            });
            caller = ready;
        }
        return ready;
    }

    private void leave() throws InterruptedException, Runaway {
        close();
        Thread late = thread;
        if (late != null) {
            late.join(GRACE_MILLIS);
            leftBehind.add(late);
        }
        caller = null;
        leftBehind.removeIf(each -> !each.isAlive());
        if (leftBehind.size() > MOST_LEFT_BEHIND) {
            for (Thread each : leftBehind) {
                LOG.error("{} does not end: {}", each.getName(), Arrays.toString(each.getStackTrace()));
            }
            throw new Runaway("Cannot go on: %d calls of the plug-in %s go on though they were interrupted"
                    .formatted(leftBehind.size(), plugin));
        }
    }

    /** Interrupts what runs. */
    @Override
    public void close() {
        if (caller != null) {
            caller.shutdownNow();
        }
    }
}
