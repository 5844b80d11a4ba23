package dev.sluice.core.ledger;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code run_tag}. */
final class TagTable {
    private TagTable() {}

    static void add(Handle handle, String runId, Map<String, String> tags) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO run_tag (run_id, name, value) VALUES (?, ?, ?)");
        tags.forEach((name, value) -> batch.add(runId, name, value));
        batch.execute();
    }

    static Map<String, String> of(Handle handle, String runId) {
        Map<String, String> tags = new TreeMap<>();
        handle.createQuery("SELECT name, value FROM run_tag WHERE run_id = :run")
                .bind("run", runId)
                .map((row, context) -> Map.entry(row.getString("name"), row.getString("value")))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }
}
