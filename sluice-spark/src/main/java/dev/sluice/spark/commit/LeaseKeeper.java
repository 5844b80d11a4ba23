package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunLease;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the lease of one run while it works, and calls off the work when the lease is lost. */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    /** A third of the lease, so that two renewals may fail before it ends. */
    private static final long PERIOD_SECONDS = 20;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-lease");
        thread.setDaemon(true);
        return thread;
    });

    /** @param callOff told once if the lease is lost */
    public LeaseKeeper(Ledger ledger, RunLease lease, Runnable callOff) {
        var ignored = timer.scheduleWithFixedDelay(
                () -> renew(ledger, lease, callOff), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void renew(Ledger ledger, RunLease lease, Runnable callOff) {
        try {
            ledger.renew(lease);
        } catch (RuntimeException e) {
            // Whatever it is must not end the renewals: the timer drops a task that throws.
            LOG.warn("Cannot renew the lease of run {}", lease.runId(), e);
            if (e instanceof SluiceException known && known.code() == ErrorCode.LEASE_LOST) {
                callOff.run();
                timer.shutdown();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
