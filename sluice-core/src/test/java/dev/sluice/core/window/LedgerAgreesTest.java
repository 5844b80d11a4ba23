package dev.sluice.core.window;

import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.SqliteLedger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dsluice.windows.ledgerSeeds=1000} takes more schedules. */
class LedgerAgreesTest {
    private static final long SEEDS = Long.getLong("sluice.windows.ledgerSeeds", 40);

    @TempDir
    Path folder;

    @Test
    void theLedgerKnowsAndRefusesTheSameAsTheModelWhateverTheSchedule() {
        // What a crash of the machine would lose is of no interest here, and waiting for the disk would be most of the
        // time.
        String url = SqliteLedger.URL_PREFIX + folder.resolve("ledger.db") + "?synchronous=OFF";
        try (Ledger ledger = SqliteLedger.open(url)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                WindowSimulation simulation =
                        new WindowSimulation(seed, WindowRules::new, new LedgerShadow(ledger, "p" + seed), true);
                try {
                    simulation.run();
                } catch (AssertionError e) {
                    throw new AssertionError("seed %d: %s%n%s".formatted(seed, e.getMessage(), simulation.trace()), e);
                }
            }
        }
        System.out.println(SEEDS + " schedules, the ledger and the model know the same");
    }
}
