package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import dev.sluice.core.drift.Baseline;
import dev.sluice.core.drift.SeenColumn;
import java.util.List;
import java.util.Optional;

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
     * @throws SluiceException {@code BATCH_CONTENT_DIFFERS} if the batch id is known with other content
     */
    Claim begin(BatchRequest request);

    /** What {@link #begin} would find for the files that have not landed; claims and changes nothing. */
    BatchPreview preview(BatchRequest request);

    /** Running → prepared, with the path of the commit file. From here on the run rolls forward. */
    void prepared(RunLease lease, Prepared prepared);

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

    /** The columns that the source's files had in the pipeline's last run; empty where none told. */
    Optional<Baseline> sourceColumns(String pipeline);

    /** Replaces what {@link #sourceColumns} tells. */
    void rememberSourceColumns(String pipeline, String runId, List<SeenColumn> columns);

    @Override
    void close();
}
