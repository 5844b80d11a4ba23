package dev.sluice.core.ledger;

import dev.sluice.api.Severity;
import dev.sluice.core.audit.AuditResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables {@code run_audit} and {@code run_audit_cell}. */
final class AuditTable {
    private AuditTable() {}

    static void add(Handle handle, String runId, List<AuditResult> audits) {
        if (audits.isEmpty()) {
            return;
        }
        PreparedBatch results = handle.prepareBatch("INSERT INTO run_audit"
                + " (run_id, ordinal, name, severity, row_count, message) VALUES (?, ?, ?, ?, ?, ?)");
        PreparedBatch cells = handle.prepareBatch("INSERT INTO run_audit_cell"
                + " (run_id, ordinal, row_no, column_no, column_name, value) VALUES (?, ?, ?, ?, ?, ?)");
        for (int i = 0; i < audits.size(); i++) {
            AuditResult audit = audits.get(i);
            results.add(runId, i, audit.name(), audit.severity().word(), audit.rows(), audit.message());
            for (int row = 0; row < audit.sample().size(); row++) {
                for (int column = 0; column < audit.columns().size(); column++) {
                    cells.add(
                            runId,
                            i,
                            row,
                            column,
                            audit.columns().get(column),
                            audit.sample().get(row).get(column));
                }
            }
        }
        results.execute();
        if (cells.size() > 0) {
            cells.execute();
        }
    }

    static void remove(Handle handle, String runId) {
        for (String table : List.of("run_audit_cell", "run_audit")) {
            handle.createUpdate("DELETE FROM <table> WHERE run_id = :run")
                    .define("table", table)
                    .bind("run", runId)
                    .execute();
        }
    }

    /** In the order of the pipeline's audits. */
    static List<AuditResult> of(Handle handle, String runId) {
        return handle.createQuery("SELECT * FROM run_audit WHERE run_id = :run ORDER BY ordinal")
                .bind("run", runId)
                .map((row, context) -> {
                    Sample sample = sample(handle, runId, row.getInt("ordinal"));
                    return new AuditResult(
                            row.getString("name"),
                            Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                            row.getLong("row_count"),
                            List.copyOf(sample.columns().values()),
                            List.copyOf(sample.rows().values()),
                            row.getString("message"));
                })
                .list();
    }

    private record Sample(SortedMap<Integer, String> columns, SortedMap<Integer, List<@Nullable String>> rows) {}

    private static Sample sample(Handle handle, String runId, int ordinal) {
        Sample sample = new Sample(new TreeMap<>(), new TreeMap<>());
        handle.createQuery("SELECT * FROM run_audit_cell WHERE run_id = :run AND ordinal = :ordinal"
                        + " ORDER BY row_no, column_no")
                .bind("run", runId)
                .bind("ordinal", ordinal)
                .map((row, context) -> {
                    sample.columns().put(row.getInt("column_no"), row.getString("column_name"));
                    return sample.rows()
                            .computeIfAbsent(row.getInt("row_no"), any -> new ArrayList<>())
                            .add(row.getString("value"));
                })
                .list();
        return sample;
    }
}
