package dev.sluice.core.ledger;

import dev.sluice.core.spec.PipelineVersion;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code pipeline_version} and {@code run_environment}. */
final class VersionTable {
    private VersionTable() {}

    /** Does nothing if it is there. */
    static void add(Handle handle, PipelineVersion version) {
        handle.createUpdate("""
                        INSERT INTO pipeline_version (fingerprint, code, yaml) VALUES (:fingerprint, :code, :yaml)
                        ON CONFLICT (fingerprint) DO NOTHING""")
                .bind("fingerprint", version.fingerprint())
                .bind("code", String.join("\n", version.code()))
                .bind("yaml", version.yaml().orElse(null))
                .execute();
    }

    static void addEnvironment(Handle handle, String runId, String environment) {
        handle.execute("INSERT INTO run_environment (run_id, name) VALUES (?, ?)", runId, environment);
    }

    static Optional<String> environment(Handle handle, String runId) {
        return handle.createQuery("SELECT name FROM run_environment WHERE run_id = :run")
                .bind("run", runId)
                .mapTo(String.class)
                .findOne();
    }

    static Optional<PipelineVersion> find(Handle handle, String fingerprint) {
        return handle.createQuery("SELECT code, yaml FROM pipeline_version WHERE fingerprint = :fingerprint")
                .bind("fingerprint", fingerprint)
                .map((row, context) -> new PipelineVersion(
                        fingerprint,
                        row.getString("code").lines().toList(),
                        Optional.ofNullable(row.getString("yaml"))))
                .findOne();
    }
}
