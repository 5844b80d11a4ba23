package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.sink.Written;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    @TempDir
    Path folder;

    @Test
    void goodAndBadRowsOfOneJobArePublishedInTwoTables() {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            Claim.Started started = bench.begin("r1");

            Written written = bench.write(tables, "r1", 1_000);
            PreparedRun run = Workbench.prepared("r1", tables, written);
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            publisher.prepare(started.lease(), run);
            Published published = publisher.publish(started.lease(), run);

            assertThat(written.rows()).isEqualTo(bench.expected(1_000));
            assertThat(written.reasonRows()).containsExactly(100);
            assertThat(bench.rows(Workbench.ORDERS)).isEqualTo(890);
            assertThat(bench.rows(Workbench.ORDERS.quarantine())).isEqualTo(100);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PUBLISHED);
            assertThat(tables.target().snapshot(published.snapshot().getAsLong()))
                    .isNull();
            tables.target().refresh();
            assertThat(tables.target()
                            .snapshot(published.snapshot().getAsLong())
                            .summary())
                    .containsEntry("sluice.run-id", "r1")
                    .containsEntry("sluice.batch-id", "batch-r1")
                    .containsEntry("sluice.epoch", "1")
                    .containsEntry("sluice.rows-read", "1000")
                    .containsEntry(
                            "sluice.quarantine-snapshot",
                            Long.toString(published.quarantineSnapshot().getAsLong()));
        }
    }

    /** Fails before a step. */
    private static CommitObserver failing(CommitStep at) {
        return new CommitObserver() {
            @Override
            public void before(CommitStep step) {
                if (step == at) {
                    throw new IllegalStateException("no more");
                }
            }
        };
    }

    @Test
    void repeatedDiscardLeavesFilesToATableThatWasAwayWhenTheRunWasDiscarded() {
        TableName away = new TableName("crm", "away");
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            RunLease lease = bench.begin("r1").lease();
            PreparedRun run = Workbench.prepared("r1", tables, bench.write(tables, "r1", 1_000));
            Publisher killed = bench.publisher(failing(CommitStep.LEDGER_PUBLISHED));
            killed.prepare(lease, run);
            assertThatThrownBy(() -> killed.publish(lease, run)).hasMessage("no more");
            bench.ledger.giveUp(lease);
            bench.rename(Workbench.ORDERS, away);
            assertThat(bench.recovery().recover(Workbench.PIPELINE, Owner.current()))
                    .singleElement()
                    .satisfies(one -> assertThat(one.outcome()).isEqualTo(Recovered.Outcome.DISCARDED));
            bench.rename(away, Workbench.ORDERS);
            Decision decision = new Decision(bench.ledger, bench.publisher(CommitObserver.NONE));

            decision.discard("r1", Owner.current(), "again");
            assertThat(names(bench)).isEqualTo(890);

            Table target = bench.catalog.find(Workbench.ORDERS).orElseThrow();
            target.newAppend().commit();
            target.expireSnapshots()
                    .expireOlderThan(Long.MAX_VALUE)
                    .retainLast(1)
                    .cleanExpiredFiles(false)
                    .commit();
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isZero();
            decision.discard("r1", Owner.current(), "again");
            assertThat(names(bench)).isEqualTo(890);
        }
    }

    /** Counted by reading them: the number of rows alone is known without the files. */
    private static long names(Workbench bench) {
        return bench.spark()
                .sql("SELECT count(DISTINCT name) FROM sluice.crm.orders")
                .head()
                .getLong(0);
    }

    @Test
    void decisionThatFailsCanBeRepeatedByTheSameProcess() {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            RunLease lease = bench.begin("r1").lease();
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            PreparedRun run = Workbench.prepared("r1", tables, bench.write(tables, "r1", 100))
                    .heldBecause("too many bad rows");
            publisher.prepare(lease, run);
            publisher.hold(lease, run);

            assertThatThrownBy(() -> new Decision(bench.ledger, bench.publisher(failing(CommitStep.COMMIT_TARGET)))
                            .accept("r1", Owner.current(), "ada"))
                    .hasMessage("no more");
            new Decision(bench.ledger, publisher).accept("r1", Owner.current(), "ada");

            assertThat(bench.rows(Workbench.ORDERS)).isEqualTo(89);
        }
    }
}
