package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.sink.Written;
import java.nio.file.Path;
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
}
