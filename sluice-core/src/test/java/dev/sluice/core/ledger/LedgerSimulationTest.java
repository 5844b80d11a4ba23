package dev.sluice.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

/**
 * {@code -Dsluice.simulation.seeds=100000} runs more of them, {@code -Dsluice.simulation.first=SEED
 * -Dsluice.simulation.seeds=1} one again.
 */
class LedgerSimulationTest {
    private static final long FIRST = Long.getLong("sluice.simulation.first", 0);
    private static final long SEEDS = Long.getLong("sluice.simulation.seeds", 200);

    private static final int BLOCK = 1_000;
    private static final int UNPROTECTED = 20;
    private static final String TWICE = "landed once";

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Set<Owner> dead = new HashSet<>();

    @Test
    void batchLandsOnceWhateverTheSeed() throws SQLException {
        List<String> violations = new ArrayList<>();
        // A ledger that has seen them all would be slow.
        for (long first = FIRST; first < FIRST + SEEDS; first += BLOCK) {
            dead.clear();
            try (Ledger ledger = ledger()) {
                violations.addAll(violations(ledger, first, Math.min(BLOCK, FIRST + SEEDS - first), true));
            }
        }
        long doubled =
                violations.stream().filter(message -> message.contains(TWICE)).count();
        System.out.printf("fault|simulation|%d|%d|%d|0|0|0%n", SEEDS, violations.size() - doubled, doubled);
        assertThat(violations).isEmpty();
    }

    @Test
    void withoutTheLookForTheRunIdFilesLandTwice() throws SQLException {
        try (Ledger ledger = ledger()) {
            assertThat(unprotected(ledger, false)).anyMatch(message -> message.contains(TWICE));
        }
    }

    @Test
    void withoutTheGuardOfTheEpochAStaleOwnerChangesARun() throws SQLException {
        try (Ledger ledger = new UnguardedLedger(ledger())) {
            assertThat(unprotected(ledger, true)).anyMatch(message -> message.contains("change with a stale epoch"));
        }
    }

    private List<String> unprotected(Ledger ledger, boolean catalogLooksForRunId) {
        List<String> violations = violations(ledger, 0, UNPROTECTED, catalogLooksForRunId);
        System.out.printf("fault|simulation|0|0|0|0|%d|%d%n", violations.size(), UNPROTECTED);
        return violations;
    }

    /** Each names its seed. */
    private List<String> violations(Ledger ledger, long first, long seeds, boolean catalogLooksForRunId) {
        List<String> found = new ArrayList<>();
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                new LedgerSimulation(ledger, clock, dead, seed, catalogLooksForRunId).run();
            } catch (AssertionError e) {
                found.add(e.getMessage());
            }
        }
        return found;
    }

    // The real tables and statements, in memory; the database's clock is the simulation's.
    private Ledger ledger() throws SQLException {
        String url = LedgerFixture.url(folder);
        SqliteLedger.open(url).close();
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        connection.createStatement().executeUpdate("restore from " + folder.resolve("ledger.db"));
        Function.create(connection, "simulated_now", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(clock.get());
            }
        });
        Dialect dialect = new Dialect("simulated_now()", failure -> SqliteErrors.of("simulation", failure));
        return new JdbcLedger(connection, dialect, dead::contains);
    }
}
