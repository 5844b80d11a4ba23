package dev.sluice.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
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

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Set<Owner> dead = new HashSet<>();

    @Test
    void batchLandsOnceWhateverTheSeed() throws SQLException {
        try (Ledger ledger = ledger()) {
            for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
                new LedgerSimulation(ledger, clock, dead, seed, true).run();
            }
        }
        System.out.println(SEEDS + " seeds, 0 lost, 0 doubled");
    }

    @Test
    void withoutTheLookForTheRunIdFilesLandTwice() throws SQLException {
        try (Ledger ledger = ledger()) {
            assertThat(violations(ledger, false)).contains("landed once");
        }
    }

    @Test
    void withoutTheGuardOfTheEpochAStaleOwnerChangesARun() throws SQLException {
        try (Ledger ledger = new UnguardedLedger(ledger())) {
            assertThat(violations(ledger, true)).contains("change with a stale epoch");
        }
    }

    private String violations(Ledger ledger, boolean catalogLooksForRunId) {
        StringBuilder found = new StringBuilder();
        for (long seed = 0; seed < 20; seed++) {
            try {
                new LedgerSimulation(ledger, clock, dead, seed, catalogLooksForRunId).run();
            } catch (AssertionError e) {
                found.append(e.getMessage()).append('\n');
            }
        }
        return found.toString();
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
