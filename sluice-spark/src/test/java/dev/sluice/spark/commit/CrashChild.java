package dev.sluice.spark.commit;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;

/**
 * A process that publishes one run and halts at a step, as if the power had gone. Its data files exist in the tables'
 * metadata alone: what is shown is the protocol, and a child without Spark starts in two seconds; the short form of tests
 * spares itself most of them, and lets it die as a thread does.
 *
 * <p>Arguments: folder, run id, {@code before} or {@code after}, step, what to do: {@code publish}, {@code mend} (publish, with
 * a table of fixes), {@code hold}, {@code accept} or {@code discard} of a run that is held, {@code promote}.
 */
final class CrashChild {
    static final int HALTED = 42;

    private CrashChild() {}

    public static void main(String[] args) {
        Death death = new Death(
                args[2], CommitStep.valueOf(args[3]), () -> Runtime.getRuntime().halt(HALTED));
        try (Workbench bench = new Workbench(Path.of(args[0]))) {
            act(bench, death, args[1], args[4]);
        }
    }

    /** The same within this process, which then gives the run's lease up. */
    static int here(Path folder, String runId, String moment, CommitStep step, String act) {
        try (Workbench bench = new Workbench(folder)) {
            try {
                act(bench, new Death(moment, step), runId, act);
                return 0;
            } catch (Death.Killed e) {
                long epoch = bench.ledger.run(runId).orElseThrow().epoch();
                bench.ledger.giveUp(new RunLease(runId, epoch));
                return HALTED;
            }
        }
    }

    private static void act(Workbench bench, CommitObserver observer, String runId, String act) {
        Publisher publisher = bench.publisher(observer);
        Decision decision = new Decision(bench.ledger, publisher);
        switch (act) {
            case "accept" -> decision.accept(runId, Owner.current(), "ada");
            case "discard" -> decision.discard(runId, Owner.current(), "too many");
            case "promote" ->
                new Promoting(bench.catalog, bench.ledger, observer).promote(PromotingTest.promotion(bench));
            default -> {
                Claim.Started started = bench.begin(runId);
                boolean hold = act.equals("hold");
                PreparedRun run = act.equals("mend")
                        ? mended(runId, mendedTables(bench))
                        : run(runId, bench.tables(), hold ? Optional.of("too many bad rows") : Optional.empty());
                publisher.prepare(started.lease(), run);
                if (hold) {
                    publisher.hold(started.lease(), run);
                } else {
                    publisher.publish(started.lease(), run);
                }
            }
        }
    }

    static final TableName FIXES = new TableName("crm", "orders__fixes");

    static TwoTables mendedTables(Workbench bench) {
        return new TargetTables(bench.catalog)
                .ensure(new TargetSpec(
                        Workbench.ORDERS,
                        Workbench.ORDERS.quarantine(),
                        Workbench.COLUMNS,
                        List.of(),
                        Map.of(),
                        List.of(),
                        null,
                        Optional.of(new Audit(FIXES, "_fix_id"))));
    }

    /** As {@link #run}, with a file of 2 fixes. */
    private static PreparedRun mended(String runId, TwoTables tables) {
        Table fixes = tables.fixes().orElseThrow();
        return run(runId, tables)
                .withFixes(Optional.of(new TableFiles(FIXES, fixes.uuid(), List.of(file(fixes, runId + "-5", 2)))));
    }

    static PreparedRun run(String runId, TwoTables tables) {
        return run(runId, tables, Optional.empty());
    }

    /** Three files of 10 good rows, one of 3 bad ones. */
    static PreparedRun run(String runId, TwoTables tables, Optional<String> held) {
        List<DataFile> good = List.of(
                file(tables.target(), runId + "-1", 10),
                file(tables.target(), runId + "-2", 10),
                file(tables.target(), runId + "-3", 10));
        List<DataFile> bad = List.of(file(tables.quarantine(), runId + "-4", 3));
        PreparedRun run = new PreparedRun(
                runId,
                "batch-" + runId,
                Workbench.PIPELINE,
                "f00d",
                "beef",
                1_700_000_000_000L,
                new dev.sluice.core.run.RowCounts(33, 30, 3, 0, 0),
                List.of(),
                new TableFiles(Workbench.ORDERS, tables.target().uuid(), good),
                new TableFiles(
                        Workbench.ORDERS.quarantine(), tables.quarantine().uuid(), bad),
                java.util.Map.of());
        return held.map(run::heldBecause).orElse(run);
    }

    private static DataFile file(Table table, String name, long rows) {
        String path = table.location() + "/data/" + name + ".parquet";
        try {
            // Recovery looks whether it is there, and not into it.
            table.io().newOutputFile(path).createOrOverwrite().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DataFiles.builder(table.spec())
                .withPath(path)
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .build();
    }
}
