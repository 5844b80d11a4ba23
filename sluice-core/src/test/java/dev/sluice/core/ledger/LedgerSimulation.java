package dev.sluice.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.run.RunState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Two writers and a reaper that work on one pipeline, step by step in an order drawn from a seed, and die, hang past
 * their leases, or lose the catalog's answers. The ledger is the real one.
 */
final class LedgerSimulation {
    /** One process. */
    private final class Actor {
        final boolean writes;
        final Deque<Work> work = new ArrayDeque<>();
        Owner owner = newOwner();
        long asleepUntil;

        Actor(boolean writes) {
            this.writes = writes;
        }

        void step() {
            if (clock.get() < asleepUntil) {
                return;
            }
            if (faults && random.nextInt(12) == 0) {
                dead.add(owner);
                owner = newOwner();
                work.clear();
            } else if (faults && random.nextInt(12) == 0) {
                asleepUntil = clock.get() + random.nextInt(200_000);
            } else if (work.isEmpty()) {
                for (Abandoned found : ledger.takeOver(pipeline, owner)) {
                    boolean prepared = found.run().state() == RunState.PREPARED;
                    List<SourceFile> files = ledger.files(found.run().runId());
                    work.add(new Work(found.lease(), files, prepared ? Phase.COMMIT : Phase.GIVE_UP));
                }
                if (work.isEmpty() && writes) {
                    begin();
                }
            } else {
                proceed(work.element());
            }
        }

        private void begin() {
            boolean named = random.nextBoolean();
            String day = "day-" + random.nextInt(DAYS);
            List<SourceFile> wanted = present.stream()
                    .filter(file -> !named || file.path().contains(day))
                    .toList();
            BatchRequest request = new BatchRequest(
                    pipeline, pipeline + "-" + runs++, named ? day : null, wanted, "t", "q", "f", owner);
            if (ledger.begin(request) instanceof Claim.Started started) {
                work.add(new Work(started.lease(), started.files(), Phase.WRITE));
            }
        }

        private void proceed(Work now) {
            try {
                switch (now.phase) {
                    case WRITE -> {
                        guarded(now.lease, ledger::renew);
                        now.phase = Phase.PREPARE;
                    }
                    case PREPARE -> {
                        guarded(now.lease, lease -> ledger.prepared(lease, LedgerFixture.PREPARED));
                        now.phase = Phase.COMMIT;
                    }
                    case COMMIT -> {
                        String runId = now.lease.runId();
                        if (!catalog.holds(runId)) {
                            catalog.commit(new FakeCatalog.Commit(runId, now.files), faults);
                        }
                        now.phase = Phase.PUBLISH;
                    }
                    case PUBLISH -> {
                        guarded(now.lease, lease -> ledger.published(lease, LedgerFixture.PUBLISHED));
                        work.remove();
                    }
                    case GIVE_UP -> {
                        guarded(now.lease, lease -> ledger.failed(lease, "owner died"));
                        work.remove();
                    }
                }
            } catch (FakeCatalog.OutcomeUnknown e) {
                now.phase = Phase.COMMIT; // looks again, then commits anew
            } catch (SluiceException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.LEASE_LOST);
                work.remove();
            }
        }
    }

    private enum Phase {
        WRITE,
        PREPARE,
        COMMIT,
        PUBLISH,
        GIVE_UP
    }

    private static final class Work {
        final RunLease lease;
        final List<SourceFile> files;
        Phase phase;

        Work(RunLease lease, List<SourceFile> files, Phase phase) {
            this.lease = lease;
            this.files = files;
            this.phase = phase;
        }
    }

    private static final int DAYS = 3;
    private static final int FILES_A_DAY = 3;
    private static final int STEPS = 90;

    private final Ledger ledger;
    private final AtomicLong clock;
    private final Set<Owner> dead;
    private final long seed;
    private final Random random;
    private final FakeCatalog catalog;
    private final String pipeline;
    private final List<SourceFile> present = new ArrayList<>();
    private boolean faults = true;
    private int runs;
    private int owners;

    /** @param dead owners that the ledger's liveness knows to be dead */
    LedgerSimulation(Ledger ledger, AtomicLong clock, Set<Owner> dead, long seed, boolean catalogLooksForRunId) {
        this.ledger = ledger;
        this.clock = clock;
        this.dead = dead;
        this.seed = seed;
        this.random = new Random(seed);
        this.catalog = new FakeCatalog(random, catalogLooksForRunId);
        this.pipeline = "seed-" + seed + "-" + clock.get();
    }

    void run() {
        List<Actor> actors = List.of(new Actor(true), new Actor(true), new Actor(false));
        List<SourceFile> arriving = new ArrayList<>();
        for (int file = 0; file < DAYS * FILES_A_DAY; file++) {
            arriving.add(new SourceFile("file:/in/day-%d/%d.csv".formatted(file % DAYS, file), 10, "mtime:1"));
        }
        for (int step = 0; step < STEPS; step++) {
            // Named batches must not change once they have landed, so a day's files come together.
            if (!arriving.isEmpty() && random.nextInt(8) == 0) {
                String day = arriving.get(0).path().substring(0, "file:/in/day-0".length());
                arriving.stream().filter(file -> file.path().startsWith(day)).forEach(present::add);
                arriving.removeIf(file -> file.path().startsWith(day));
            }
            clock.addAndGet(random.nextInt(10_000));
            if (random.nextInt(5) == 0) {
                catalog.deliver();
            }
            actors.get(random.nextInt(actors.size())).step();
            assertNoFileTwice();
        }
        settle(actors);
    }

    // No more faults: everything that was begun or wanted must now come to its end.
    private void settle(List<Actor> actors) {
        faults = false;
        for (int round = 0; round < 60 && !isSettled(actors); round++) {
            // Mostly less than a lease, or actors would take one run from each other for ever.
            clock.addAndGet(round % 10 == 0 ? 200_000 : 1_000);
            catalog.deliver();
            actors.forEach(Actor::step);
        }
        assertNoFileTwice();
        assertThat(catalog.history().stream().flatMap(commit -> commit.files().stream()))
                .as("files landed, seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(present);
        assertThat(ledger.runs(new RunFilter(Optional.of(pipeline), Set.of(RunState.PUBLISHED), 1000)))
                .as("runs published, seed %d", seed)
                .extracting(RunRecord::runId)
                .containsExactlyInAnyOrderElementsOf(catalog.history().stream()
                        .map(FakeCatalog.Commit::runId)
                        .toList());
        assertThat(ledger.runs(unfinished()))
                .as("runs unfinished, seed %d", seed)
                .isEmpty();
    }

    private boolean isSettled(List<Actor> actors) {
        return actors.stream().allMatch(actor -> actor.work.isEmpty())
                && ledger.runs(unfinished()).isEmpty()
                && present.size()
                        == catalog.history().stream()
                                .mapToInt(commit -> commit.files().size())
                                .sum();
    }

    private RunFilter unfinished() {
        return new RunFilter(Optional.of(pipeline), Set.of(RunState.RUNNING, RunState.PREPARED), 1);
    }

    private void assertNoFileTwice() {
        Set<SourceFile> landed = new HashSet<>();
        for (FakeCatalog.Commit commit : catalog.history()) {
            for (SourceFile file : commit.files()) {
                assertThat(landed.add(file))
                        .as("%s landed once, seed %d", file, seed)
                        .isTrue();
            }
        }
    }

    // Whoever has lost the lease must be refused, and change nothing.
    private void guarded(RunLease lease, Consumer<RunLease> change) {
        RunRecord before = ledger.run(lease.runId()).orElseThrow();
        boolean stale = before.epoch() != lease.epoch();
        try {
            change.accept(lease);
            assertThat(stale).as("change with a stale epoch, seed %d", seed).isFalse();
        } catch (SluiceException e) {
            assertThat(ledger.run(lease.runId())).hasValue(before);
            throw e;
        }
    }

    private Owner newOwner() {
        return new Owner(pipeline, ++owners, 1);
    }
}
