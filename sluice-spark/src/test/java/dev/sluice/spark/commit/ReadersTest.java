package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.sink.Written;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads while runs are published sees whole ones only. */
class ReadersTest {
    private static final int PUBLISHES = LongTests.wanted() ? 200 : 50;

    @TempDir
    Path folder;

    @Test
    void aReaderSeesWholeRunsOnlyHoweverManyArePublished() {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            // The same files each time, four of them: a table takes them as often as they come.
            Written written = bench.write(tables, "r", 100);
            TableFiles none = new TableFiles(
                    Workbench.ORDERS.quarantine(), tables.quarantine().uuid(), List.of());
            Row whole = bench.spark()
                    .sql("SELECT 89L, sum(id) FROM range(100) WHERE id % 10 != 0 AND id != 5")
                    .head();
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Set<Long>> reader = CompletableFuture.supplyAsync(() -> seen(bench.spark(), whole, done));

            Publisher publisher = bench.publisher(CommitObserver.NONE);
            for (int i = 0; i < PUBLISHES; i++) {
                String runId = "r" + i;
                Claim.Started claim = bench.begin(runId);
                PreparedRun run = new PreparedRun(
                        runId,
                        "batch-" + runId,
                        Workbench.PIPELINE,
                        "f00d",
                        "beef",
                        1,
                        written.rows(),
                        List.of(),
                        new TableFiles(Workbench.ORDERS, tables.target().uuid(), written.targetFiles()),
                        none,
                        Map.of());
                publisher.prepare(claim.lease(), run);
                if (i % 10 > 0) {
                    publisher.publish(claim.lease(), run);
                } else {
                    PreparedRun held = run.heldBecause("an audit");
                    publisher.hold(claim.lease(), held);
                    new Decision(bench.ledger, publisher).accept(runId, Owner.current(), "ada");
                }
            }
            done.set(true);

            Set<Long> runs = reader.join();
            assertThat(runs).as("states that were seen, by the runs in them").hasSizeGreaterThan(5);
            assertThat(bench.rows(Workbench.ORDERS)).isEqualTo(89L * PUBLISHES);
        }
    }

    /** How many runs were in each state that was read. */
    private static Set<Long> seen(SparkSession spark, Row whole, AtomicBoolean done) {
        Set<Long> runs = new HashSet<>();
        while (!done.get()) {
            Row now = spark.sql("SELECT count(*), coalesce(sum(id), 0) FROM sluice.crm.orders")
                    .head();
            long count = now.getLong(0) / whole.getLong(0);
            assertThat(now.getLong(0)).isEqualTo(count * whole.getLong(0));
            assertThat(now.getLong(1)).isEqualTo(count * whole.getLong(1));
            runs.add(count);
        }
        return runs;
    }
}
