package dev.sluice.spark.expression;

import static dev.sluice.api.ReasonCode.DECIMAL_OVERFLOW;
import static dev.sluice.api.ReasonCode.NOT_AN_INTEGER;
import static dev.sluice.api.ReasonCode.NOT_A_BOOLEAN;
import static dev.sluice.api.ReasonCode.NOT_A_DATE;
import static dev.sluice.api.ReasonCode.NOT_A_NUMBER;
import static dev.sluice.api.ReasonCode.NOT_A_TIME;
import static dev.sluice.api.ReasonCode.NOT_A_TIMESTAMP;
import static dev.sluice.api.ReasonCode.NOT_A_UUID;
import static dev.sluice.api.ReasonCode.NOT_BINARY;
import static dev.sluice.api.ReasonCode.NUMBER_OVERFLOW;
import static dev.sluice.api.ReasonCode.TOO_MANY_DECIMALS;
import static dev.sluice.api.ReasonCode.WRONG_LENGTH;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.api.ReasonCode;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.spark.expression.TimeText.Result;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;

/** The conversion that every column undergoes on its way into the target, where its type is not the target's already. */
public final class TargetCast {
    private TargetCast() {}

    /**
     * The column in the target's type, and when a value cannot be.
     *
     * @param value the column of the same name
     * @param sparkType its type in Spark's words
     * @param column the target's column
     * @param zone the pipeline's, unless the column has its own
     */
    public static ConvertedColumn cast(Column value, String sparkType, TargetColumn column, ZoneId zone) {
        DataType from = DataType.fromDDL(sparkType);
        ZoneId own = column.zone() == null ? zone : column.zone();
        if (from instanceof StringType) {
            return text(value, column, own);
        }
        if (from instanceof NullType) {
            return ConvertedColumn.of(column.name(), value.cast(SparkTypes.of(column.type())));
        }
        return TypedCast.cast(value, from, column, own);
    }

    private static ConvertedColumn text(Column text, TargetColumn column, ZoneId zone) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Decimal decimal) {
            return number(
                    text,
                    column,
                    new DecimalNumber(decimal.precision(), decimal.scale()),
                    NOT_A_NUMBER,
                    new NumberFault(NumberFault.Kind.DECIMAL, decimal.precision(), decimal.scale()),
                    DECIMAL_OVERFLOW,
                    TOO_MANY_DECIMALS);
        }
        if (type instanceof ColumnType.Fixed fixed) {
            return convert(text, column, new BinaryText(fixed.length()), NOT_BINARY)
                    .refined(text, new BinaryText.Fault(fixed.length()), WRONG_LENGTH);
        }
        if (type instanceof Primitive primitive) {
            return primitive(text, column, primitive, zone);
        }
        return JsonCast.cast(text, column, zone);
    }
}
