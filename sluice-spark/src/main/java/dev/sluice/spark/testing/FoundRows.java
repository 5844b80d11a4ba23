package dev.sluice.spark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.testing.FoundBadRow;
import dev.sluice.core.testing.FoundReason;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.Sluice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads what a run has written. */
final class FoundRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sluice sluice;

    FoundRows(Sluice sluice) {
        this.sluice = sluice;
    }

    /** @param before the target's snapshot before the run; empty if it had none */
    List<Map<String, @Nullable Object>> landed(TableName table, RunResult result, Optional<Long> before) {
        if (result.state() != RunState.PUBLISHED || result.snapshot().isEmpty()) {
            return List.of();
        }
        Dataset<Row> all = sluice.query("SELECT * FROM sluice.`%s`.`%s`".formatted(table.namespace(), table.name()));
        Dataset<Row> landed = before.map(snapshot -> all.sparkSession()
                        .read()
                        .option("start-snapshot-id", snapshot)
                        .table("sluice.`%s`.`%s`".formatted(table.namespace(), table.name())))
                .orElse(all);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        landed.collectAsList().forEach(row -> rows.add(JavaValues.of(row)));
        return rows;
    }

    /** @param folder of the files that the case gave, as the beginning of their URIs */
    List<FoundBadRow> bad(String pipeline, String folder) {
        return sluice
                .quarantine(pipeline, QuarantineFilter.ALL)
                .orderBy(QuarantineSchema.SOURCE_URI, QuarantineSchema.RECORD_NO)
                .collectAsList()
                .stream()
                .map(row -> badRow(row, folder))
                .toList();
    }

    static FoundBadRow badRow(Row row, String folder) {
        String uri = row.getAs(QuarantineSchema.SOURCE_URI);
        List<FoundReason> reasons = row.<Row>getList(row.fieldIndex(QuarantineSchema.REASONS)).stream()
                .map(FoundRows::reason)
                .toList();
        long record = row.getAs(QuarantineSchema.RECORD_NO);
        return new FoundBadRow(
                uri.startsWith(folder) ? uri.substring(folder.length()) : uri.substring(uri.lastIndexOf('/') + 1),
                record,
                row.getAs(QuarantineSchema.RAW),
                input(row.getAs(QuarantineSchema.INPUT)),
                reasons);
    }

    private static FoundReason reason(Row reason) {
        return new FoundReason(
                reason.getAs("stage"),
                reason.getAs("code"),
                reason.getAs("rule"),
                reason.isNullAt(reason.fieldIndex("columns"))
                        ? List.of()
                        : reason.<String>getList(reason.fieldIndex("columns")),
                reason.getAs("value"),
                reason.getAs("message"));
    }

    @SuppressWarnings("unchecked") // the column holds a JSON object
    private static Map<String, @Nullable Object> input(@Nullable String json) {
        if (json == null) {
            return Collections.emptyMap();
        }
        try {
            return JSON.readValue(json, LinkedHashMap.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read the input of a quarantined row", e);
        }
    }
}
