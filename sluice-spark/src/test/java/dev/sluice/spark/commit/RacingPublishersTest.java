package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TwoTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RacingPublishersTest {
    private static final int PUBLISHERS = 6;

    @TempDir
    Path folder;

    @Test
    void manyPublishersOfOneRunLandItOnce() throws Exception {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            RunLease lease = bench.begin("r1").lease();
            bench.publisher(CommitObserver.NONE).prepare(lease, CrashChild.run("r1", tables));
            String commitFile =
                    bench.ledger.run("r1").orElseThrow().commitFile().orElseThrow();

            CountDownLatch start = new CountDownLatch(PUBLISHERS);
            race(() -> {
                try (Workbench own = new Workbench(folder)) {
                    Publisher publisher = own.publisher(CommitObserver.NONE);
                    PreparedRun run = publisher.read(commitFile);
                    start.countDown();
                    start.await(30, TimeUnit.SECONDS);
                    return publisher.publish(lease, run).snapshot().isPresent();
                } catch (SluiceException e) {
                    // Another was first to tell the ledger.
                    return false;
                }
            });

            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(1);
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS.quarantine())).isEqualTo(1);
            assertThat(CrashTest.records(tables.target())).isEqualTo(30);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PUBLISHED);
        }
    }

    @Test
    void whoHasLostTheLeaseCommitsNothing() {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            Claim.Started started = bench.begin("r1");
            PreparedRun run = CrashChild.run("r1", tables);
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            publisher.prepare(started.lease(), run);
            RunLease stale = new RunLease("r1", started.lease().epoch() - 1);

            assertThatThrownBy(() -> publisher.publish(stale, run))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEASE_LOST));

            assertThat(CrashTest.records(tables.target())).isZero();
            assertThat(CrashTest.records(tables.quarantine())).isZero();
        }
    }

    @Test
    void aDiscardedRunCannotLandAnyMore() {
        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            Claim.Started started = bench.begin("r1");
            PreparedRun run = CrashChild.run("r1", tables);
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            publisher.prepare(started.lease(), run);

            assertThat(publisher.discard(started.lease(), bench.ledger.run("r1").orElseThrow(), "not wanted"))
                    .isEmpty();

            assertThatThrownBy(() -> publisher.publish(started.lease(), run)).isInstanceOf(SluiceException.class);
            assertThat(CrashTest.records(tables.target())).isZero();
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.DISCARDED);
        }
    }

    private static void race(Callable<Boolean> publisher) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                results.add(threads.submit(publisher));
            }
            List<Boolean> landed = new ArrayList<>();
            for (Future<Boolean> result : results) {
                landed.add(result.get());
            }
            assertThat(landed).contains(true);
        } finally {
            threads.shutdownNow();
        }
    }
}
