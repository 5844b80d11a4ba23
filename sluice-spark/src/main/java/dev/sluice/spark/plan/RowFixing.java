package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;

import dev.sluice.core.spec.FixRule;
import dev.sluice.spark.row.FixSteps;
import dev.sluice.spark.row.RowReasonFields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Asks the fixes about the cells that the reasons of a bad row concern. Travels to the executors. Public because generated
 * code calls it.
 */
public final class RowFixing implements Serializable {
    /** The texts of the source's columns after all fixes, by ordinal: {@code c0}, {@code c1} ...; null for none changed. */
    static final String VALUES = "values";
    /** What was changed, as {@link #CHANGE}; null where nothing was. */
    static final String CHANGES = "changes";
    /** By fix, the reasons that arose in it; null where none did. */
    static final String FAILURES = "failures";

    static final StructType CHANGE = new StructType()
            .add("column", DataTypes.IntegerType, false)
            .add("old", DataTypes.StringType, false)
            .add("new", DataTypes.StringType, false)
            .add("fixes", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

    private final FixSteps steps;
    private final UTF8String[] names;
    private final int[][] columns;
    private final Concerns concerns;

    /**
     * @param texts the source's columns of text
     * @param rules whose columns are among them
     */
    RowFixing(FixSteps steps, List<FixRule> rules, List<String> texts, Concerns concerns) {
        this.steps = steps;
        this.names = texts.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
        this.columns = rules.stream()
                .map(rule -> (rule.columns().isEmpty() ? texts : rule.columns())
                        .stream().mapToInt(texts::indexOf).toArray())
                .toArray(int[][]::new);
        this.concerns = concerns;
    }

    /**
     * The fixes' result for a row: a struct of {@link #VALUES}, {@link #CHANGES} and {@link #FAILURES}; null where they leave
     * it as it is.
     */
    Column column(List<Column> texts, List<Column> masks, Column given) {
        List<Expression> arguments = List.of(
                ExpressionUtils.expression(array(texts.toArray(Column[]::new))),
                ExpressionUtils.expression(array(masks.toArray(Column[]::new))),
                ExpressionUtils.expression(given));
        // Not deterministic, so that Spark evaluates it once for a row.
        return ExpressionUtils.column(new Invoke(
                new Literal(this, new ObjectType(RowFixing.class)),
                "apply",
                type(),
                CollectionConverters.asScala(arguments).toSeq(),
                CollectionConverters.asScala(List.<AbstractDataType>of()).toSeq(),
                true,
                true,
                false));
    }

    private StructType type() {
        StructType values = new StructType();
        for (int i = 0; i < names.length; i++) {
            values = values.add(value(i), DataTypes.StringType);
        }
        return new StructType()
                .add(VALUES, values)
                .add(CHANGES, DataTypes.createArrayType(CHANGE, false))
                .add(FAILURES, DataTypes.createArrayType(DataTypes.createArrayType(FixSteps.REASON, false), true));
    }

    /** The field of {@link #VALUES} that has the text of a column. */
    static String value(int text) {
        return "c" + text;
    }

    /** Called by generated code. */
    public @Nullable InternalRow apply(ArrayData texts, ArrayData masks, ArrayData given) {
        BitSet concerned = concerns.of(masks, given);
        @Nullable UTF8String[] now = new UTF8String[names.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = texts.isNullAt(i) ? null : texts.getUTF8String(i);
        }
        List<List<Object>> changedBy = new ArrayList<>();
        for (int i = 0; i < now.length; i++) {
            changedBy.add(new ArrayList<>(0));
        }
        for (int fix = 0; fix < columns.length; fix++) {
            for (int column : columns[fix]) {
                UTF8String text = now[column];
                InternalRow made =
                        text == null || !concerned.get(column) ? null : steps.apply(fix, names[column], text);
                if (made == null) {
                    continue;
                }
                if (!made.isNullAt(1)) {
                    return failed(fix, column, text, made.getArray(1));
                }
                if (!made.isNullAt(0) && !made.getUTF8String(0).equals(text)) {
                    now[column] = made.getUTF8String(0);
                    changedBy.get(column).add(fix);
                }
            }
        }
        return result(texts, now, changedBy);
    }

    private static @Nullable InternalRow result(
            ArrayData texts, @Nullable UTF8String[] now, List<List<Object>> changedBy) {
        List<Object> changes = new ArrayList<>();
        for (int i = 0; i < now.length; i++) {
            if (!changedBy.get(i).isEmpty() && !texts.getUTF8String(i).equals(now[i])) {
                changes.add(new GenericInternalRow(new Object[] {
                    i,
                    texts.getUTF8String(i),
                    now[i],
                    new GenericArrayData(changedBy.get(i).toArray())
                }));
            }
        }
        return changes.isEmpty()
                ? null
                : new GenericInternalRow(
                        new Object[] {new GenericInternalRow(now), new GenericArrayData(changes.toArray()), null});
    }

    /** What the plug-in threw names no place of its own. */
    private InternalRow failed(int fix, int column, @Nullable UTF8String text, ArrayData reasons) {
        @Nullable Object[] own = new Object[reasons.numElements()];
        for (int i = 0; i < own.length; i++) {
            InternalRow reason = reasons.getStruct(i, RowReasonFields.COUNT);
            own[i] = new GenericInternalRow(new Object[] {
                reason.getUTF8String(RowReasonFields.CODE),
                names[column],
                text,
                reason.getUTF8String(RowReasonFields.MESSAGE)
            });
        }
        @Nullable Object[] byFix = new Object[columns.length];
        byFix[fix] = new GenericArrayData(own);
        return new GenericInternalRow(new Object[] {null, null, new GenericArrayData(byFix)});
    }

    @Override
    public String toString() {
        return "fix";
    }
}
