package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.Supersession;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.WriteSpec;
import dev.sluice.spark.catalog.HistorySchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.expression.EpochMicros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Quarantined rows, and what was decided about them, as far as the runs that wrote them count. */
record QuarantineQuery(Engine engine, SparkSession session) {
    private static final Set<RunState> VISIBLE = Set.of(RunState.PUBLISHED, RunState.HELD);
    private static final Set<RunState> SETTLED = Set.of(RunState.PUBLISHED);

    /** Every row of runs that are published or held, whatever became of it. */
    Dataset<Row> rows(PipelineSpec spec, QuarantineFilter filter) {
        return rows(spec, filter, VISIBLE);
    }

    /** Of these, the rows about which nothing was decided yet. */
    Dataset<Row> current(PipelineSpec spec, QuarantineFilter filter) {
        return undecided(spec, rows(spec, filter, VISIBLE));
    }

    /** As {@link #current}, without those of held runs, which wait for a decision about the run as a whole. */
    Dataset<Row> settled(PipelineSpec spec, QuarantineFilter filter) {
        return undecided(spec, rows(spec, filter, SETTLED));
    }

    /** What published runs decided about rows; empty where there is no history yet. */
    Optional<Dataset<Row>> history(PipelineSpec spec) {
        TableName name = TargetTables.historyOf(spec.target().quarantine());
        return engine.catalog()
                .find(name)
                .map(any -> table(name).where(col(HistorySchema.RUN_ID).isInCollection(runs(spec, SETTLED))));
    }

    boolean isThere(PipelineSpec spec) {
        return engine.catalog().find(spec.target().quarantine()).isPresent();
    }

    private Dataset<Row> undecided(PipelineSpec spec, Dataset<Row> rows) {
        Dataset<Row> decided = history(spec)
                .map(history -> history.select(
                                col(HistorySchema.QUARANTINE_ID).as("_decided_id"),
                                col(HistorySchema.OF_RUN).as("_decided_run"))
                        .distinct())
                .orElse(null);
        return decided == null
                ? rows
                : rows.join(
                        decided,
                        rows.col(QuarantineSchema.QUARANTINE_ID)
                                .equalTo(decided.col("_decided_id"))
                                .and(rows.col(QuarantineSchema.RUN_ID).equalTo(decided.col("_decided_run"))),
                        "left_anti");
    }

    private Dataset<Row> rows(PipelineSpec spec, QuarantineFilter filter, Set<RunState> states) {
        if (!isThere(spec)) {
            throw new SluiceException(
                    ErrorCode.NO_QUARANTINE,
                    "Cannot show the quarantine of %s: it has not run yet".formatted(spec.name()));
        }
        Dataset<Row> rows = table(spec.target().quarantine())
                .where(col(QuarantineSchema.RUN_ID).isInCollection(runs(spec, states)));
        rows = standing(spec, rows);
        if (filter.run().isPresent()) {
            rows = rows.where(col(QuarantineSchema.RUN_ID).equalTo(filter.run().get()));
        }
        if (filter.file().isPresent()) {
            rows = rows.where(
                    col(QuarantineSchema.SOURCE_URI).endsWith(filter.file().get()));
        }
        if (filter.code().isPresent()) {
            rows = rows.where(anyReason("code", filter.code().get()));
        }
        if (filter.rule().isPresent()) {
            rows = rows.where(anyReason("rule", filter.rule().get()));
        }
        if (filter.column().isPresent()) {
            String column = filter.column().get();
            rows = rows.where(exists(
                    col(QuarantineSchema.REASONS), reason -> array_contains(reason.getField("columns"), column)));
        }
        if (filter.home().isPresent()) {
            rows = rows.where(unix_micros(col(QuarantineSchema.WINDOW_START))
                    .equalTo(EpochMicros.of(filter.home().get().start())));
        }
        if (!filter.ids().isEmpty()) {
            rows = rows.where(col(QuarantineSchema.QUARANTINE_ID).isInCollection(filter.ids()));
        }
        return rows;
    }

    private Dataset<Row> table(TableName table) {
        return session.table("%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name()));
    }

    /** The id of the batch that landed last; empty if none has. */
    Optional<String> lastBatch(PipelineSpec spec) {
        return engine.ledger().runs(new RunFilter(Optional.of(spec.name()), SETTLED, Integer.MAX_VALUE)).stream()
                .filter(run -> !isOnQuarantine(run))
                .map(RunRecord::batchId)
                .findFirst();
    }

    /** Whether the run has read no batch of its own, but decided about rows of others'. */
    static boolean isOnQuarantine(RunRecord run) {
        return run.batchId().endsWith("-" + run.runId());
    }

    /** Those whose rows count: a run that has replaced the whole table supersedes what earlier runs have quarantined. */
    private List<String> runs(PipelineSpec spec, Set<RunState> states) {
        boolean wholeTable = spec.target().write() instanceof WriteSpec.Replace;
        List<String> runs = new ArrayList<>();
        for (RunRecord run : engine.ledger().runs(new RunFilter(Optional.of(spec.name()), states, Integer.MAX_VALUE))) {
            runs.add(run.runId());
            if (wholeTable && run.state() == RunState.PUBLISHED && !isOnQuarantine(run)) {
                break;
            }
        }
        return runs;
    }

    /** A run that has replaced a window supersedes what runs that were published before had put into its quarantine. */
    private Dataset<Row> standing(PipelineSpec spec, Dataset<Row> rows) {
        List<Supersession> replaced = engine.ledger().windows().supersessions(spec.name());
        if (replaced.isEmpty()) {
            return rows;
        }
        Dataset<Row> windows = session.createDataFrame(
                replaced.stream()
                        .map(by -> RowFactory.create(EpochMicros.of(by.window()), by.runId(), by.seen()))
                        .toList(),
                new StructType()
                        .add("_home", DataTypes.LongType)
                        .add("_by", DataTypes.StringType)
                        .add("_seen", DataTypes.LongType));
        Dataset<Row> publications = session.createDataFrame(
                engine.ledger().windows().publications(spec.name()).entrySet().stream()
                        .map(run -> RowFactory.create(run.getKey(), run.getValue()))
                        .toList(),
                new StructType().add("_run", DataTypes.StringType).add("_publication", DataTypes.LongType));
        Column run = col(QuarantineSchema.RUN_ID);
        return rows.join(
                        broadcast(windows),
                        unix_micros(col(QuarantineSchema.WINDOW_START)).equalTo(col("_home")),
                        "left")
                .join(broadcast(publications), run.equalTo(col("_run")), "left")
                .where(col("_by")
                        .isNull()
                        .or(run.equalTo(col("_by")))
                        // Held runs are not published; whatever they hold back is to be seen.
                        .or(col("_publication").isNull())
                        .or(col("_publication").gt(col("_seen"))))
                .drop("_home", "_by", "_seen", "_run", "_publication");
    }

    private static Column anyReason(String field, String value) {
        return exists(
                col(QuarantineSchema.REASONS), reason -> reason.getField(field).equalTo(lit(value)));
    }
}
