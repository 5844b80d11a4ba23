package dev.sluice.spark.run;

import dev.sluice.api.Stage;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.report.BadReason;
import dev.sluice.core.report.BadRow;
import dev.sluice.core.report.FileRows;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** A few bad rows of one run for each of its reasons, read without a Spark job. */
final class QuarantineSamples {
    private static final int ROWS_READ = 10_000;
    private static final int SAMPLES_PER_REASON = 3;
    private static final int RAW_CHARACTERS = 4_096;

    private final List<BadRow> rows = new ArrayList<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Map<String, Integer>> codesByFile = new HashMap<>();
    private int read;

    private QuarantineSamples() {}

    static QuarantineSamples take(ProjectCatalog catalog, TableName name, OptionalLong snapshot, String runId) {
        QuarantineSamples samples = new QuarantineSamples();
        Optional<Table> table = snapshot.isPresent() ? catalog.find(name) : Optional.empty();
        table.ifPresent(quarantine -> samples.read(quarantine, snapshot.getAsLong(), runId));
        return samples;
    }

    /** In the order found. */
    List<BadRow> rows() {
        return rows;
    }

    /** Files that have bad rows; empty where there are too many rows to have looked at all. */
    List<FileRows> files(List<SourceFile> files) {
        if (read >= ROWS_READ) {
            return List.of();
        }
        return files.stream()
                .filter(file -> codesByFile.containsKey(file.path()))
                .map(file -> fileRows(file, codesByFile.getOrDefault(file.path(), Map.of())))
                .toList();
    }

    private static FileRows fileRows(SourceFile file, Map<String, Integer> codes) {
        long bad = codes.values().stream().mapToInt(Integer::intValue).sum();
        String mostly = codes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
        return new FileRows(file.path(), file.size(), OptionalLong.empty(), bad, mostly);
    }

    private void read(Table table, long snapshot, String runId) {
        try (CloseableIterable<Record> records = IcebergGenerics.read(table)
                .useSnapshot(snapshot)
                .where(Expressions.equal(QuarantineSchema.RUN_ID, runId))
                .select(
                        QuarantineSchema.RUN_ID,
                        QuarantineSchema.SOURCE_URI,
                        QuarantineSchema.RECORD_NO,
                        QuarantineSchema.RAW,
                        QuarantineSchema.REASONS)
                .build()) {
            for (Record record : records) {
                add(record);
                if (++read >= ROWS_READ) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the quarantine", e);
        }
    }

    private void add(Record record) {
        String file = (String) record.getField(QuarantineSchema.SOURCE_URI);
        List<BadReason> reasons = new ArrayList<>();
        boolean wanted = false;
        for (Object reason : (List<?>) record.getField(QuarantineSchema.REASONS)) {
            BadReason bad = reason((Record) reason);
            reasons.add(bad);
            String kind = bad.rule() + '\0' + bad.code();
            wanted |= taken.merge(kind, 1, Integer::sum) <= SAMPLES_PER_REASON;
        }
        codesByFile
                .computeIfAbsent(file, any -> new HashMap<>())
                .merge(reasons.get(0).code(), 1, Integer::sum);
        if (wanted) {
            String raw = Optional.ofNullable((String) record.getField(QuarantineSchema.RAW))
                    .orElse("");
            String shown = raw.length() > RAW_CHARACTERS ? raw.substring(0, RAW_CHARACTERS) : raw;
            long recordNo = (Long) record.getField(QuarantineSchema.RECORD_NO);
            rows.add(new BadRow(file, recordNo, shown, raw.length(), reasons));
        }
    }

    private static BadReason reason(Record reason) {
        List<String> columns = new ArrayList<>();
        if (reason.getField("columns") instanceof List<?> names) {
            names.forEach(name -> columns.add((String) name));
        }
        return new BadReason(
                Stage.valueOf(((String) reason.getField("stage")).toUpperCase(Locale.ROOT)),
                (String) reason.getField("code"),
                (String) reason.getField("rule"),
                columns,
                cut((String) reason.getField("value")),
                String.valueOf(reason.getField("message")));
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= RAW_CHARACTERS ? value : value.substring(0, RAW_CHARACTERS);
    }
}
