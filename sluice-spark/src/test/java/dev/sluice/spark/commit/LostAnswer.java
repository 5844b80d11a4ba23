package dev.sluice.spark.commit;

import dev.sluice.spark.LongTests;
import dev.sluice.spark.catalog.FaultyCatalog.Pool;
import dev.sluice.spark.catalog.PostgresProxy.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What befalls a commit.
 *
 * @param retries Iceberg's own
 * @param other whether another writer commits between the break and the next statement
 */
record LostAnswer(Pool pool, Fault fault, int retries, boolean other) {
    /** All 24; of them the short form takes half, in which any two of these facts meet in each way. */
    static Stream<LostAnswer> cases() {
        List<LostAnswer> cases = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (Fault fault : Fault.values()) {
                for (int retries : new int[] {0, 4}) {
                    boolean other = pool == Pool.STOCK ^ retries == 0;
                    cases.add(new LostAnswer(pool, fault, retries, other));
                    if (LongTests.wanted()) {
                        cases.add(new LostAnswer(pool, fault, retries, !other));
                    }
                }
            }
        }
        return cases.stream();
    }

    /** Those in which nobody else writes. */
    static Stream<LostAnswer> alone() {
        return cases().filter(answer -> !answer.other());
    }
}
