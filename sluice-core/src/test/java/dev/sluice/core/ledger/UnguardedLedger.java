package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.PipelineVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A ledger that takes any lease for the current one: what the guard of the epoch is there to prevent. */
final class UnguardedLedger implements Ledger {
    private final Ledger ledger;

    UnguardedLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Claim begin(BatchRequest request) {
        return ledger.begin(request);
    }

    @Override
    public Claim beginOnQuarantine(BatchRequest request) {
        return ledger.beginOnQuarantine(request);
    }

    @Override
    public void headers(RunLease lease, Map<String, String> textByPath) {
        ledger.headers(current(lease), textByPath);
    }

    @Override
    public Map<String, String> headers(String runId) {
        return ledger.headers(runId);
    }

    @Override
    public Map<String, String> headers(String pipeline, String batchId) {
        return ledger.headers(pipeline, batchId);
    }

    @Override
    public void settings(
            RunLease lease, PipelineVersion version, Optional<String> environment, Map<String, String> tags) {
        ledger.settings(current(lease), version, environment, tags);
    }

    @Override
    public Optional<String> environment(String runId) {
        return ledger.environment(runId);
    }

    @Override
    public Map<String, String> tags(String runId) {
        return ledger.tags(runId);
    }

    @Override
    public Optional<PipelineVersion> version(String fingerprint) {
        return ledger.version(fingerprint);
    }

    @Override
    public Map<String, String> tags(String pipeline, String batchId) {
        return ledger.tags(pipeline, batchId);
    }

    @Override
    public WindowLedger windows() {
        return ledger.windows();
    }

    @Override
    public PromotionLedger promotions() {
        return ledger.promotions();
    }

    @Override
    public BatchPreview preview(BatchRequest request) {
        return ledger.preview(request);
    }

    @Override
    public List<SourceFile> landedState(String pipeline) {
        return ledger.landedState(pipeline);
    }

    @Override
    public void prepared(RunLease lease, Prepared prepared) {
        ledger.prepared(current(lease), prepared);
    }

    @Override
    public void held(RunLease lease, OptionalLong quarantineSnapshot, String why) {
        ledger.held(current(lease), quarantineSnapshot, why);
    }

    @Override
    public void accepted(RunLease lease, String by) {
        ledger.accepted(current(lease), by);
    }

    @Override
    public Abandoned take(String runId, Owner owner) {
        return ledger.take(runId, owner);
    }

    @Override
    public void published(RunLease lease, Published published) {
        ledger.published(current(lease), published);
    }

    @Override
    public void failed(RunLease lease, String message) {
        ledger.failed(current(lease), message);
    }

    @Override
    public void discarded(RunLease lease, String reason) {
        ledger.discarded(current(lease), reason);
    }

    @Override
    public void renew(RunLease lease) {
        ledger.renew(current(lease));
    }

    @Override
    public void giveUp(RunLease lease) {
        ledger.giveUp(current(lease));
    }

    @Override
    public List<Abandoned> takeOver(String pipeline, Owner owner) {
        return ledger.takeOver(pipeline, owner);
    }

    @Override
    public Optional<RunRecord> run(String runId) {
        return ledger.run(runId);
    }

    @Override
    public List<RunRecord> runs(RunFilter filter) {
        return ledger.runs(filter);
    }

    @Override
    public List<SourceFile> files(String runId) {
        return ledger.files(runId);
    }

    @Override
    public List<Double> measures(String pipeline, String name, int limit) {
        return ledger.measures(pipeline, name, limit);
    }

    @Override
    public RollbackLedger rollbacks() {
        return ledger.rollbacks();
    }

    @Override
    public void audited(RunLease lease, List<dev.sluice.core.audit.AuditResult> audits) {
        ledger.audited(current(lease), audits);
    }

    @Override
    public List<dev.sluice.core.audit.AuditResult> audits(String runId) {
        return ledger.audits(runId);
    }

    @Override
    public Optional<dev.sluice.core.drift.Baseline> sourceColumns(String pipeline) {
        return ledger.sourceColumns(pipeline);
    }

    @Override
    public void close() {
        ledger.close();
    }

    private RunLease current(RunLease lease) {
        return new RunLease(
                lease.runId(), ledger.run(lease.runId()).orElseThrow().epoch());
    }
}
