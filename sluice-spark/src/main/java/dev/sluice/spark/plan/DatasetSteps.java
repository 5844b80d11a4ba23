package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.dataset.ConvertedRows;
import dev.sluice.api.dataset.DatasetContext;
import dev.sluice.api.dataset.DatasetConverter;
import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.api.dataset.Rows;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.spec.Step;
import dev.sluice.spark.row.RowStep;
import dev.sluice.spark.source.RecordColumns;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Steps of the dataset tier. A step is given the rows as a frame that is kept on disk. What it gives of them is brought to at
 * most one row for each id, and left-joined to the rows: so no row is lost or doubled, whatever the step does.
 */
final class DatasetSteps {
    private final Levels levels;
    private final OtherRows others;
    private final ZoneId zone;
    private final boolean again;
    private final KeptFrames kept;
    private int joins;

    /**
     * @param again whether the rows were quarantined before
     */
    DatasetSteps(Levels levels, OtherRows others, ZoneId zone, boolean again, KeptFrames kept) {
        this.levels = levels;
        this.others = others;
        this.zone = zone;
        this.again = again;
        this.kept = kept;
    }

    /**
     * The rule's result for each row: null where it found nothing.
     *
     * @param usable which rows it is asked about; never null
     */
    Column validate(Step<?> step, DatasetValidator plugin, List<String> reads, Column usable) {
        Levels.Version id = identify();
        Dataset<Row> rows = input(id, reads, usable);
        Dataset<Row> errors = ask(step, plugin, () -> plugin.validate(rows, step.options(), context()));
        Column reasons = joinErrors(new GivenFrames(step), errors, id, reads);
        return when(reasons.isNotNull(), struct(reasons.as(RowStep.REASONS)));
    }

    /** The step's result for each row, as of {@link RowStep#apply}; null where it was not asked. */
    Column convert(Step<?> step, DatasetConverter plugin, StructType writes, List<String> reads, Column usable) {
        Levels.Version id = identify();
        Levels.Version asked = levels.keep(usable);
        levels.flush();
        Dataset<Row> rows = input(id, reads, asked.column());
        ConvertedRows converted = ask(step, plugin, () -> plugin.convert(rows, step.options(), context()));
        GivenFrames frames = new GivenFrames(step);
        Column errors = joinErrors(frames, converted.errors(), id, reads);
        Dataset<Row> good = keep(frames.good(converted.good(), writes));
        long count = others.mayRunJobs() ? frames.check(good, lit(true)) : 0;
        String prefix = join(frames.once(good), count <= GivenFrames.BROADCAST_GOOD, id);
        Column times = coalesce(col(prefix + GivenFrames.TIMES), lit(0L));
        Column reasons = when(errors.isNotNull(), errors)
                .when(times.equalTo(0L), reason(ReasonCode.PLUGIN_LOST_ROW))
                .when(times.gt(1L), reason(ReasonCode.PLUGIN_DOUBLED_ROW));
        List<Column> fields = new ArrayList<>();
        for (StructField field : writes.fields()) {
            Column value = col(prefix + GivenFrames.VALUES).getField(field.name());
            fields.add(when(reasons.isNull(), value).as(field.name()));
        }
        fields.add(reasons.as(RowStep.REASONS));
        return when(asked.column(), struct(fields.toArray(Column[]::new)));
    }

    /** Each row's id. It carries a hash of its own, so that one that was made up is known. */
    private Levels.Version identify() {
        Column place = again
                ? col(RecordColumns.ORIGIN).getField("id")
                : org.apache.spark.sql.functions.concat(
                        col(RecordColumns.BYTE_OFFSET).cast(DataTypes.StringType),
                        lit("@"),
                        col(RecordColumns.SOURCE_URI));
        Levels.Version id = levels.keep(GivenFrames.idOf(place));
        levels.flush();
        return id;
    }

    private Dataset<Row> input(Levels.Version id, List<String> reads, Column usable) {
        List<Column> columns = new ArrayList<>(List.of(id.column().as(Rows.ROW_ID)));
        reads.forEach(name -> columns.add(Levels.quoted(name)));
        return keep(levels.rows().where(usable).select(columns.toArray(Column[]::new)));
    }

    /** Joins the errors; gives the reasons of each row, null where it has none. */
    private Column joinErrors(GivenFrames frames, Dataset<Row> given, Levels.Version id, List<String> reads) {
        Dataset<Row> errors = keep(frames.errors(given));
        long count = others.mayRunJobs() ? frames.check(errors, GivenFrames.isCode()) : 0;
        String prefix = join(frames.gathered(errors), count <= GivenFrames.BROADCAST_ERRORS, id);
        StructType schema = levels.rows().schema();
        // The value that a path names, where the step gives none.
        return transform(col(prefix + GivenFrames.REASONS), reason -> {
            Column value = reason.getField("value");
            Column named = lit(null).cast(DataTypes.StringType);
            for (String column : reads) {
                DataType type = schema.apply(column).dataType();
                named = when(reason.getField("path").equalTo(column), EvidenceColumns.text(Levels.quoted(column), type))
                        .otherwise(named);
            }
            return struct(
                    reason.getField("code").as("code"),
                    reason.getField("path").as("path"),
                    coalesce(value, named).as("value"),
                    reason.getField("message").as("message"));
        });
    }

    /** @return what the names of the joined columns begin with */
    private String join(Dataset<Row> side, boolean small, Levels.Version id) {
        String prefix = "_sluice_d" + joins++ + "_";
        Dataset<Row> renamed = side;
        for (String column : side.columns()) {
            renamed = renamed.withColumnRenamed(column, prefix + column);
        }
        List<String> found = new ArrayList<>(List.of(renamed.columns()));
        found.remove(prefix + Rows.ROW_ID);
        Dataset<Row> placed = small ? org.apache.spark.sql.functions.broadcast(renamed) : renamed.hint("merge");
        levels.leftJoin(placed, id.column().equalTo(col(prefix + Rows.ROW_ID)), found);
        return prefix;
    }

    private static Column reason(ReasonCode code) {
        Column none = lit(null).cast(DataTypes.StringType);
        return array(struct(
                lit(code.name()).as("code"),
                none.as("path"),
                none.as("value"),
                lit(code.summary()).as("message")));
    }

    private Dataset<Row> keep(Dataset<Row> rows) {
        return others.mayRunJobs() ? kept.keep(rows) : rows;
    }

    private DatasetContext context() {
        return new DatasetContext() {
            @Override
            public Dataset<Row> table(String name) {
                return others.table(name);
            }

            @Override
            public Dataset<Row> file(String path) {
                return others.file(path);
            }

            @Override
            public ZoneId zone() {
                return zone;
            }
        };
    }

    /** What a plug-in answers; what it throws is its fault. */
    private static <T> T ask(Step<?> step, Object plugin, Callable<T> question) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin.getClass().getClassLoader());
        try {
            T answer = question.call();
            if (answer == null) {
                throw new NullPointerException("it gave null");
            }
            return answer;
        } catch (SluiceException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            String why =
                    Stream.of(String.valueOf(e).split("\\R", 2)).findFirst().orElse("");
            throw new SluiceException(List.of(Problem.at(
                    step.location(),
                    ErrorCode.PLUGIN_ROWS,
                    "Cannot run step '%s': the plug-in %s threw %s"
                            .formatted(step.name(), PluginOrigin.describe(step.plugin()), why))));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
