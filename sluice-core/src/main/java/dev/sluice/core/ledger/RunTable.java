package dev.sluice.core.ledger;

import static dev.sluice.core.run.RunState.HELD;
import static dev.sluice.core.run.RunState.PREPARED;
import static dev.sluice.core.run.RunState.RUNNING;

import dev.sluice.api.Stage;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.WindowRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The tables {@code run} and {@code run_reason}. */
final class RunTable {
    private static final long LEASE_MILLIS = 60_000;

    private final String now;

    RunTable(Dialect dialect) {
        this.now = dialect.nowMillis();
    }

    /** A run, and whether its lease has run out. */
    record Leased(RunRecord run, boolean expired) {}

    /** A new running run, in its first epoch, unless its deployment is changing its name. */
    RunLease insert(Handle handle, BatchRequest request, String batchId, int files) {
        PromotionTables.refuse(handle, request.pipeline());
        handle.createUpdate("""
                        INSERT INTO run (run_id, pipeline, batch_id, state, target, quarantine, fingerprint, epoch,
                            lease_until, owner_host, owner_pid, owner_started, files,
                            rows_read, rows_landed, rows_quarantined, rows_filtered, rows_deferred, started_at)
                        VALUES (:run, :pipeline, :batch, :state, :target, :quarantine, :fingerprint, 1,
                            %1$s + :lease, :host, :pid, :started, :files, 0, 0, 0, 0, 0, %1$s)""".formatted(now))
                .bind("run", request.runId())
                .bind("pipeline", request.pipeline())
                .bind("batch", batchId)
                .bind("state", RUNNING.word())
                .bind("target", request.target())
                .bind("quarantine", request.quarantine())
                .bind("fingerprint", request.fingerprint())
                .bind("lease", LEASE_MILLIS)
                .bind("host", request.owner().host())
                .bind("pid", request.owner().pid())
                .bind("started", request.owner().startedMillis())
                .bind("files", files)
                .execute();
        return new RunLease(request.runId(), 1);
    }

    /** False if the lease is lost or the run is in none of these states. */
    boolean move(Handle handle, RunLease lease, Set<RunState> from, RunState to) {
        return handle.createUpdate(
                                "UPDATE run SET state = :to WHERE run_id = :run AND epoch = :epoch AND state IN (<from>)")
                        .bind("to", to.word())
                        .bind("run", lease.runId())
                        .bind("epoch", lease.epoch())
                        .bindList("from", words(from))
                        .execute()
                == 1;
    }

    /** False if the lease is lost or the run has ended. */
    boolean renew(Handle handle, RunLease lease) {
        return handle.createUpdate("UPDATE run SET lease_until = " + now + " + :lease"
                                + " WHERE run_id = :run AND epoch = :epoch AND state IN (<states>)")
                        .bind("lease", LEASE_MILLIS)
                        .bind("run", lease.runId())
                        .bind("epoch", lease.epoch())
                        .bindList("states", words(Set.of(RUNNING, PREPARED, HELD)))
                        .execute()
                == 1;
    }

    /** False if the lease is lost or the run has ended. */
    boolean giveUp(Handle handle, RunLease lease) {
        return handle.createUpdate("UPDATE run SET lease_until = " + now
                                + " WHERE run_id = :run AND epoch = :epoch AND state IN (<states>)")
                        .bind("run", lease.runId())
                        .bind("epoch", lease.epoch())
                        .bindList("states", words(Set.of(RUNNING, PREPARED)))
                        .execute()
                == 1;
    }

    /** The run in its next epoch, with a new owner. */
    RunLease take(Handle handle, RunRecord run, Owner owner) {
        handle.createUpdate("UPDATE run SET epoch = epoch + 1, lease_until = " + now + " + :lease,"
                        + " owner_host = :host, owner_pid = :pid, owner_started = :started WHERE run_id = :run")
                .bind("lease", LEASE_MILLIS)
                .bind("host", owner.host())
                .bind("pid", owner.pid())
                .bind("started", owner.startedMillis())
                .bind("run", run.runId())
                .execute();
        return new RunLease(run.runId(), run.epoch() + 1);
    }

    void prepare(Handle handle, String runId, Prepared prepared) {
        RowCounts rows = prepared.rows();
        handle.createUpdate("""
                        UPDATE run SET commit_file = :file, rows_read = :read, rows_landed = :landed,
                            rows_quarantined = :quarantined, rows_filtered = :filtered, rows_deferred = :deferred
                        WHERE run_id = :run""")
                .bind("file", prepared.commitFile())
                .bind("read", rows.read())
                .bind("landed", rows.landed())
                .bind("quarantined", rows.quarantined())
                .bind("filtered", rows.filtered())
                .bind("deferred", rows.deferred())
                .bind("run", runId)
                .execute();
        if (prepared.reasons().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO run_reason"
                + " (run_id, ordinal, stage, code, rule, column_name, row_count) VALUES (?, ?, ?, ?, ?, ?, ?)");
        int ordinal = 0;
        for (ReasonCount reason : prepared.reasons()) {
            batch.add(
                    runId,
                    ordinal++,
                    reason.stage().name().toLowerCase(Locale.ROOT),
                    reason.code(),
                    reason.rule(),
                    reason.column(),
                    reason.rows());
        }
        batch.execute();
    }

    void hold(Handle handle, String runId, OptionalLong quarantineSnapshot, String why) {
        handle.createUpdate("UPDATE run SET quarantine_snapshot = :quarantine, message = :why WHERE run_id = :run")
                .bind("quarantine", boxed(quarantineSnapshot))
                .bind("why", why)
                .bind("run", runId)
                .execute();
    }

    void accept(Handle handle, String runId, String by) {
        handle.createUpdate("UPDATE run SET accepted_by = :by WHERE run_id = :run")
                .bind("by", by)
                .bind("run", runId)
                .execute();
    }

    void publish(Handle handle, String runId, Published published) {
        handle.createUpdate("UPDATE run SET snapshot = :snapshot, quarantine_snapshot = :quarantine, ended_at = " + now
                        + " WHERE run_id = :run")
                .bind("snapshot", boxed(published.snapshot()))
                .bind("quarantine", boxed(published.quarantineSnapshot()))
                .bind("run", runId)
                .execute();
    }

    void end(Handle handle, String runId, String message) {
        handle.createUpdate("UPDATE run SET message = :message, ended_at = " + now + " WHERE run_id = :run")
                .bind("message", message)
                .bind("run", runId)
                .execute();
    }

    /** False if the run is in another state. Whoever asks has no lease: the run had ended. */
    boolean take(Handle handle, String runId, RunState from, RunState to) {
        return handle.createUpdate("UPDATE run SET state = :to WHERE run_id = :run AND state = :from")
                        .bind("to", to.word())
                        .bind("from", from.word())
                        .bind("run", runId)
                        .execute()
                == 1;
    }

    void explain(Handle handle, String runId, String message) {
        handle.createUpdate("UPDATE run SET message = :message WHERE run_id = :run")
                .bind("message", message)
                .bind("run", runId)
                .execute();
    }

    /** The database's clock, in SQL. */
    String now() {
        return now;
    }

    Optional<RunRecord> find(Handle handle, String runId) {
        return handle.createQuery("SELECT * FROM run WHERE run_id = :run")
                .bind("run", runId)
                .map((row, context) -> record(row, reasons(handle, runId)))
                .findOne();
    }

    /** These runs, newest first. */
    List<RunRecord> find(Handle handle, Collection<String> runIds) {
        return runIds.stream()
                .distinct()
                .flatMap(id -> find(handle, id).stream())
                .sorted(Comparator.comparing(RunRecord::startedAt)
                        .thenComparing(RunRecord::runId)
                        .reversed())
                .toList();
    }

    List<RunRecord> list(Handle handle, RunFilter filter) {
        Set<RunState> states = filter.states().isEmpty() ? Set.of(RunState.values()) : filter.states();
        Query query = handle.createQuery("SELECT run_id FROM run WHERE state IN (<states>)"
                        + (filter.pipeline().isPresent() ? " AND pipeline = :pipeline" : "")
                        + " ORDER BY started_at DESC, run_id DESC LIMIT :limit")
                .bindList("states", words(states))
                .bind("limit", filter.limit());
        filter.pipeline().ifPresent(pipeline -> query.bind("pipeline", pipeline));
        return query.mapTo(String.class).list().stream()
                .flatMap(id -> find(handle, id).stream())
                .toList();
    }

    /** The pipeline's running and prepared runs, oldest first. */
    List<Leased> unfinished(Handle handle, String pipeline) {
        return handle.createQuery("SELECT run_id, lease_until <= " + now + " AS expired FROM run"
                        + " WHERE pipeline = :pipeline AND state IN (<states>) ORDER BY started_at, run_id")
                .bind("pipeline", pipeline)
                .bindList("states", words(Set.of(RUNNING, PREPARED)))
                .map((row, context) ->
                        new Leased(find(handle, row.getString("run_id")).orElseThrow(), row.getBoolean("expired")))
                .list();
    }

    /** The pipeline's first run that has not ended: one that is held, too. */
    Optional<RunRecord> open(Handle handle, String pipeline) {
        return handle.createQuery("SELECT run_id FROM run WHERE pipeline = :pipeline AND state IN (<states>)"
                        + " ORDER BY started_at, run_id LIMIT 1")
                .bind("pipeline", pipeline)
                .bindList("states", words(Set.of(RUNNING, PREPARED, HELD)))
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> find(handle, id));
    }

    /** The run, and whether its lease has run out. */
    Optional<Leased> leased(Handle handle, String runId) {
        return handle.createQuery("SELECT lease_until <= " + now + " FROM run WHERE run_id = :run")
                .bind("run", runId)
                .mapTo(Boolean.class)
                .findOne()
                .map(expired -> new Leased(find(handle, runId).orElseThrow(), expired));
    }

    private static List<ReasonCount> reasons(Handle handle, String runId) {
        return handle.createQuery("SELECT * FROM run_reason WHERE run_id = :run ORDER BY ordinal")
                .bind("run", runId)
                .map((row, context) -> new ReasonCount(
                        Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                        row.getString("code"),
                        row.getString("rule"),
                        row.getString("column_name"),
                        row.getLong("row_count")))
                .list();
    }

    private static RunRecord record(ResultSet row, List<ReasonCount> reasons) throws SQLException {
        return new RunRecord(
                row.getString("run_id"),
                row.getString("pipeline"),
                row.getString("batch_id"),
                RunState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("target"),
                row.getString("quarantine"),
                row.getString("fingerprint"),
                row.getLong("epoch"),
                new Owner(row.getString("owner_host"), row.getLong("owner_pid"), row.getLong("owner_started")),
                row.getInt("files"),
                new RowCounts(
                        row.getLong("rows_read"),
                        row.getLong("rows_landed"),
                        row.getLong("rows_quarantined"),
                        row.getLong("rows_filtered"),
                        row.getLong("rows_deferred")),
                reasons,
                number(row, "snapshot"),
                number(row, "quarantine_snapshot"),
                Optional.ofNullable(row.getString("commit_file")),
                Optional.ofNullable(row.getString("message")),
                Optional.ofNullable(row.getString("accepted_by")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                time(row, "ended_at"),
                window(row),
                time(row, "trigger_at"));
    }

    private static Optional<WindowRun> window(ResultSet row) throws SQLException {
        String kind = row.getString("window_kind");
        return kind == null
                ? Optional.empty()
                : Optional.of(new WindowRun(
                        WindowTables.window(row, "window_start", "window_end"),
                        WindowRun.Kind.valueOf(kind.toUpperCase(Locale.ROOT))));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return number(row, column).stream().mapToObj(Instant::ofEpochMilli).findFirst();
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static List<String> words(Set<RunState> states) {
        return states.stream().map(RunState::word).toList();
    }
}
