package dev.sluice.spark.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.expression.ContextFunction;
import dev.sluice.core.expression.SqlExpression;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.window.Window;
import dev.sluice.spark.source.RecordColumns;
import dev.sluice.spark.window.RowPlaces;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the SQL of a pipeline may ask of its run.
 *
 * @param batchId empty where it is not known yet
 * @param window empty for a run without a window
 * @param places where rows have their place, by the time that a column tells; empty where all rows are those of the window
 * @param runTime the same for every row and every query of the run
 */
public record RunContext(
        String pipeline,
        String target,
        Optional<String> environment,
        Optional<String> batchId,
        Tags batchTags,
        Optional<Window> window,
        Optional<RowPlaces> places,
        Instant runTime) {
    private static final String ORIGINAL_BATCH = "`" + RecordColumns.ORIGIN + "`.`batch`";
    private static final String ORIGINAL_RUN = "`" + RecordColumns.ORIGIN + "`.`run`";

    /** A batch as a run brought it: another run of the same batch may have had other tags. */
    public record Bringer(String runId, String batchId) {}

    /**
     * What callers told of batches.
     *
     * @param ofRun of a run on files
     * @param ofRows of rows that were quarantined before, which have those of their own batch; empty for a run on files
     */
    public record Tags(Map<String, String> ofRun, Optional<Map<Bringer, Map<String, String>>> ofRows) {
        public static final Tags NONE = of(Map.of());

        public Tags {
            ofRun = Map.copyOf(ofRun);
            ofRows = ofRows.map(Map::copyOf);
        }

        /** Of a run on files. */
        public static Tags of(Map<String, String> tags) {
            return new Tags(tags, Optional.empty());
        }

        /** Of a run on rows that were quarantined before. */
        public static Tags again(Map<Bringer, Map<String, String>> ofRows) {
            return new Tags(Map.of(), Optional.of(ofRows));
        }

        boolean again() {
            return ofRows.isPresent();
        }
    }

    public RunContext {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(target, "target");
        requireNonNull(environment, "environment");
        requireNonNull(batchId, "batchId");
        requireNonNull(batchTags, "batchTags");
        requireNonNull(window, "window");
        requireNonNull(places, "places");
        requireNonNull(runTime, "runTime");
    }

    /** A run without a window. */
    public static RunContext of(
            PipelinePlan plan,
            Optional<String> environment,
            Optional<String> batchId,
            Tags batchTags,
            Instant runTime) {
        return new RunContext(
                plan.pipeline().declaredName(),
                plan.pipeline().liveTable().toString(),
                environment,
                batchId,
                batchTags,
                Optional.empty(),
                Optional.empty(),
                runTime);
    }

    /** The same run, of a window. */
    public RunContext in(Window of) {
        return new RunContext(pipeline, target, environment, batchId, batchTags, Optional.of(of), places, runTime);
    }

    /** The same run, whose rows have their places by the time that a column tells. */
    public RunContext placing(RowPlaces by) {
        return new RunContext(pipeline, target, environment, batchId, batchTags, window, Optional.of(by), runTime);
    }

    /** The expression with all that it asks of the run put in. */
    String resolve(String expression) {
        String lower = expression.toLowerCase(Locale.ROOT);
        boolean asks = Stream.of(ContextFunction.values()).anyMatch(function -> lower.contains(function.word()));
        return asks ? SqlExpression.parse(expression).resolve(this::sql) : expression;
    }

    /** What stands for a call in the SQL that Spark is given. */
    String sql(ContextFunction function) {
        return switch (function) {
            case BATCH_ID -> batchTags.again() ? ORIGINAL_BATCH : text(batchId.orElse(null));
            case BATCH_TAGS -> tags();
            case ENVIRONMENT -> text(environment.orElse(null));
            case PIPELINE_NAME -> text(pipeline);
            case RUN_TIME -> time(Optional.of(runTime));
            case SOURCE_FILE -> "substring_index(`" + RecordColumns.SOURCE_URI + "`, '/', -1)";
            case SOURCE_URI -> "`" + RecordColumns.SOURCE_URI + "`";
            case TARGET_TABLE -> text(target);
            case WINDOW_END -> window(Window::end, "window_end");
            case WINDOW_START -> window(Window::start, "window_start");
        };
    }

    /** Of rows that were quarantined before, that of the window in which they are at home. */
    private String window(Function<Window, Instant> end, String origin) {
        return batchTags.again()
                ? "timestamp_micros(`" + RecordColumns.ORIGIN + "`.`" + origin + "`)"
                : time(window.map(end));
    }

    /** In hexadecimal, so that no character of it can mean anything to the parser. */
    private static String text(@Nullable String text) {
        return text == null
                ? "CAST(NULL AS STRING)"
                : "CAST(X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' AS STRING)";
    }

    private String tags() {
        Map<Bringer, Map<String, String>> ofRows = batchTags.ofRows().orElse(Map.of());
        if (ofRows.isEmpty()) {
            return texts(batchTags.ofRun());
        }
        String cases = ofRows.entrySet().stream()
                .map(entry -> " WHEN %s = %s AND %s = %s THEN %s"
                        .formatted(
                                ORIGINAL_RUN,
                                text(entry.getKey().runId()),
                                ORIGINAL_BATCH,
                                text(entry.getKey().batchId()),
                                texts(entry.getValue())))
                .sorted()
                .collect(Collectors.joining());
        return "CASE" + cases + " ELSE " + texts(Map.of()) + " END";
    }

    private static String texts(Map<String, String> texts) {
        String entries = new TreeMap<>(texts)
                .entrySet().stream()
                        .map(entry -> text(entry.getKey()) + ", " + text(entry.getValue()))
                        .collect(Collectors.joining(", "));
        return "CAST(map(" + entries + ") AS MAP<STRING, STRING>)";
    }

    private static String time(Optional<Instant> time) {
        return time.map(instant ->
                        "timestamp_micros(" + (instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000) + "L)")
                .orElse("CAST(NULL AS TIMESTAMP)");
    }
}
