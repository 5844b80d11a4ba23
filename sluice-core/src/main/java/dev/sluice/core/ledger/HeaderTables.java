package dev.sluice.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code header_text} and {@code run_header}. */
final class HeaderTables {
    private HeaderTables() {}

    static void keep(Handle handle, String runId, Map<String, String> textByPath) {
        Map<String, String> hashes = new HashMap<>();
        textByPath.values().forEach(text -> hashes.computeIfAbsent(text, HeaderTables::hash));
        PreparedBatch texts = handle.prepareBatch(
                "INSERT INTO header_text (hash, text) VALUES (?, ?)" + " ON CONFLICT (hash) DO NOTHING");
        hashes.forEach((text, hash) -> texts.add(hash, text));
        texts.execute();
        PreparedBatch files = handle.prepareBatch("INSERT INTO run_header (run_id, path, hash) VALUES (?, ?, ?)"
                + " ON CONFLICT (run_id, path) DO NOTHING");
        textByPath.forEach((path, text) -> files.add(runId, path, hashes.get(text)));
        files.execute();
    }

    /** By path; equal texts are one object. */
    static Map<String, String> of(Handle handle, String runId) {
        Map<String, String> texts = new HashMap<>();
        handle.createQuery("SELECT hash, text FROM header_text WHERE hash IN"
                        + " (SELECT hash FROM run_header WHERE run_id = :run)")
                .bind("run", runId)
                .map((row, context) -> Map.entry(row.getString("hash"), row.getString("text")))
                .forEach(text -> texts.put(text.getKey(), text.getValue()));
        Map<String, String> headers = new HashMap<>();
        handle.createQuery("SELECT path, hash FROM run_header WHERE run_id = :run")
                .bind("run", runId)
                .map((row, context) -> Map.entry(row.getString("path"), row.getString("hash")))
                .forEach(file -> headers.put(file.getKey(), texts.getOrDefault(file.getValue(), "")));
        return headers;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
