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
import static dev.sluice.api.ReasonCode.NOT_JSON;
import static dev.sluice.api.ReasonCode.NUMBER_OVERFLOW;
import static dev.sluice.api.ReasonCode.TOO_MANY_DECIMALS;
import static dev.sluice.api.ReasonCode.WRONG_JSON;
import static dev.sluice.api.ReasonCode.WRONG_LENGTH;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.Template;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.spark.expression.TimeText.Result;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

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

    /**
     * Why a value cannot become one of a nested type: an array of {@link GivenReason#TYPE}, each with
     * the path of what is wrong. Says the same as the failure of {@link #cast}, in more words; to be asked for rows that
     * failed.
     *
     * @return empty where the conversion has no parts
     */
    public static Optional<Column> reasons(Column value, String sparkType, TargetColumn column, ZoneId zone) {
        DataType from = DataType.fromDDL(sparkType);
        ZoneId own = column.zone() == null ? zone : column.zone();
        boolean text = from instanceof StringType;
        Optional<Column> json = text ? Optional.of(value) : TypedCast.text(value, from, column, own);
        return json.flatMap(read ->
                textFunction(column.type(), text ? column.formats() : List.of(), own) instanceof JsonText function
                        ? Optional.of(Call.column(
                                read,
                                new JsonText.Reasons(
                                        function, column.name(), column.type().toString()),
                                DataTypes.createArrayType(GivenReason.TYPE, false)))
                        : Optional.empty());
    }

    private static ConvertedColumn text(Column text, TargetColumn column, ZoneId zone) {
        ColumnType type = column.type();
        ValueFunction function = textFunction(type, column.formats(), zone);
        if (function instanceof JsonText json) {
            return new Made(text, column, json, WRONG_JSON).json(json);
        }
        if (function == null) {
            return ConvertedColumn.of(column.name(), text);
        }
        if (type instanceof ColumnType.Decimal decimal) {
            NumberFault fault = new NumberFault(NumberFault.Kind.DECIMAL, decimal.precision(), decimal.scale());
            return new Made(text, column, function, NOT_A_NUMBER).refinedBy(fault, DECIMAL_OVERFLOW, TOO_MANY_DECIMALS);
        }
        if (type instanceof ColumnType.Fixed fixed) {
            return new Made(text, column, function, NOT_BINARY)
                    .refinedBy(new BinaryText.Fault(fixed.length()), WRONG_LENGTH);
        }
        return primitive(text, column, (Primitive) type, function);
    }

    private static ConvertedColumn primitive(Column text, TargetColumn column, Primitive type, ValueFunction function) {
        return switch (type) {
            case STRING -> ConvertedColumn.of(column.name(), text);
            case INT, LONG -> new Made(text, column, function, NOT_AN_INTEGER).refinedBy(WHOLE, NUMBER_OVERFLOW);
            case FLOAT, DOUBLE -> new Made(text, column, function, NOT_A_NUMBER).refinedBy(FLOATING, NUMBER_OVERFLOW);
            case BOOLEAN -> new Made(text, column, function, NOT_A_BOOLEAN).plain();
            case DATE -> new Made(text, column, function, NOT_A_DATE).plain();
            case TIME -> new Made(text, column, function, NOT_A_TIME).plain();
            case TIMESTAMP, TIMESTAMPTZ -> new Made(text, column, function, NOT_A_TIMESTAMP).plain();
            case UUID -> new Made(text, column, function, NOT_A_UUID).plain();
            case BINARY -> new Made(text, column, function, NOT_BINARY).plain();
        };
    }

    /** What reads a text as a value of the type; null for text itself. */
    static @Nullable ValueFunction textFunction(ColumnType type, List<String> formats, ZoneId zone) {
        if (type instanceof ColumnType.Decimal decimal) {
            return new DecimalNumber(decimal.precision(), decimal.scale());
        }
        if (type instanceof ColumnType.Fixed fixed) {
            return new BinaryText(fixed.length());
        }
        return type instanceof Primitive primitive
                ? textFunction(primitive, formats, zone)
                : new JsonText(type, formats, zone);
    }

    private static @Nullable ValueFunction textFunction(Primitive type, List<String> formats, ZoneId zone) {
        return switch (type) {
            case STRING -> null;
            case BOOLEAN -> BooleanText.DEFAULT;
            case INT -> WholeNumber.INT;
            case LONG -> WholeNumber.LONG;
            case FLOAT -> FloatingNumber.FLOAT;
            case DOUBLE -> FloatingNumber.DOUBLE;
            case DATE -> new TimeText(Result.DATE, formats, zone);
            case TIME -> new TimeText(Result.TIME, formats, zone);
            case TIMESTAMP -> new TimeText(Result.LOCAL, formats, zone);
            case TIMESTAMPTZ -> new TimeText(Result.INSTANT, formats, zone);
            case UUID -> new UuidText();
            case BINARY -> new BinaryText(BinaryText.ANY);
        };
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

        ConvertedColumn json(JsonText json) {
            Column exact = Call.column(text, new JsonText.Fault(json, true), DataTypes.StringType);
            Column where = Call.column(text, new JsonText.Fault(json, false), DataTypes.StringType);
            Failure failure = Failure.ifNull(code, column.name(), "the text cannot be read as " + column.type())
                    .withDetail(where)
                    .withRefinement(new Failure.Refinement(exact, List.of(NOT_JSON.name(), WRONG_JSON.name())));
            return new ConvertedColumn(column.name(), value(), failure);
        }

        private Column value() {
            return Call.column(text, function, SparkTypes.of(column.type()));
        }

        private Failure failure() {
            String formats = column.formats().isEmpty()
                    ? ""
                    : " in the form " + Template.literal(String.join(" or ", column.formats()));
            return Failure.ifNull(
                    code, column.name(), "'{value}' cannot be read as %s%s".formatted(column.type(), formats));
        }
    }
}
