package dev.sluice.spark.run;

import static java.util.stream.Collectors.joining;

import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.Supersession;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WriteSpec;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.sink.JobFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Which of a quarantine's rows count no more, since a run has replaced their window, or the whole table: those that {@link
 * QuarantineQuery} leaves out. They count again if all runs that did so are taken back, in the end the first of them.
 *
 * @param by the runs that did so first
 */
record SupersededRows(Set<Part> parts, Set<String> by) {
    private static final String HOME = "unix_micros(%s)".formatted(QuarantineSchema.WINDOW_START);

    /**
     * The rows of a run, or those of them that are at home in one window.
     *
     * @param home the window's start in microseconds
     */
    record Part(String runId, @Nullable Long home) {}

    /**
     * @param rows of the quarantine
     * @param until when the first run that superseded a row must have been published
     */
    static SupersededRows of(Engine engine, PipelineSpec spec, Dataset<Row> rows, Instant until) {
        List<RunRecord> published = engine.ledger()
                .runs(new RunFilter(Optional.of(spec.name()), Set.of(RunState.PUBLISHED), Integer.MAX_VALUE));
        Set<String> early = published.stream()
                .filter(run -> run.endedAt().filter(until::isAfter).isPresent())
                .map(RunRecord::runId)
                .collect(Collectors.toSet());
        Function<Part, Optional<String>> first = spec.target().write() instanceof WriteSpec.Replace
                ? ofWholeTable(spec, published)
                : ofWindows(engine, spec);
        Set<Part> parts = new LinkedHashSet<>();
        Set<String> by = new TreeSet<>();
        for (Part part : parts(rows)) {
            first.apply(part).filter(early::contains).ifPresent(run -> {
                parts.add(part);
                by.add(run);
            });
        }
        return new SupersededRows(parts, by);
    }

    private static List<Part> parts(Dataset<Row> rows) {
        Dataset<Row> parts = rows.selectExpr(QuarantineSchema.RUN_ID, HOME).distinct();
        return JobFailure.mapped(parts::collectAsList).stream()
                .map(row -> new Part(row.getString(0), row.isNullAt(1) ? null : row.getLong(1)))
                .toList();
    }

    private static Function<Part, Optional<String>> ofWindows(Engine engine, PipelineSpec spec) {
        Map<String, Long> publications = engine.ledger().windows().publications(spec.name());
        Map<Long, List<Supersession>> byHome = engine.ledger().windows().replacements(spec.name()).stream()
                .collect(Collectors.groupingBy(run -> EpochMicros.of(run.window())));
        return part -> {
            Long publication = publications.get(part.runId());
            Long home = part.home();
            return publication == null || home == null
                    ? Optional.empty()
                    : byHome.getOrDefault(home, List.of()).stream()
                            .filter(run -> publication <= run.seen())
                            .map(Supersession::runId)
                            .findFirst();
        };
    }

    /** A run of another version of the pipeline may have replaced nothing. */
    private static Function<Part, Optional<String>> ofWholeTable(PipelineSpec spec, List<RunRecord> newestFirst) {
        Map<String, String> first = new HashMap<>();
        Set<String> earlier = new HashSet<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            RunRecord run = newestFirst.get(i);
            if (!QuarantineQuery.isOnQuarantine(run) && run.fingerprint().equals(spec.fingerprint())) {
                earlier.forEach(before -> first.put(before, run.runId()));
                earlier.clear();
            }
            earlier.add(run.runId());
        }
        return part -> Optional.ofNullable(first.get(part.runId()));
    }

    /** What is true of these rows and no others, in SQL. */
    String condition() {
        String ofRuns = ids(parts.stream().filter(part -> part.home() == null).map(part -> text(part.runId())));
        String ofWindows = ids(parts.stream()
                .filter(part -> part.home() != null)
                .map(part -> "(%s, %dL)".formatted(text(part.runId()), part.home())));
        return Stream.of(
                        ofRuns.isEmpty()
                                ? ""
                                : "(%s IN (%s) AND %s IS NULL)"
                                        .formatted(QuarantineSchema.RUN_ID, ofRuns, QuarantineSchema.WINDOW_START),
                        ofWindows.isEmpty()
                                ? ""
                                : "(%s, %s) IN (%s)".formatted(QuarantineSchema.RUN_ID, HOME, ofWindows))
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.collectingAndThen(
                        joining(" OR "), conditions -> conditions.isEmpty() ? "false" : "(" + conditions + ")"));
    }

    private static String ids(Stream<String> texts) {
        return texts.sorted().collect(joining(", "));
    }

    private static String text(String runId) {
        return "'" + runId.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
