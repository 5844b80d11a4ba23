package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import java.util.Collection;
import java.util.List;

/**
 * The ledger's part of taking published runs back. What is asked for is durable before the target is touched, so that
 * whoever comes after a crash can finish it; each call may be repeated.
 */
public interface RollbackLedger {
    /**
     * Takes the batches, files and windows of published runs, so that nobody runs them meanwhile. The runs stay published.
     *
     * @throws SluiceException {@code RUN_NOT_FOUND}; {@code ROLLBACK_REFUSED} if a run is not published, or a later run has
     *     replaced its window or moved the rows of its inputs, or after {@link #forbid}; {@code RUN_IN_PROGRESS} if a run has
     *     taken its batch
     */
    void ask(Rollback rollback);

    /** Those of the pipeline that were asked for and are not done. */
    List<Rollback> open(String pipeline);

    /** Those of all pipelines that were asked for and are not done. */
    List<Rollback> open();

    /** Gives up what was asked for: nothing of it was done, nor ever will be. */
    void giveUp(Rollback rollback);

    /**
     * Published → rolled back: the runs' batches and windows can be run again, and windows that they had replaced are those
     * of the runs before.
     *
     * @param why one line
     */
    void done(Rollback rollback, String why);

    /**
     * Published runs can be taken back no more: what they have superseded in the quarantine is about to be removed.
     *
     * @param lease of the run that removes it, and has the pipeline's quarantine to itself
     * @throws SluiceException {@code LEASE_LOST}
     */
    void forbid(RunLease lease, Collection<String> runs);
}
