package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.drift.Baseline;
import dev.sluice.core.spec.PipelineVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The durable memory of runs, batches and files. Every method is one transaction; all are safe for use by many threads
 * and many processes at once. A change of a run is guarded by its lease's epoch: who has lost the lease changes nothing
 * and gets a {@link SluiceException} with code {@code LEASE_LOST}.
 *
 * <p>A file has landed when a run that holds it is published. It is taken while a run that holds it is running, prepared
 * or held.
 */
public interface Ledger extends AutoCloseable {
    /**
     * Selects the files that make the batch, and claims them, in one transaction.
     *
     * @throws SluiceException {@code BATCH_CONTENT_DIFFERS} if the batch id is known with other content; {@code
     *     PROMOTION_UNDER_WAY} and {@code DEPLOYMENT_IS_LIVE}, as wherever a run begins
     */
    Claim begin(BatchRequest request);

    /**
     * Begins a run on quarantined rows rather than files: a replay, or a discard of rows. A pipeline has one at a time, so
     * that no row is decided upon twice.
     *
     * @param request with a batch id and without files
     * @return started, or taken by the one that goes on
     */
    Claim beginOnQuarantine(BatchRequest request);

    /** Keeps what the source files of a running run begin with, so that their records can be read again without them. */
    void headers(RunLease lease, Map<String, String> textByPath);

    /** What {@link #headers(RunLease, Map)} kept for a run, by path. */
    Map<String, String> headers(String runId);

    /** What {@link #headers(RunLease, Map)} kept for the run that landed a batch, by path. */
    Map<String, String> headers(String pipeline, String batchId);

    /**
     * Keeps with what a running run makes its rows. Once for each run.
     *
     * @param environment of the project
     * @param tags what the caller told of its batch
     */
    void settings(RunLease lease, PipelineVersion version, Optional<String> environment, Map<String, String> tags);

    /** The environment that {@link #settings} kept for a run. */
    Optional<String> environment(String runId);

    /** The tags that {@link #settings} kept for the run that landed a batch; empty where there is none. */
    Map<String, String> tags(String pipeline, String batchId);

    /** The tags that {@link #settings} kept for a run; empty where there is none. */
    Map<String, String> tags(String runId);

    /** What {@link #settings} kept of that fingerprint; empty for runs of older versions of Sluice. */
    Optional<PipelineVersion> version(String fingerprint);

    /** What there is about windows. */
    WindowLedger windows();

    /** What there is about taking published runs back. */
    RollbackLedger rollbacks();

    /** What there is about deployments of one pipeline beside each other. */
    PromotionLedger promotions();

    /** What {@link #begin} would find for the files that have not landed; claims and changes nothing. */
    BatchPreview preview(BatchRequest request);

    /** What the last published run of a pipeline whose batches are states of tables has read; empty if there is none. */
    List<SourceFile> landedState(String pipeline);

    /** Running → prepared, with the path of the commit file. From here on the run rolls forward. */
    void prepared(RunLease lease, Prepared prepared);

    /**
     * Prepared → held: its bad rows are visible, its good ones wait for a decision. Its files stay taken, and nobody takes
     * it over.
     *
     * @param quarantineSnapshot empty if no row was bad
     * @param why one line with the figures
     */
    void held(RunLease lease, OptionalLong quarantineSnapshot, String why);

    /** What the audits of a held run say by now, in place of what they said before. */
    void audited(RunLease lease, List<AuditResult> audits);

    /**
     * Held → prepared, for good: from here on the run rolls forward like any other.
     *
     * @param by who decided
     */
    void accepted(RunLease lease, String by);

    /**
     * Gives the caller the lease of a run that waits for a decision: a held one, or a prepared one whose owner is gone.
     *
     * @throws SluiceException {@code RUN_NOT_FOUND}, {@code RUN_IN_PROGRESS} while its owner lives, {@code RUN_ENDED} in
     *     any other state
     */
    Abandoned take(String runId, Owner owner);

    /** Prepared or held → published; its files have landed. */
    void published(RunLease lease, Published published);

    /** Running → failed, with one line that says why; its files are free again. */
    void failed(RunLease lease, String message);

    /** Any state but published → discarded; its files are free again. */
    void discarded(RunLease lease, String reason);

    /** Puts the lease's end off by its full length, by the database's clock. */
    void renew(RunLease lease);

    /**
     * Ends the lease at once, so that the next {@link #takeOver} finds the run, be its owner alive or not. Does nothing if
     * the lease is lost or the run has ended.
     */
    void giveUp(RunLease lease);

    /**
     * Takes over the pipeline's running and prepared runs whose owner is dead (same machine) or whose lease has expired.
     * Each comes with a new lease.
     */
    List<Abandoned> takeOver(String pipeline, Owner owner);

    Optional<RunRecord> run(String runId);

    /** Newest first. */
    List<RunRecord> runs(RunFilter filter);

    /** The files of a run, in the order of the batch. */
    List<dev.sluice.core.batch.SourceFile> files(String runId);

    /**
     * What was measured under this name in the pipeline's published runs, newest first.
     *
     * @param limit at most so many
     */
    List<Double> measures(String pipeline, String name, int limit);

    /** How a run stood to its audits, in their order; empty before it is prepared. */
    List<AuditResult> audits(String runId);

    /**
     * The columns that the source's files had in the newest published run of the pipeline: the one that began last, though
     * another may have been published after it. Empty where none told.
     */
    Optional<Baseline> sourceColumns(String pipeline);

    @Override
    void close();
}
