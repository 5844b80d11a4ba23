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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;

/** The conversion that every column undergoes on its way into the target, where its type is not the target's already. */
public final class TargetCast {
    private static final NumberFault WHOLE = new NumberFault(NumberFault.Kind.WHOLE, 0, 0);
    private static final NumberFault FLOATING = new NumberFault(NumberFault.Kind.FLOATING, 0, 0);

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
            int precision = decimal.precision();
            int scale = decimal.scale();
            return made(text, column, new DecimalNumber(precision, scale), NOT_A_NUMBER)
                    .refinedBy(
                            new NumberFault(NumberFault.Kind.DECIMAL, precision, scale),
                            DECIMAL_OVERFLOW,
                            TOO_MANY_DECIMALS);
        }
        if (type instanceof ColumnType.Fixed fixed) {
            return made(text, column, new BinaryText(fixed.length()), NOT_BINARY)
                    .refinedBy(new BinaryText.Fault(fixed.length()), WRONG_LENGTH);
        }
        return type instanceof Primitive primitive
                ? primitive(text, column, primitive, zone)
                : TypedCast.cast(text, DataTypes.StringType, column, zone);
    }

    private static ConvertedColumn primitive(Column text, TargetColumn column, Primitive type, ZoneId zone) {
        return switch (type) {
            case STRING -> ConvertedColumn.of(column.name(), text);
            case BOOLEAN ->
                made(text, column, BooleanText.DEFAULT, NOT_A_BOOLEAN).plain();
            case INT -> made(text, column, WholeNumber.INT, NOT_AN_INTEGER).refinedBy(WHOLE, NUMBER_OVERFLOW);
            case LONG -> made(text, column, WholeNumber.LONG, NOT_AN_INTEGER).refinedBy(WHOLE, NUMBER_OVERFLOW);
            case FLOAT -> made(text, column, FloatingNumber.FLOAT, NOT_A_NUMBER).refinedBy(FLOATING, NUMBER_OVERFLOW);
            case DOUBLE ->
                made(text, column, FloatingNumber.DOUBLE, NOT_A_NUMBER).refinedBy(FLOATING, NUMBER_OVERFLOW);
            case DATE ->
                made(text, column, time(Result.DATE, column, zone), NOT_A_DATE).plain();
            case TIME ->
                made(text, column, time(Result.TIME, column, zone), NOT_A_TIME).plain();
            case TIMESTAMP ->
                made(text, column, time(Result.LOCAL, column, zone), NOT_A_TIMESTAMP)
                        .plain();
            case TIMESTAMPTZ ->
                made(text, column, time(Result.INSTANT, column, zone), NOT_A_TIMESTAMP)
                        .plain();
            case UUID -> made(text, column, new UuidText(), NOT_A_UUID).plain();
            case BINARY ->
                made(text, column, new BinaryText(BinaryText.ANY), NOT_BINARY).plain();
        };
    }

    private static TimeText time(Result result, TargetColumn column, ZoneId zone) {
        return new TimeText(result, column.formats(), zone);
    }

    private static Made made(Column text, TargetColumn column, ValueFunction function, ReasonCode code) {
        return new Made(text, column, function, code);
    }

    /** A text's conversion by one function. */
    private record Made(Column text, TargetColumn column, ValueFunction function, ReasonCode code) {
        ConvertedColumn plain() {
            return new ConvertedColumn(column.name(), value(), failure());
        }

        ConvertedColumn refinedBy(ValueFunction fault, ReasonCode... codes) {
            Column exact = Call.column(text, fault, DataTypes.StringType);
            List<String> names = Stream.of(codes).map(ReasonCode::name).toList();
            return new ConvertedColumn(
                    column.name(), value(), failure().withRefinement(new Failure.Refinement(exact, names)));
        }

        private Column value() {
            return Call.column(text, function, SparkTypes.of(column.type()));
        }

        private Failure failure() {
            String formats = column.formats().isEmpty() ? "" : " in the form " + String.join(" or ", column.formats());
            return Failure.ifNull(
                    code, column.name(), "'{value}' cannot be read as %s%s".formatted(column.type(), formats));
        }
    }
}
