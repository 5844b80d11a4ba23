package dev.sluice.core.ledger;

import static dev.sluice.core.run.RunState.DISCARDED;
import static dev.sluice.core.run.RunState.FAILED;
import static dev.sluice.core.run.RunState.HELD;
import static dev.sluice.core.run.RunState.PREPARED;
import static dev.sluice.core.run.RunState.PUBLISHED;
import static dev.sluice.core.run.RunState.RUNNING;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.drift.Baseline;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The ledger in a relational database, in plain SQL. One connection, used by one thread at a time: a transaction takes
 * milliseconds, and the database has only one writer anyhow.
 */
final class JdbcLedger implements Ledger {
    private final Connection connection;
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final Liveness liveness;
    private final RunTable runs;
    private final WindowLedger windows;
    private final RollbackLedger rollbacks;
    private final PromotionLedger promotions;

    /** @param connection with the ledger's tables; from here on owned by the ledger */
    JdbcLedger(Connection connection, Dialect dialect, Liveness liveness) {
        this.connection = connection;
        this.jdbi = Jdbi.create(connection);
        this.dialect = dialect;
        this.liveness = liveness;
        this.runs = new RunTable(dialect);
        this.windows = new JdbcWindowLedger(this, runs);
        this.rollbacks = new JdbcRollbackLedger(this, runs);
        this.promotions = new JdbcPromotionLedger(this, runs);
    }

    @Override
    public Claim begin(BatchRequest request) {
        return inTransaction(handle -> new BatchClaim(handle, runs, request).claim());
    }

    @Override
    public Claim beginOnQuarantine(BatchRequest request) {
        return inTransaction(handle -> new BatchClaim(handle, runs, request).claimQuarantine());
    }

    @Override
    public void headers(RunLease lease, Map<String, String> textByPath) {
        inTransaction(handle -> {
            if (!runs.renew(handle, lease)) {
                throw lost(handle, lease, "keep the headers of");
            }
            if (!textByPath.isEmpty()) {
                HeaderTables.keep(handle, lease.runId(), textByPath);
            }
            return true;
        });
    }

    @Override
    public Map<String, String> headers(String runId) {
        return inTransaction(handle -> HeaderTables.of(handle, runId));
    }

    @Override
    public Map<String, String> headers(String pipeline, String batchId) {
        return inTransaction(handle -> FileTables.landedBatch(handle, pipeline, batchId)
                .map(runId -> HeaderTables.of(handle, runId))
                .orElse(Map.of()));
    }

    @Override
    public void settings(
            RunLease lease, PipelineVersion version, Optional<String> environment, Map<String, String> tags) {
        inTransaction(handle -> {
            if (!runs.renew(handle, lease)) {
                throw lost(handle, lease, "keep the settings of");
            }
            VersionTable.add(handle, version);
            environment.ifPresent(name -> VersionTable.addEnvironment(handle, lease.runId(), name));
            if (!tags.isEmpty()) {
                TagTable.add(handle, lease.runId(), tags);
            }
            return true;
        });
    }

    @Override
    public Map<String, String> tags(String pipeline, String batchId) {
        return inTransaction(handle -> FileTables.landedBatch(handle, pipeline, batchId)
                .map(runId -> TagTable.of(handle, runId))
                .orElse(Map.of()));
    }

    @Override
    public Map<String, String> tags(String runId) {
        return inTransaction(handle -> TagTable.of(handle, runId));
    }

    @Override
    public Optional<String> environment(String runId) {
        return inTransaction(handle -> VersionTable.environment(handle, runId));
    }

    @Override
    public Optional<PipelineVersion> version(String fingerprint) {
        return inTransaction(handle -> VersionTable.find(handle, fingerprint));
    }

    @Override
    public WindowLedger windows() {
        return windows;
    }

    @Override
    public RollbackLedger rollbacks() {
        return rollbacks;
    }

    @Override
    public PromotionLedger promotions() {
        return promotions;
    }

    @Override
    public BatchPreview preview(BatchRequest request) {
        return inTransaction(handle -> new BatchClaim(handle, runs, request).preview());
    }

    @Override
    public List<SourceFile> landedState(String pipeline) {
        return inTransaction(handle -> FileTables.landedState(handle, pipeline).stream()
                .map(FileTables.Landed::file)
                .toList());
    }

    @Override
    public void prepared(RunLease lease, Prepared prepared) {
        prepared(lease, prepared, handle -> {});
    }

    /** As above, with more in the same transaction. */
    void prepared(RunLease lease, Prepared prepared, Consumer<Handle> more) {
        change(lease, PREPARED, Set.of(RUNNING), handle -> {
            runs.prepare(handle, lease.runId(), prepared);
            MeasureTable.add(handle, lease.runId(), prepared.measures());
            SourceColumnTable.add(handle, lease.runId(), prepared.columns());
            AuditTable.add(handle, lease.runId(), prepared.audits());
            more.accept(handle);
        });
    }

    @Override
    public void held(RunLease lease, OptionalLong quarantineSnapshot, String why) {
        change(lease, HELD, Set.of(PREPARED), handle -> runs.hold(handle, lease.runId(), quarantineSnapshot, why));
    }

    @Override
    public void audited(RunLease lease, List<AuditResult> audits) {
        change(lease, HELD, Set.of(HELD), handle -> {
            AuditTable.remove(handle, lease.runId());
            AuditTable.add(handle, lease.runId(), audits);
        });
    }

    @Override
    public void accepted(RunLease lease, String by) {
        change(lease, PREPARED, Set.of(HELD), handle -> runs.accept(handle, lease.runId(), by));
    }

    @Override
    public Abandoned take(String runId, Owner owner) {
        return inTransaction(handle -> {
            RunTable.Leased leased = runs.leased(handle, runId)
                    .orElseThrow(() -> new SluiceException(
                            ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
            RunRecord run = leased.run();
            if (run.state() != HELD && run.state() != PREPARED) {
                throw new SluiceException(
                        ErrorCode.RUN_ENDED,
                        "Cannot decide about run %s: it is %s"
                                .formatted(runId, run.state().word()));
            }
            if (run.state() == PREPARED && !leased.expired() && !liveness.isDead(run.owner())) {
                throw new SluiceException(
                        ErrorCode.RUN_IN_PROGRESS,
                        "Cannot decide about run %s: process %d on %s is publishing it"
                                .formatted(runId, run.owner().pid(), run.owner().host()));
            }
            RunLease lease = runs.take(handle, run, owner);
            return new Abandoned(lease, runs.find(handle, runId).orElseThrow());
        });
    }

    @Override
    public void published(RunLease lease, Published published) {
        change(lease, PUBLISHED, Set.of(PREPARED, HELD), handle -> {
            runs.publish(handle, lease.runId(), published);
            SourceColumnTable.forgetOlder(handle, lease.runId());
            RunRecord run = runs.find(handle, lease.runId()).orElseThrow();
            PublicationTable.add(handle, run.pipeline(), run.runId());
            if (run.window().isPresent()) {
                // Where a window's files have landed, entries tell: a re-run lands the same files again.
                WindowTables.land(
                        handle, run.runId(), run.pipeline(), run.window().get());
                FileTables.landBatch(handle, run.runId());
            } else if (FileTables.isOfState(handle, run.runId())) {
                FileTables.landState(handle, run);
            } else {
                FileTables.land(handle, run.runId());
            }
            FileTables.release(handle, lease.runId());
        });
    }

    @Override
    public void failed(RunLease lease, String message) {
        change(lease, FAILED, Set.of(RUNNING), handle -> {
            runs.end(handle, lease.runId(), message);
            FileTables.release(handle, lease.runId());
        });
    }

    @Override
    public void discarded(RunLease lease, String reason) {
        change(lease, DISCARDED, EnumSet.complementOf(EnumSet.of(PUBLISHED)), handle -> {
            runs.end(handle, lease.runId(), reason);
            SourceColumnTable.forget(handle, lease.runId());
            WindowTables.forget(handle, lease.runId());
            FileTables.release(handle, lease.runId());
        });
    }

    @Override
    public void renew(RunLease lease) {
        inTransaction(handle -> {
            if (!runs.renew(handle, lease)) {
                throw lost(handle, lease, "renew the lease of");
            }
            return true;
        });
    }

    @Override
    public void giveUp(RunLease lease) {
        inTransaction(handle -> runs.giveUp(handle, lease));
    }

    @Override
    public List<Abandoned> takeOver(String pipeline, Owner owner) {
        return inTransaction(handle -> {
            List<Abandoned> taken = new ArrayList<>();
            for (RunTable.Leased leased : runs.unfinished(handle, pipeline)) {
                RunRecord run = leased.run();
                if (leased.expired() || liveness.isDead(run.owner())) {
                    RunLease lease = runs.take(handle, run, owner);
                    taken.add(
                            new Abandoned(lease, runs.find(handle, run.runId()).orElseThrow()));
                }
            }
            return List.copyOf(taken);
        });
    }

    @Override
    public Optional<RunRecord> run(String runId) {
        return inTransaction(handle -> runs.find(handle, runId));
    }

    @Override
    public List<RunRecord> runs(RunFilter filter) {
        return inTransaction(handle -> runs.list(handle, filter));
    }

    @Override
    public List<SourceFile> files(String runId) {
        return inTransaction(handle -> FileTables.files(handle, runId));
    }

    @Override
    public List<Double> measures(String pipeline, String name, int limit) {
        return inTransaction(handle -> MeasureTable.published(handle, pipeline, name, limit));
    }

    @Override
    public List<AuditResult> audits(String runId) {
        return inTransaction(handle -> AuditTable.of(handle, runId));
    }

    @Override
    public Optional<Baseline> sourceColumns(String pipeline) {
        return inTransaction(handle -> SourceColumnTable.of(handle, pipeline));
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw dialect.failure().apply(e);
        }
    }

    private void change(RunLease lease, RunState to, Set<RunState> from, Consumer<Handle> more) {
        inTransaction(handle -> {
            if (!runs.move(handle, lease, from, to)) {
                throw lost(handle, lease, "mark as " + to.word());
            }
            more.accept(handle);
            return true;
        });
    }

    SluiceException lost(Handle handle, RunLease lease, String what) {
        String now = runs.find(handle, lease.runId())
                .map(run -> "it is %s in epoch %d, owned by process %d on %s"
                        .formatted(
                                run.state().word(),
                                run.epoch(),
                                run.owner().pid(),
                                run.owner().host()))
                .orElse("the ledger does not know it");
        return new SluiceException(
                ErrorCode.LEASE_LOST,
                "Cannot %s run %s with the lease of epoch %d: %s".formatted(what, lease.runId(), lease.epoch(), now));
    }

    synchronized <T> T inTransaction(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException failure) {
                    throw dialect.failure().apply(failure);
                }
            }
            throw e;
        }
    }
}
