package dev.sluice.core.ledger;

import dev.sluice.core.run.PipelineVersion;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code pipeline_version}. */
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
