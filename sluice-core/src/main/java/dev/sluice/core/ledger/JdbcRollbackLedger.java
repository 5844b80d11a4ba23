package dev.sluice.core.ledger;

import static dev.sluice.core.run.RunState.PUBLISHED;
import static dev.sluice.core.run.RunState.ROLLED_BACK;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Rollbacks in a relational database. */
final class JdbcRollbackLedger implements RollbackLedger {
    private final JdbcLedger ledger;
    private final RunTable runs;

    JdbcRollbackLedger(JdbcLedger ledger, RunTable runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    @Override
    public void ask(Rollback rollback) {
        ledger.inTransaction(handle -> {
            for (String runId : rollback.runs()) {
                Optional<String> leader = leader(handle, runId);
                if (leader.isPresent() && !leader.get().equals(rollback.leader())) {
                    throw refused(runId, "run %s is being taken back together with others".formatted(leader.get()));
                }
                if (leader.isEmpty()) {
                    ask(handle, rollback, runId);
                }
            }
            return true;
        });
    }

    private void ask(Handle handle, Rollback rollback, String runId) {
        RunRecord run = find(handle, runId);
        if (run.state() != PUBLISHED) {
            throw refused(runId, "it is " + run.state().word());
        }
        if (isFinal(handle, runId)) {
            throw refused(
                    runId,
                    "quarantined rows that it has superseded were removed since ('sluice maintain', 'sluice quarantine purge'), and would be in no table");
        }
        PromotionTables.refuse(handle, run.pipeline());
        Set<String> takers =
                new LinkedHashSet<>(FileTables.takers(handle, run.pipeline(), FileTables.files(handle, runId)));
        FileTables.taker(handle, run.pipeline(), run.batchId()).ifPresent(takers::add);
        // A replay may be about to land rows that the run has quarantined.
        FileTables.quarantineTaker(handle, run.pipeline()).ifPresent(takers::add);
        run.window().ifPresent(of -> {
            FileTables.windowTaker(handle, run.pipeline(), of.window().toString())
                    .ifPresent(takers::add);
            WindowTables.adding(handle, run.pipeline(), of.window()).ifPresent(takers::add);
            WindowUndo.movedBy(handle, run, rollback.runs()).ifPresent(other -> {
                throw refused(
                        runId,
                        "run %s came after it for the same window or inputs: name it with --also".formatted(other));
            });
        });
        takers.removeAll(rollback.runs());
        if (!takers.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.RUN_IN_PROGRESS,
                    "Cannot take run %s back: run %s has taken its batch, some of its files or the rows of the quarantine"
                            .formatted(runId, takers.iterator().next()));
        }
        FileTables.takeAgain(handle, run);
        handle.createUpdate("INSERT INTO run_rollback (run_id, leader, asked_by, asked_at)"
                        + " VALUES (:run, :leader, :by, " + runs.now() + ")")
                .bind("run", runId)
                .bind("leader", rollback.leader())
                .bind("by", rollback.by())
                .execute();
    }

    @Override
    public List<Rollback> open(String pipeline) {
        return ledger.inTransaction(handle -> open(handle, pipeline));
    }

    @Override
    public List<Rollback> open() {
        return ledger.inTransaction(handle -> open(handle, "", Map.of()));
    }

    static List<Rollback> open(Handle handle, String pipeline) {
        return open(handle, " AND r.pipeline = :pipeline", Map.of("pipeline", pipeline));
    }

    private static List<Rollback> open(Handle handle, String condition, Map<String, String> values) {
        return handle.createQuery(
                        "SELECT DISTINCT o.leader, o.asked_by FROM run_rollback o JOIN run r ON r.run_id = o.run_id"
                                + " WHERE r.state = :state" + condition + " ORDER BY o.leader")
                .bindMap(values)
                .bind("state", PUBLISHED.word())
                .map((row, context) -> new Rollback(
                        row.getString("leader"),
                        handle.createQuery("SELECT run_id FROM run_rollback WHERE leader = :leader ORDER BY run_id")
                                .bind("leader", row.getString("leader"))
                                .mapTo(String.class)
                                .list(),
                        row.getString("asked_by")))
                .list();
    }

    @Override
    public void giveUp(Rollback rollback) {
        ledger.inTransaction(handle -> {
            for (String runId : rollback.runs()) {
                if (find(handle, runId).state() == PUBLISHED) {
                    FileTables.release(handle, runId);
                    handle.createUpdate("DELETE FROM run_rollback WHERE run_id = :run AND leader = :leader")
                            .bind("run", runId)
                            .bind("leader", rollback.leader())
                            .execute();
                }
            }
            return true;
        });
    }

    @Override
    public void done(Rollback rollback, String why) {
        ledger.inTransaction(handle -> {
            // The newest first, so that each finds what it had left behind.
            List<RunRecord> newestFirst = runs.find(handle, rollback.runs());
            for (RunRecord run : newestFirst) {
                if (runs.take(handle, run.runId(), PUBLISHED, ROLLED_BACK)) {
                    undo(handle, run, why);
                }
            }
            return true;
        });
    }

    @Override
    public void forbid(RunLease lease, Collection<String> finals) {
        ledger.inTransaction(handle -> {
            if (!runs.renew(handle, lease)) {
                throw ledger.lost(handle, lease, "remove rows in");
            }
            for (String runId : finals) {
                if (!isFinal(handle, runId)) {
                    handle.execute("INSERT INTO run_final (run_id) VALUES (?)", runId);
                }
            }
            return true;
        });
    }

    private static boolean isFinal(Handle handle, String runId) {
        return handle.createQuery("SELECT run_id FROM run_final WHERE run_id = :run")
                .bind("run", runId)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    private void undo(Handle handle, RunRecord run, String why) {
        runs.explain(handle, run.runId(), why);
        FileTables.unland(handle, run.runId());
        SourceColumnTable.forget(handle, run.runId());
        if (run.window().isPresent()) {
            WindowUndo.restore(handle, run);
        }
        FileTables.release(handle, run.runId());
    }

    private static Optional<String> leader(Handle handle, String runId) {
        return handle.createQuery("SELECT leader FROM run_rollback WHERE run_id = :run")
                .bind("run", runId)
                .mapTo(String.class)
                .findOne();
    }

    private RunRecord find(Handle handle, String runId) {
        return runs.find(handle, runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
    }

    private static SluiceException refused(String runId, String why) {
        return new SluiceException(ErrorCode.ROLLBACK_REFUSED, "Cannot take run %s back: %s".formatted(runId, why));
    }
}
