package dev.sluice.core.ledger;

import dev.sluice.core.drift.Baseline;
import dev.sluice.core.drift.SeenColumn;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of the columns that the files of each pipeline's last run had. */
final class SourceColumnTable {
    private SourceColumnTable() {}

    /** A column and the run that saw it. */
    private record Row(String runId, SeenColumn column) {}

    static Optional<Baseline> of(Handle handle, String pipeline) {
        List<Row> rows = handle.createQuery(
                        "SELECT run_id, name, type FROM source_column WHERE pipeline = :pipeline ORDER BY ordinal")
                .bind("pipeline", pipeline)
                .map((row, context) ->
                        new Row(row.getString("run_id"), new SeenColumn(row.getString("name"), row.getString("type"))))
                .list();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Baseline(
                        "run " + rows.get(0).runId(),
                        rows.stream().map(Row::column).toList()));
    }

    static void replace(Handle handle, String pipeline, String runId, List<SeenColumn> columns) {
        handle.createUpdate("DELETE FROM source_column WHERE pipeline = :pipeline")
                .bind("pipeline", pipeline)
                .execute();
        int ordinal = 0;
        for (SeenColumn column : columns) {
            handle.createUpdate("INSERT INTO source_column (pipeline, ordinal, name, type, run_id)"
                            + " VALUES (:pipeline, :ordinal, :name, :type, :run)")
                    .bind("pipeline", pipeline)
                    .bind("ordinal", ordinal++)
                    .bind("name", column.name())
                    .bind("type", column.type())
                    .bind("run", runId)
                    .execute();
        }
    }
}
