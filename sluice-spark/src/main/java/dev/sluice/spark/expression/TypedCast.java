package dev.sluice.spark.expression;

import static dev.sluice.api.ReasonCode.NOT_CONVERTIBLE;
import static dev.sluice.api.ReasonCode.NUMBER_OVERFLOW;
import static dev.sluice.api.ReasonCode.TOO_MANY_DECIMALS;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.api.ReasonCode;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.Conversions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** From one type of Spark's to another: what would lose more than a rounding error of floating point is refused. */
final class TypedCast {
    private final Column value;
    private final DataType from;
    private final DataType to;
    private final TargetColumn column;
    private final ZoneId zone;

    private TypedCast(Column value, DataType from, TargetColumn column, ZoneId zone) {
        this.value = value;
        this.from = from;
        this.to = SparkTypes.of(column.type());
        this.column = column;
        this.zone = zone;
    }

    static ConvertedColumn cast(Column value, DataType from, TargetColumn column, ZoneId zone) {
        return new TypedCast(value, from, column, zone).cast();
    }

    private ConvertedColumn cast() {
        ColumnType target = column.type();
        if (target instanceof ColumnType.Fixed fixed && from instanceof BinaryType) {
            return failing(when(functions.octet_length(value).equalTo(fixed.length()), value), ReasonCode.WRONG_LENGTH);
        }
        boolean moment = from instanceof TimestampType || from instanceof TimestampNTZType;
        if (target == Primitive.TIME && moment) {
            Column local = from instanceof TimestampType ? local(value) : value;
            Column micros = Call.column(local, new TimeOfDay(), DataTypes.LongType);
            return ConvertedColumn.of(column.name(), micros);
        }
        if (target == Primitive.UUID) {
            return TargetCast.cast(string(), DataTypes.StringType.catalogString(), inIso(), zone);
        }
        if (target == Primitive.TIME && from instanceof IntegralType) {
            Column inDay = value.between(lit(0L), lit(Moment.MICROS_PER_DAY - 1));
            return failing(when(inDay, value.cast(to)), ReasonCode.NOT_A_TIME);
        }
        if (DataTypes.StringType.equals(to)) {
            return ConvertedColumn.of(column.name(), string());
        }
        if (throughJson()) {
            return TargetCast.cast(json(), DataTypes.StringType.catalogString(), inIso(), zone);
        }
        if (DataType.equalsIgnoreNullability(from, to)) {
            return ConvertedColumn.of(column.name(), value);
        }
        // The plan refuses such columns, unless only the files tell their types.
        if (SparkTypes.columnType(from)
                .filter(own -> Conversions.possible(own, target))
                .isEmpty()) {
            return failing(lit(null).cast(to), refusal(target));
        }
        if (from instanceof NumericType && to instanceof NumericType) {
            return number();
        }
        if (moment || from instanceof DateType) {
            return moment(target);
        }
        return failing(value.try_cast(to), NOT_CONVERTIBLE);
    }

    /** By name, and each value within checked as that of a text is: a cast goes by position, and makes nulls. */
    private boolean throughJson() {
        return isNested(from) && isNested(to) && !fitsAsItIs(column.type());
    }

    /** The text that is read in the column's stead; empty where the column itself is. */
    static Optional<Column> text(Column value, DataType from, TargetColumn column, ZoneId zone) {
        TypedCast cast = new TypedCast(value, from, column, zone);
        return cast.throughJson() ? Optional.of(cast.json()) : Optional.empty();
    }

    /** The reason that a text has which is no value of the type. */
    private static ReasonCode refusal(ColumnType target) {
        if (target instanceof ColumnType.Decimal) {
            return ReasonCode.NOT_A_NUMBER;
        }
        if (!(target instanceof Primitive primitive)) {
            return target instanceof ColumnType.Fixed ? ReasonCode.NOT_BINARY : ReasonCode.WRONG_JSON;
        }
        return switch (primitive) {
            case INT, LONG -> ReasonCode.NOT_AN_INTEGER;
            case FLOAT, DOUBLE -> ReasonCode.NOT_A_NUMBER;
            case BOOLEAN -> ReasonCode.NOT_A_BOOLEAN;
            case DATE -> ReasonCode.NOT_A_DATE;
            case TIME -> ReasonCode.NOT_A_TIME;
            case TIMESTAMP, TIMESTAMPTZ -> ReasonCode.NOT_A_TIMESTAMP;
            case UUID -> ReasonCode.NOT_A_UUID;
            case BINARY -> ReasonCode.NOT_BINARY;
            case STRING -> NOT_CONVERTIBLE;
        };
    }

    private Column string() {
        if (from instanceof BinaryType) {
            return functions.base64(value);
        }
        return isNested(from) ? functions.to_json(value) : value.cast(DataTypes.StringType);
    }

    /** The column without the formats of texts: times within are written by Spark, in ISO 8601. */
    private TargetColumn inIso() {
        return new TargetColumn(
                column.name(),
                column.type(),
                column.required(),
                List.of(),
                column.zone(),
                column.comment(),
                column.location());
    }

    private Column json() {
        return functions.to_json(
                value,
                Map.of(
                        "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
                        "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"));
    }

    private static boolean isNested(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }

    private boolean fitsAsItIs(ColumnType target) {
        return DataType.equalsIgnoreNullability(from, to) && !isNarrower(target);
    }

    /** Whether Spark's type for a type says less than the type itself. */
    private static boolean isNarrower(ColumnType type) {
        if (type instanceof ColumnType.Struct struct) {
            return struct.fields().stream().anyMatch(field -> field.required() || isNarrower(field.type()));
        }
        if (type instanceof ColumnType.Array array) {
            return isNarrower(array.element());
        }
        if (type instanceof ColumnType.MapType map) {
            return isNarrower(map.key()) || isNarrower(map.value());
        }
        return type instanceof ColumnType.Fixed || type == Primitive.UUID || type == Primitive.TIME;
    }

    private ConvertedColumn number() {
        Column cast = value.try_cast(to);
        if (from instanceof IntegralType
                && to instanceof FractionalType
                && !(to instanceof org.apache.spark.sql.types.DecimalType)) {
            return ConvertedColumn.of(column.name(), value.cast(to));
        }
        if (to instanceof org.apache.spark.sql.types.FloatType || to instanceof org.apache.spark.sql.types.DoubleType) {
            Column infinite = cast.isin(
                    lit(Double.POSITIVE_INFINITY).cast(to),
                    lit(Double.NEGATIVE_INFINITY).cast(to));
            Column was = from instanceof org.apache.spark.sql.types.DecimalType
                    ? lit(false)
                    : value.isin(
                            lit(Double.POSITIVE_INFINITY).cast(from),
                            lit(Double.NEGATIVE_INFINITY).cast(from));
            return failing(when(functions.not(infinite).or(was), cast), NUMBER_OVERFLOW);
        }
        Column same = when(cast.try_cast(from).equalTo(value), cast);
        // The codes are those that the number's text would have.
        boolean decimal = to instanceof org.apache.spark.sql.types.DecimalType;
        ReasonCode inexact = decimal ? TOO_MANY_DECIMALS : ReasonCode.NOT_AN_INTEGER;
        ReasonCode none = decimal ? ReasonCode.NOT_A_NUMBER : ReasonCode.NOT_AN_INTEGER;
        boolean floating = from instanceof org.apache.spark.sql.types.FloatType
                || from instanceof org.apache.spark.sql.types.DoubleType;
        Column exact = when(floating ? functions.isnan(value) : lit(false), lit(none.name()))
                .when(cast.isNotNull(), lit(inexact.name()));
        Failure failure = failure(decimal ? ReasonCode.DECIMAL_OVERFLOW : NUMBER_OVERFLOW)
                .withRefinement(new Failure.Refinement(
                        exact,
                        Stream.of(inexact, none)
                                .map(ReasonCode::name)
                                .distinct()
                                .toList()));
        return new ConvertedColumn(column.name(), same, failure);
    }

    private ConvertedColumn moment(ColumnType target) {
        if (from instanceof DateType || target == Primitive.DATE && from instanceof TimestampNTZType) {
            Column cast = target == Primitive.TIMESTAMPTZ ? instant(value.cast("timestamp_ntz")) : value.cast(to);
            return target instanceof Primitive
                    ? ConvertedColumn.of(column.name(), cast)
                    : failing(cast, NOT_CONVERTIBLE);
        }
        Column cast = target == Primitive.TIMESTAMPTZ
                ? instant(value)
                : target == Primitive.DATE ? local(value).cast(to) : local(value);
        return ConvertedColumn.of(column.name(), cast);
    }

    /** The instant of a local time in the column's zone. */
    private Column instant(Column local) {
        return Call.column(local, new ZoneShift(new ZoneClock(zone), true), DataTypes.TimestampType);
    }

    /** The local time of an instant in the column's zone. */
    private Column local(Column instant) {
        return Call.column(instant, new ZoneShift(new ZoneClock(zone), false), DataTypes.TimestampNTZType);
    }

    private ConvertedColumn failing(Column cast, ReasonCode code) {
        return new ConvertedColumn(column.name(), cast, failure(code));
    }

    private Failure failure(ReasonCode code) {
        return Failure.ifNull(code, column.name(), "{value} cannot become %s".formatted(column.type()));
    }

    /** Between local time and instants. */
    private record ZoneShift(ZoneClock clock, boolean toInstant) implements ValueFunction.LongToLong {
        @Override
        public long apply(long micros) {
            return toInstant ? clock.toInstant(micros) : clock.toLocal(micros);
        }
    }

    /** Microseconds since midnight of a local time. */
    private record TimeOfDay() implements ValueFunction.LongToLong {
        @Override
        public long apply(long micros) {
            return Math.floorMod(micros, Moment.MICROS_PER_DAY);
        }
    }
}
