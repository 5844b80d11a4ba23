package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.dataset.Rows;
import dev.sluice.api.row.RowReasons;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.spec.Step;
import dev.sluice.spark.sink.JobFailure;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks the frames that a step of the dataset tier gives, and brings them to one row for each id. */
record GivenFrames(Step<?> step) {
    static final String REASONS = "reasons";
    static final String VALUES = "values";
    static final String TIMES = "times";
    /** So many errors are sent to all tasks. */
    static final long BROADCAST_ERRORS = 100_000;
    /** So many good rows are sent to all tasks. */
    static final long BROADCAST_GOOD = 10_000;

    private static final int LONGEST_MESSAGE = 1000;
    private static final String BAD_IDS = "bad_ids";
    private static final String BAD_CODES = "bad_codes";

    /** The id of what stands at a place. */
    static Column idOf(Column place) {
        return functions.concat(hash(place), lit("."), place);
    }

    private static Column hash(Column place) {
        return functions.hex(functions.xxhash64(lit("sluice"), place));
    }

    private static Column isId(Column id) {
        Column dot = functions.instr(id, lit("."));
        Column place = functions.substring(id, dot.plus(1), functions.length(id));
        return functions.coalesce(functions.substring(id, lit(1), dot.minus(1)).equalTo(hash(place)), lit(false));
    }

    static Column isCode() {
        return functions.coalesce(col(Rows.CODE).rlike("\\A[A-Z][A-Z0-9_]{0,59}\\z"), lit(false));
    }

    /** The errors with all of their columns. */
    Dataset<Row> errors(Dataset<Row> given) {
        StructType schema = given.schema();
        Column message = text(schema, Rows.MESSAGE, false);
        return given.select(
                text(schema, Rows.ROW_ID, true).as(Rows.ROW_ID),
                text(schema, Rows.CODE, true).as(Rows.CODE),
                text(schema, Rows.PATH, false).as(Rows.PATH),
                text(schema, Rows.VALUE, false).as(Rows.VALUE),
                functions
                        .coalesce(
                                functions.substring(
                                        functions.regexp_extract(message, "\\A[^\\r\\n]*", 0), 1, LONGEST_MESSAGE),
                                lit(""))
                        .as(Rows.MESSAGE));
    }

    private Column text(StructType schema, String column, boolean required) {
        if (schema.getFieldIndex(column).isEmpty()) {
            if (required) {
                throw wrong("its errors have no column '%s'".formatted(column));
            }
            return lit(null).cast(DataTypes.StringType);
        }
        DataType type = schema.apply(column).dataType();
        if (required && !(type instanceof StringType)) {
            throw wrong("the column '%s' of its errors is %s, not string".formatted(column, type.catalogString()));
        }
        return Levels.quoted(column).cast(DataTypes.StringType);
    }

    /** The good rows: ids, and what is written as one value. */
    Dataset<Row> good(Dataset<Row> given, StructType writes) {
        StructType schema = given.schema();
        if (schema.getFieldIndex(Rows.ROW_ID).isEmpty()
                || !(schema.apply(Rows.ROW_ID).dataType() instanceof StringType)) {
            throw wrong("its good rows have no column '%s' of type string".formatted(Rows.ROW_ID));
        }
        List<Column> values = new ArrayList<>();
        for (StructField field : writes.fields()) {
            if (schema.getFieldIndex(field.name()).isEmpty()) {
                throw wrong("its good rows have no column '%s'".formatted(field.name()));
            }
            DataType type = schema.apply(field.name()).dataType();
            if (!DataType.equalsIgnoreNullability(type, field.dataType())) {
                throw wrong("the column '%s' of its good rows is %s, but the step says that it makes %s"
                        .formatted(
                                field.name(),
                                type.catalogString(),
                                field.dataType().catalogString()));
            }
            values.add(Levels.quoted(field.name()).as(field.name()));
        }
        Column all = values.isEmpty() ? struct(lit(1).as("none")) : struct(values.toArray(Column[]::new));
        return given.select(col(Rows.ROW_ID), all.as(VALUES));
    }

    /**
     * Makes the frame, and counts it.
     *
     * @param code whether a row's code is one
     * @throws SluiceException {@code PLUGIN_ROWS} if that cannot be done, or a row has no id that was given
     */
    long check(Dataset<Row> frame, Column code) {
        Row counts;
        try {
            counts = frame.agg(
                            count(lit(1)).as("rows"),
                            sum(when(isId(col(Rows.ROW_ID)), lit(0L)).otherwise(lit(1L)))
                                    .as(BAD_IDS),
                            sum(when(not(code), lit(1L)).otherwise(lit(0L))).as(BAD_CODES))
                    .head();
        } catch (Exception e) {
            // Some are checked: Spark's signatures do not tell.
            SluiceException failure = JobFailure.of(e);
            throw failure.code() == ErrorCode.JOB_FAILED ? wrong(String.valueOf(failure.getMessage())) : failure;
        }
        if (counts.getLong(0) > 0 && counts.getLong(1) > 0) {
            throw wrong("%d of the rows that it gave have a %s that is of none of the rows that it was given"
                    .formatted(counts.getLong(1), Rows.ROW_ID));
        }
        if (counts.getLong(0) > 0 && counts.getLong(2) > 0) {
            throw wrong("%d of its errors have a code that is not made of capitals, digits and underscores"
                    .formatted(counts.getLong(2)));
        }
        return counts.getLong(0);
    }

    /** The reasons of each row that has errors. */
    Dataset<Row> gathered(Dataset<Row> errors) {
        Column[] fields = {col(Rows.CODE), col(Rows.PATH), col(Rows.VALUE), col(Rows.MESSAGE)};
        return errors.distinct()
                .withColumn(
                        TIMES,
                        functions
                                .row_number()
                                .over(Window.partitionBy(Rows.ROW_ID).orderBy(fields)))
                .where(col(TIMES).leq(RowReasons.MOST))
                .groupBy(Rows.ROW_ID)
                .agg(sort_array(collect_list(struct(fields))).as(REASONS));
    }

    /** Each good row once, and how often it was given. */
    Dataset<Row> once(Dataset<Row> good) {
        return good.groupBy(Rows.ROW_ID)
                .agg(count(lit(1)).as(TIMES), first(col(VALUES)).as(VALUES));
    }

    private SluiceException wrong(String what) {
        return new SluiceException(List.of(Problem.at(
                step.location(),
                ErrorCode.PLUGIN_ROWS,
                "Cannot run step '%s' with the plug-in %s: %s"
                        .formatted(step.name(), PluginOrigin.describe(step.plugin()), what))));
    }
}
