package dev.sluice.spark.commit;

import dev.sluice.core.run.RowCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What Sluice writes into the summary of a snapshot. */
public final class Summary {
    public static final String RUN_ID = "sluice.run-id";
    public static final String BATCH_ID = "sluice.batch-id";
    public static final String PIPELINE = "sluice.pipeline";
    public static final String EPOCH = "sluice.epoch";
    public static final String FINGERPRINT = "sluice.fingerprint";
    public static final String INPUT_FINGERPRINT = "sluice.input-fingerprint";
    public static final String ROWS_READ = "sluice.rows-read";
    public static final String ROWS_LANDED = "sluice.rows-landed";
    public static final String ROWS_QUARANTINED = "sluice.rows-quarantined";
    public static final String ROWS_FILTERED = "sluice.rows-filtered";
    public static final String ROWS_DEFERRED = "sluice.rows-deferred";
    public static final String QUARANTINE_SNAPSHOT = "sluice.quarantine-snapshot";

    private Summary() {}

    static Map<String, String> of(PreparedRun run, long epoch, OptionalLong quarantineSnapshot) {
        Map<String, String> summary = new LinkedHashMap<>(run.properties());
        summary.put(RUN_ID, run.runId());
        summary.put(BATCH_ID, run.batchId());
        summary.put(PIPELINE, run.pipeline());
        summary.put(EPOCH, Long.toString(epoch));
        summary.put(FINGERPRINT, run.fingerprint());
        summary.put(INPUT_FINGERPRINT, run.inputFingerprint());
        RowCounts rows = run.rows();
        summary.put(ROWS_READ, Long.toString(rows.read()));
        summary.put(ROWS_LANDED, Long.toString(rows.landed()));
        summary.put(ROWS_QUARANTINED, Long.toString(rows.quarantined()));
        summary.put(ROWS_FILTERED, Long.toString(rows.filtered()));
        summary.put(ROWS_DEFERRED, Long.toString(rows.deferred()));
        quarantineSnapshot.ifPresent(id -> summary.put(QUARANTINE_SNAPSHOT, Long.toString(id)));
        return summary;
    }
}
