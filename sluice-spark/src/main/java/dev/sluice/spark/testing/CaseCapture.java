package dev.sluice.spark.testing;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.testing.CaseYaml;
import dev.sluice.core.testing.Expectation;
import dev.sluice.core.testing.FoundBadRow;
import dev.sluice.core.testing.FoundReason;
import dev.sluice.core.testing.GivenInput;
import dev.sluice.core.testing.MaskRule;
import dev.sluice.core.testing.Masks;
import dev.sluice.core.testing.Outcome;
import dev.sluice.core.testing.RunSetting;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.testing.Trees;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.Sluice;
import dev.sluice.spark.source.RecordColumns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes a case of real rows of a run: some that were quarantined, of as many kinds as there are, and some that landed. The
 * rows are masked; what the pipeline makes of the masked rows is what the case expects.
 */
public final class CaseCapture {
    private static final int LOOKED_AT = 2_000;

    private final Project project;
    private final Sluice sluice;
    private final CaseRunner runner;

    /**
     * @param yaml the file of tests
     * @param rows how many rows it gives
     * @param landed how many of them land
     * @param notes what whoever asked should know, a line each
     */
    public record Captured(String pipeline, String yaml, int rows, int landed, List<String> notes) {
        public Captured {
            notes = List.copyOf(notes);
        }
    }

    /** @param runner tries the case, in a place of its own */
    public CaseCapture(Project project, Sluice sluice, CaseRunner runner) {
        this.project = project;
        this.sluice = sluice;
        this.runner = runner;
    }

    /**
     * Makes the case.
     *
     * @param most so many rows at most
     * @param named how columns are masked that someone has named
     * @param masked whether the other columns are masked too
     * @throws SluiceException {@code RUN_NOT_FOUND}, {@code NO_ROWS_SELECTED}, {@code INVALID_ARGUMENT} for a column that
     *     the source has not; or if the pipeline cannot run by itself
     */
    public Captured capture(String runId, int most, Map<String, MaskRule> named, boolean masked) {
        RunRecord run = sluice.ledger()
                .run(runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot make a test of run %s: there is none".formatted(runId)));
        PipelineSpec spec = project.pipeline(run.pipeline());
        PipelinePlan plan = PipelinePlan.of(spec);
        List<String> columns = check(plan, named.keySet());
        List<String> notes = new ArrayList<>();
        List<Map<String, @Nullable Object>> rows = rows(run, spec, columns, most, notes);
        if (rows.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NO_ROWS_SELECTED,
                    "Cannot make a test of run %s: none of its rows can be read again".formatted(runId));
        }
        Map<String, MaskRule> rules = masked ? Masks.of(plan, named) : named;
        RowMask mask = RowMask.of(rules);
        List<Map<String, @Nullable Object>> shown = rows.stream().map(mask::row).toList();
        String name = "rows of run " + runId;
        // The runner's project has the environment and overrides of the command line already.
        RunSetting setting = new RunSetting(
                run.startedAt(),
                Optional.empty(),
                Optional.of(run.batchId()),
                sluice.ledger().tags(run.pipeline(), run.batchId()),
                List.of());
        Outcome outcome = outcome(run, test(run, setting, name, shown));
        if (!shown.equals(rows)
                && !kinds(runner.outcome(test(run, setting, name, rows))).equals(kinds(outcome))) {
            notes.add("masking has changed what becomes of some rows; to keep a column as it is: --mask COLUMN=keep");
        }
        project.confidentialOverrides()
                .forEach(key -> notes.add("the case leaves out --set %s, which may hold a secret".formatted(key)));
        String origin = "Rows of run %s of %s%s; made by: sluice test --from"
                .formatted(runId, run.pipeline(), shown.equals(rows) ? "" : ", masked");
        return new Captured(
                spec.declaredName(),
                CaseYaml.write(
                        origin,
                        spec.declaredName(),
                        name,
                        new RunSetting(
                                setting.now(),
                                project.environment(),
                                setting.batchId(),
                                setting.tags(),
                                project.harmlessOverrides()),
                        shown,
                        outcome,
                        spec.target().audit().map(Audit::fixId).stream().collect(Collectors.toSet())),
                shown.size(),
                outcome.landed().size(),
                notes);
    }

    private Outcome outcome(RunRecord run, TestCase test) {
        try {
            return runner.outcome(test);
        } catch (SluiceException e) {
            Problem missing = e.problems().stream()
                    .filter(problem -> problem.code() == ErrorCode.REFERENCE_NOT_FOUND)
                    .findFirst()
                    .orElseThrow(() -> e);
            throw new SluiceException(
                    List.of(
                            Problem.of(
                                            ErrorCode.INVALID_TEST,
                                            "Cannot make a test of run %s: %s"
                                                    .formatted(run.runId(), missing.message()))
                                    .withHint(
                                            "of tables in which keys are looked up it knows no rows: write the case by hand,"
                                                    + " with rows for them in given.tables; a file must be where the pipeline seeks it")),
                    e);
        }
    }

    private static List<String> check(PipelinePlan plan, Set<String> named) {
        List<String> columns = Stream.concat(
                        plan.sourceColumns().stream().map(SourceColumn::name),
                        plan.pipeline().source().partitions().stream())
                .distinct()
                .toList();
        for (String column : named) {
            if (!columns.contains(column)) {
                String hint = DidYouMean.hint(column, columns);
                throw new SluiceException(List.of(Problem.of(
                                ErrorCode.INVALID_ARGUMENT,
                                "Cannot mask '%s': the source of %s has no such column"
                                        .formatted(column, plan.pipeline().name()))
                        .withHint(hint == null ? "its columns: " + String.join(", ", columns) : hint)));
            }
        }
        return columns;
    }

    private List<Map<String, @Nullable Object>> rows(
            RunRecord run, PipelineSpec spec, List<String> columns, int most, List<String> notes) {
        Dataset<Row> bad = sluice.everQuarantined(spec.name(), filter(run.runId()));
        List<FoundBadRow> kinds = kinds(
                bad
                        .orderBy(QuarantineSchema.SOURCE_URI, QuarantineSchema.RECORD_NO)
                        .limit(LOOKED_AT)
                        .collectAsList()
                        .stream()
                        .map(row -> FoundRows.badRow(row, ""))
                        .toList(),
                most,
                notes);
        List<Map<String, @Nullable Object>> landed = landed(run, spec, columns, bad, most, notes);
        // Half of each, unless there are fewer of one.
        int badShare = Math.min(kinds.size(), Math.max(most / 2, most - landed.size()));
        List<Map<String, @Nullable Object>> rows =
                new ArrayList<>(landed.subList(0, Math.min(landed.size(), most - badShare)));
        kinds.subList(0, badShare).forEach(row -> rows.add(only(row.input(), columns)));
        return rows;
    }

    private static QuarantineFilter filter(String runId) {
        return new QuarantineFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(runId), Optional.empty(), Set.of());
    }

    /** One row for each set of reasons first, then a second one, until there are enough. */
    private static List<FoundBadRow> kinds(List<FoundBadRow> all, int most, List<String> notes) {
        Map<String, Iterator<FoundBadRow>> byKind = all.stream()
                .filter(row -> !row.input().isEmpty())
                .collect(Collectors.groupingBy(
                        row -> row.reasons().stream()
                                .map(reason -> reason.code() + " " + reason.rule())
                                .sorted()
                                .toList()
                                .toString(),
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), List::iterator)));
        long unreadable = all.stream().filter(row -> row.input().isEmpty()).count();
        if (unreadable > 0) {
            notes.add("%d quarantined rows have no columns (their records could not be parsed) and are left out"
                    .formatted(unreadable));
        }
        List<FoundBadRow> chosen = new ArrayList<>();
        while (chosen.size() < most && !byKind.isEmpty()) {
            byKind.values().removeIf(rows -> !rows.hasNext());
            byKind.values().stream().limit((long) most - chosen.size()).forEach(rows -> chosen.add(rows.next()));
        }
        return chosen;
    }

    private List<Map<String, @Nullable Object>> landed(
            RunRecord run, PipelineSpec spec, List<String> columns, Dataset<Row> bad, int most, List<String> notes) {
        try {
            Dataset<Row> keys = bad.select(
                    col(QuarantineSchema.SOURCE_URI).as("_bad_uri"),
                    col(QuarantineSchema.RECORD_NO).as("_bad_record"),
                    col(QuarantineSchema.BYTE_OFFSET).as("_bad_offset"));
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            Dataset<Row> records = sluice.records(spec, run.runId());
            records.where(col(RecordColumns.PARSE).isNull())
                    .join(
                            keys,
                            col(RecordColumns.SOURCE_URI)
                                    .equalTo(col("_bad_uri"))
                                    .and(col(RecordColumns.RECORD_NO).equalTo(col("_bad_record")))
                                    .and(col(RecordColumns.BYTE_OFFSET).eqNullSafe(col("_bad_offset"))),
                            "left_anti")
                    .limit(most)
                    .collectAsList()
                    .forEach(row -> rows.add(only(JavaValues.of(row), columns)));
            return rows;
        } catch (SluiceException e) {
            notes.add("rows that landed are left out: " + e.getMessage());
            return List.of();
        }
    }

    private static Map<String, @Nullable Object> only(Map<String, @Nullable Object> values, List<String> columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.stream().filter(values::containsKey).forEach(column -> row.put(column, values.get(column)));
        return row;
    }

    private static TestCase test(
            RunRecord run, RunSetting setting, String name, List<Map<String, @Nullable Object>> rows) {
        return new TestCase(
                name,
                new Location("tests", 0, 0, 1),
                PipelineName.parse(run.pipeline()).pipeline(),
                new GivenInput(Map.of(), rows.stream().map(Trees::of).toList(), List.of(), Map.of()),
                setting,
                new Expectation(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty()));
    }

    /** By record, which reasons it has. */
    private static Map<Long, Set<String>> kinds(Outcome outcome) {
        return outcome.bad().stream()
                .collect(Collectors.toMap(
                        FoundBadRow::record,
                        row -> row.reasons().stream()
                                .map(FoundReason::code)
                                .collect(Collectors.toCollection(TreeSet::new))));
    }
}
