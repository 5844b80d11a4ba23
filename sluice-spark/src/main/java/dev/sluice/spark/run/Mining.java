package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.quarantine.Cluster;
import dev.sluice.spark.quarantine.Findings;
import dev.sluice.spark.quarantine.Pattern;
import dev.sluice.spark.quarantine.Proposal;
import dev.sluice.spark.quarantine.Proposals;
import dev.sluice.spark.sink.JobFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what many quarantined rows have in common, and tries changes of the pipeline on them. */
final class Mining {
    private static final Logger LOG = LoggerFactory.getLogger(Mining.class);
    private static final int VALUES = 50;
    private static final int TRIED = 12;

    // Runs of digits and letters become one character, so that values of one making have one shape.
    private static final String SHAPE =
            "left(regexp_replace(regexp_replace(left(%1$s, 400), '\\\\p{L}+', 'a'), '\\\\p{Nd}+', '9'), %2$d)";

    private final Engine engine;
    private final Project project;
    private final PipelineSpec spec;
    private final QuarantineFilter filter;
    private final int most;

    Mining(Engine engine, Project project, String pipeline, QuarantineFilter filter, int most) {
        this.engine = engine;
        this.project = project;
        this.spec = project.pipeline(pipeline);
        this.filter = filter;
        this.most = most;
    }

    Findings find() {
        Dataset<Row> rows = new QuarantineQuery(engine, engine.sessionFor(spec.zone())).settled(spec, filter);
        List<Pattern> patterns = patterns(rows);
        List<Proposal.Tried> tried = new ArrayList<>();
        long count = JobFailure.mapped(rows::count);
        boolean trials = count > 0 && Replay.format(spec).isPresent();
        long landing = !trials ? 0 : landing(spec, Optional.empty()).landed();
        List<String> all = new ArrayList<>();
        for (Proposal proposal :
                Proposals.of(spec, patterns).stream().limit(trials ? TRIED : 0).toList()) {
            tryOut(proposal).filter(trial -> trial.saved() > 0).ifPresent(trial -> {
                tried.add(trial);
                all.addAll(proposal.overrides());
            });
        }
        tried.sort(Comparator.comparingLong(Proposal.Tried::saved).reversed());
        long together = all.isEmpty() ? landing : changed(all).map(this::landed).orElse(landing);
        return new Findings(spec.name(), count, landing, patterns, clusters(rows), tried, together);
    }

    /** What comes of today's rows with the change and without; empty if the pipeline would not be valid with it. */
    private Optional<Proposal.Tried> tryOut(Proposal proposal) {
        Column concerned = exists(
                col(QuarantineSchema.REASONS),
                reason -> reason.getField("code")
                        .isInCollection(proposal.codes())
                        .and(array_contains(reason.getField("columns"), proposal.column())));
        return changed(proposal.overrides()).flatMap(changed -> {
            try {
                RowCounts with = landing(changed, Optional.of(concerned));
                long without = landing(spec, Optional.of(concerned)).landed();
                return Optional.of(new Proposal.Tried(proposal, with.read(), with.landed() - without));
            } catch (SluiceException e) {
                LOG.info("A proposal does not work: {}", proposal, e);
                return Optional.empty();
            }
        });
    }

    private Optional<PipelineSpec> changed(List<String> overrides) {
        try {
            return Optional.of(project.with(overrides).pipeline(spec.name()));
        } catch (SluiceException e) {
            LOG.info("A proposal is not valid: {}", overrides, e);
            return Optional.empty();
        }
    }

    private long landed(PipelineSpec changed) {
        return landing(changed, Optional.empty()).landed();
    }

    private RowCounts landing(PipelineSpec pipeline, Optional<Column> which) {
        return new Replay(engine, pipeline, RunListener.SILENT, filter, Optional.empty()).count(which);
    }

    private List<Pattern> patterns(Dataset<Row> rows) {
        Dataset<Row> reasons = rows.selectExpr(
                        "quarantine_id",
                        "source_uri",
                        "record_no",
                        "left(raw, 400) AS raw",
                        "quarantined_at",
                        "explode(reasons) AS r")
                .selectExpr(
                        "quarantine_id",
                        "source_uri",
                        "record_no",
                        "raw",
                        "quarantined_at",
                        "r.stage",
                        "r.code",
                        "r.rule",
                        "regexp_replace(get(r.columns, 0), '\\\\[[^\\\\]]*]', '[]') AS column",
                        "left(r.value, 200) AS value",
                        SHAPE.formatted("r.value", 60) + " AS shape",
                        "named_struct('id', quarantine_id, 'uri', source_uri, 'no', record_no, 'raw', raw) AS s");
        String[] key = {"stage", "code", "rule", "column", "shape"};
        Dataset<Row> top = reasons.groupBy(columns(key))
                .agg(
                        functions.count_distinct(col("quarantine_id")).as("rows"),
                        functions.count_distinct(col("source_uri")).as("files"),
                        functions.min("quarantined_at").as("first"),
                        functions.max("quarantined_at").as("last"),
                        functions
                                .expr("array_distinct(array(min_by(s, quarantine_id), max_by(s, quarantine_id),"
                                        + " min_by(s, record_no)))")
                                .as("samples"))
                .orderBy(col("rows").desc(), col("code"), col("rule"), col("shape"))
                .limit(most);
        Map<List<Object>, List<String>> values = values(reasons, key);
        List<Pattern> patterns = new ArrayList<>();
        for (Row row : JobFailure.mapped(top::collectAsList)) {
            List<Pattern.Sample> samples = new ArrayList<>();
            for (Row sample : row.<Row>getList(9)) {
                samples.add(new Pattern.Sample(
                        sample.getString(0), sample.getString(1), sample.getLong(2), sample.getString(3)));
            }
            patterns.add(new Pattern(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6),
                    RowTime.at(row, 7),
                    RowTime.at(row, 8),
                    values.getOrDefault(keyOf(row), List.of()),
                    samples));
        }
        return patterns;
    }

    /** The commonest values of each pattern. */
    private Map<List<Object>, List<String>> values(Dataset<Row> reasons, String[] key) {
        Dataset<Row> counted = reasons.where(col("value").isNotNull())
                .groupBy(columns("stage", "code", "rule", "column", "shape", "value"))
                .count();
        Dataset<Row> ranked = counted.withColumn(
                "rank",
                functions
                        .row_number()
                        .over(Window.partitionBy(columns(key))
                                .orderBy(col("count").desc(), col("value"))));
        Map<List<Object>, List<String>> values = new HashMap<>();
        Dataset<Row> first =
                ranked.where(col("rank").leq(lit(VALUES))).orderBy(col("rank")).limit(VALUES * Math.max(most, 1) * 4);
        for (Row row : JobFailure.mapped(first::collectAsList)) {
            values.computeIfAbsent(keyOf(row), any -> new ArrayList<>()).add(row.getString(5));
        }
        return values;
    }

    private static List<Object> keyOf(Row row) {
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            key.add(String.valueOf(row.get(i)));
        }
        return key;
    }

    private List<Cluster> clusters(Dataset<Row> rows) {
        Dataset<Row> shapes = rows.where(col(QuarantineSchema.RAW).isNotNull())
                .selectExpr(SHAPE.formatted("raw", 100) + " AS shape", "left(raw, 400) AS raw")
                .groupBy(col("shape"))
                .agg(
                        functions.count(lit(1)).as("rows"),
                        functions.expr("array(min(raw), max(raw))").as("samples"))
                .orderBy(col("rows").desc(), col("shape"))
                .limit(most);
        return JobFailure.mapped(shapes::collectAsList).stream()
                .map(row -> new Cluster(
                        row.getString(0),
                        row.getLong(1),
                        row.<String>getList(2).stream().distinct().toList()))
                .toList();
    }

    private static Column[] columns(String... names) {
        Column[] columns = new Column[names.length];
        for (int i = 0; i < names.length; i++) {
            columns[i] = col(names[i]);
        }
        return columns;
    }
}
