package dev.sluice.spark.plan;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.Stage;
import dev.sluice.spark.source.RecordColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Asks the parse reasons of a record whom they concern. */
public final class ParseReasons {
    private static final int FIELDS = RecordColumns.PARSE_REASON.size();
    private static final int COLUMN = RecordColumns.PARSE_REASON.fieldIndex("column");

    private ParseReasons() {}

    /** True where parsing found the record as a whole wrong. Never null. */
    static Column concernRecord() {
        return concern(functions.lit(null).cast(DataTypes.StringType));
    }

    /** True where parsing found this column wrong, but not the record. Never null. */
    static Column concernColumn(String column) {
        return concern(functions.lit(column));
    }

    private static Column concern(Column subject) {
        Column parse = functions.col(RecordColumns.PARSE);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(ExpressionUtils.expression(parse));
        arguments.add(ExpressionUtils.expression(subject));
        Column found = ExpressionUtils.column(new StaticInvoke(
                ParseReasons.class,
                DataTypes.BooleanType,
                "concerns",
                CollectionConverters.asScala(arguments).toSeq(),
                CollectionConverters.asScala(List.<org.apache.spark.sql.types.AbstractDataType>of())
                        .toSeq(),
                false,
                false,
                true,
                Option.empty()));
        return parse.isNotNull().and(found);
    }

    /**
     * Whether a reason names the column, or, for a null column, whether a reason concerns the whole record. Called by
     * generated code.
     */
    public static boolean concerns(@Nullable ArrayData reasons, @Nullable UTF8String column) {
        if (reasons == null) {
            return false;
        }
        for (int i = 0; i < reasons.numElements(); i++) {
            InternalRow reason = reasons.getStruct(i, FIELDS);
            boolean whole = reason.isNullAt(COLUMN);
            if (column == null ? whole : !whole && column.equals(reason.getUTF8String(COLUMN))) {
                return true;
            }
        }
        return false;
    }

    /** The codes that parsing can give, as text. */
    static List<String> codes() {
        return Stream.of(ReasonCode.values())
                .filter(code -> code.stage() == Stage.PARSE || code == ReasonCode.PLUGIN_FAILED)
                .map(ReasonCode::name)
                .toList();
    }
}
