package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.PUBLISHED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRaceTest {
    private static final int KEYS = 40;

    @TempDir
    Path folder;

    @Test
    void ofEightThreadsThatWantABatchOneGetsIt() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Ledger shared = SqliteLedger.open(url())) {
            List<Callable<List<Integer>>> wishes = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                // Half of them share a connection, half bring their own.
                wishes.add(() -> {
                    if (number % 2 == 0) {
                        return landings(shared, number);
                    }
                    try (Ledger own = SqliteLedger.open(url())) {
                        return landings(own, number);
                    }
                });
            }
            List<Integer> landed = new ArrayList<>();
            for (Future<List<Integer>> each : pool.invokeAll(wishes)) {
                landed.addAll(each.get());
            }

            assertThat(landed).containsExactlyInAnyOrderElementsOf(keys());
            assertThat(shared.runs(new RunFilter(Optional.empty(), Set.of(), 1000)))
                    .hasSize(KEYS);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void ofTwoProcessesThatWantABatchOneGetsItAndWhatAKilledOneHeldIsTakenOverAtOnce() throws Exception {
        try (ClaimingProcess one = ClaimingProcess.start(url(), "one", KEYS);
                ClaimingProcess two = ClaimingProcess.start(url(), "two", KEYS)) {
            assertThat(one.line()).isEqualTo("ready");
            assertThat(two.line()).isEqualTo("ready");
            one.begin();
            two.begin();

            List<Integer> started = new ArrayList<>(got(one));
            int ofOne = started.size();
            started.addAll(got(two));
            assertThat(started).containsExactlyInAnyOrderElementsOf(keys());

            try (Ledger ledger = SqliteLedger.open(url())) {
                assertThat(ledger.takeOver("orders", Owner.current())).isEmpty();
                one.kill();
                List<Abandoned> taken = ledger.takeOver("orders", Owner.current());
                assertThat(taken)
                        .hasSize(ofOne)
                        .allSatisfy(run -> assertThat(run.run().runId()).startsWith("one-"));
                two.kill();
                assertThat(ledger.takeOver("orders", Owner.current())).hasSize(KEYS - ofOne);
            }
        }
    }

    @Test
    void otherMachinesAndReusedProcessIdsAreToldApart() {
        Liveness processes = new LocalProcesses();
        Owner self = Owner.current();

        assertThat(processes.isDead(self)).isFalse();
        assertThat(processes.isDead(new Owner(self.host(), self.pid(), self.startedMillis() - 3_600_000)))
                .isTrue();
        assertThat(processes.isDead(new Owner("elsewhere", self.pid(), 1))).isFalse();
    }

    private static List<Integer> landings(Ledger ledger, int thread) {
        List<Integer> landed = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            Claim claim = ledger.begin(request("t" + thread + "-" + key, "batch-" + key, file("f" + key)));
            if (claim instanceof Claim.Started started) {
                ledger.prepared(started.lease(), PREPARED);
                ledger.published(started.lease(), PUBLISHED);
                landed.add(key);
            }
        }
        return landed;
    }

    private static List<Integer> got(ClaimingProcess process) throws Exception {
        List<Integer> keys = new ArrayList<>();
        for (String line = process.line(); !line.equals("done"); line = process.line()) {
            keys.add(Integer.valueOf(line));
        }
        return keys;
    }

    private static List<Integer> keys() {
        return IntStream.range(0, KEYS).boxed().toList();
    }

    private String url() {
        return LedgerFixture.url(folder);
    }
}
