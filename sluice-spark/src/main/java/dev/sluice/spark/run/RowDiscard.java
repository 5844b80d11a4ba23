package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.TableFiles;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Decides that rows of a quarantine are not wanted. They stay in the table, and are current no more. */
record RowDiscard(Engine engine, PipelineSpec spec, RunListener listener, QuarantineFilter filter) {
    /** How many rows were discarded, by which run. */
    record Outcome(RunResult run, long rows) {}

    Outcome run(String who, String reason) {
        QuarantineRun run = new QuarantineRun(engine, spec, listener);
        run.recover();
        if (select().count() == 0) {
            throw new SluiceException(
                    ErrorCode.NO_ROWS_SELECTED,
                    "Cannot discard rows of %s: no current row matches".formatted(spec.name()));
        }
        long[] rows = new long[1];
        RunResult result = run.run("discard", (runId, batchId) -> {
            TwoTables tables = new TargetTables(engine.catalog()).ensure(spec.target());
            RowSelection selection = select();
            rows[0] = selection.count();
            TableFiles history =
                    run.decide(selection, tables, runId, new QuarantineRun.Verb("discarded", who, Optional.of(reason)));
            return PreparedRun.withoutRows(
                            spec,
                            tables,
                            runId,
                            batchId,
                            engine.clock().millis(),
                            Map.of("sluice.rows-discarded", Long.toString(selection.count())))
                    .withHistory(history);
        });
        return new Outcome(result, rows[0]);
    }

    private RowSelection select() {
        Dataset<Row> rows = new QuarantineQuery(engine, engine.sessionFor(spec.zone())).settled(spec, filter);
        return RowSelection.of(engine, spec, rows);
    }
}
