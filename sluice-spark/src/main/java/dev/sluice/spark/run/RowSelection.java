package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.quarantine.Correction;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.source.RawRecords.RunFile;
import dev.sluice.spark.source.text.ParseProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The quarantined rows that a run decides about. While the run has the pipeline's quarantine to itself, reading them twice
 * gives the same rows.
 *
 * @param rows as the quarantine has them, with {@link #CORRECTED} where records were corrected
 * @param count of these
 * @param headers of the files from which they are, as far as they are known
 * @param files from which they are
 */
record RowSelection(Dataset<Row> rows, long count, Map<RunFile, String> headers, Set<RunFile> files) {
    /** The record as corrected by hand; null where it was left as it was. */
    static final String CORRECTED = "_sluice_corrected";

    private static final String CORRECTED_ID = "_corrected_id";
    private static final String CORRECTED_ATTEMPT = "_corrected_attempt";

    /**
     * Rows whose record is there as a whole.
     *
     * @param needsHead whether the header of its file must be known too
     */
    static RowSelection replayable(Engine engine, PipelineSpec spec, Dataset<Row> rows, boolean needsHead) {
        List<String> cut = ParseProblem.withoutRecord().stream().map(Enum::name).toList();
        Column whole = not(exists(
                col(QuarantineSchema.REASONS), reason -> reason.getField("code").isInCollection(cut)));
        Column kept = col(QuarantineSchema.RAW).isNotNull().and(whole);
        RowSelection found = of(
                engine,
                spec,
                rows.where(hasCorrections(rows) ? kept.or(col(CORRECTED).isNotNull()) : kept));
        List<String> unknown = found.files.stream()
                .filter(file -> needsHead && !found.headers.containsKey(file))
                .map(file -> file.runId() + "\n" + file.batchId() + "\n" + file.path())
                .toList();
        Column file = concat(
                col(QuarantineSchema.RUN_ID),
                lit("\n"),
                col(QuarantineSchema.BATCH_ID),
                lit("\n"),
                col(QuarantineSchema.SOURCE_URI));
        return unknown.isEmpty() ? found : of(engine, spec, found.rows.where(not(file.isInCollection(unknown))));
    }

    static RowSelection of(Engine engine, PipelineSpec spec, Dataset<Row> rows) {
        Map<RunFile, String> headers = new HashMap<>();
        Map<String, Map<String, String>> byRun = new HashMap<>();
        Map<String, Map<String, String>> byBatch = new HashMap<>();
        Set<RunFile> files = new HashSet<>();
        long count = 0;
        Dataset<Row> byFile = rows.groupBy(
                        col(QuarantineSchema.RUN_ID), col(QuarantineSchema.BATCH_ID), col(QuarantineSchema.SOURCE_URI))
                .agg(functions.count(lit(1)));
        for (Row file : JobFailure.mapped(byFile::collectAsList)) {
            RunFile key = new RunFile(file.getString(0), file.getString(1), file.getString(2));
            // The batch may have been run again since, without this file, or with other content of it.
            String header =
                    byRun.computeIfAbsent(key.runId(), engine.ledger()::headers).get(key.path());
            if (header == null) {
                header = byBatch.computeIfAbsent(
                                key.batchId(), batch -> engine.ledger().headers(spec.name(), batch))
                        .get(key.path());
            }
            if (header != null) {
                headers.put(key, header);
            }
            files.add(key);
            count += file.getLong(3);
        }
        return new RowSelection(rows, count, headers, files);
    }

    /** Those of the rows that were corrected, each with its record as corrected. */
    static Dataset<Row> corrected(SparkSession session, Dataset<Row> rows, List<Correction> corrections) {
        StructType schema = new StructType()
                .add(CORRECTED_ID, DataTypes.StringType)
                .add(CORRECTED_ATTEMPT, DataTypes.IntegerType)
                .add("_corrected_raw", DataTypes.StringType);
        Dataset<Row> given = session.createDataFrame(
                corrections.stream()
                        .map(one -> RowFactory.create(one.quarantineId(), one.attempt(), one.raw()))
                        .toList(),
                schema);
        return rows.join(
                        given,
                        rows.col(QuarantineSchema.QUARANTINE_ID)
                                .equalTo(given.col(CORRECTED_ID))
                                .and(rows.col(QuarantineSchema.ATTEMPT).equalTo(given.col(CORRECTED_ATTEMPT))))
                .withColumn(
                        CORRECTED,
                        when(not(col("_corrected_raw").eqNullSafe(col(QuarantineSchema.RAW))), col("_corrected_raw")))
                .drop(CORRECTED_ID, CORRECTED_ATTEMPT, "_corrected_raw");
    }

    static boolean hasCorrections(Dataset<Row> rows) {
        return List.of(rows.columns()).contains(CORRECTED);
    }

    /** URIs of all files. */
    Set<String> paths() {
        return files.stream().map(RunFile::path).collect(Collectors.toSet());
    }

    /** The headers by URI; those of a file that has had several are not among them. */
    Map<String, String> headersByPath() {
        Map<String, Set<String>> all = new HashMap<>();
        headers.forEach((file, header) ->
                all.computeIfAbsent(file.path(), any -> new HashSet<>()).add(header));
        return all.entrySet().stream()
                .filter(file -> file.getValue().size() == 1)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().iterator().next()));
    }

    /** Why files went to quarantine for their columns, by URI. */
    Map<String, String> drifting() {
        Map<String, String> messages = new HashMap<>();
        Dataset<Row> told = rows.select(
                        col(QuarantineSchema.SOURCE_URI),
                        explode(col(QuarantineSchema.REASONS)).as("reason"))
                .where(col("reason.code").equalTo(ReasonCode.SCHEMA_DRIFT.name()))
                .groupBy(col(QuarantineSchema.SOURCE_URI))
                .agg(functions.max(col("reason.message")));
        JobFailure.mapped(told::collectAsList).forEach(file -> messages.put(file.getString(0), file.getString(1)));
        return messages;
    }

    /** With the records as they are to be read. */
    Dataset<Row> records() {
        if (!hasCorrections(rows)) {
            return rows;
        }
        return rows.withColumn(
                        QuarantineSchema.RAW_BYTES, when(col(CORRECTED).isNull(), col(QuarantineSchema.RAW_BYTES)))
                .withColumn(QuarantineSchema.RAW, coalesce(col(CORRECTED), col(QuarantineSchema.RAW)));
    }
}
