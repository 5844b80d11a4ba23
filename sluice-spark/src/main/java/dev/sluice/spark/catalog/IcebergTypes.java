package dev.sluice.spark.catalog;

import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Column types as Iceberg and Spark know them. Spark has no type for three of them, so rows carry {@code uuid} as its text,
 * {@code fixed} as bytes and {@code time} as a long: microseconds since midnight.
 */
public final class IcebergTypes {
    private IcebergTypes() {}

    /** The table schema of these columns; ids are provisional, the catalog gives the final ones. */
    static Schema schema(List<TargetColumn> columns) {
        AtomicInteger ids = new AtomicInteger();
        List<NestedField> fields = new ArrayList<>();
        for (TargetColumn column : columns) {
            fields.add(NestedField.builder()
                    .withId(ids.incrementAndGet())
                    .withName(column.name())
                    .withDoc(column.comment())
                    .isOptional(!column.required())
                    .ofType(toIceberg(column.type(), ids))
                    .build());
        }
        return new Schema(fields);
    }

    /** The type with provisional ids from 1. */
    static Type toIceberg(ColumnType type) {
        return toIceberg(type, new AtomicInteger());
    }

    private static Type toIceberg(ColumnType type, AtomicInteger ids) {
        if (type instanceof ColumnType.Primitive primitive) {
            return primitive(primitive);
        } else if (type instanceof ColumnType.Decimal decimal) {
            return Types.DecimalType.of(decimal.precision(), decimal.scale());
        } else if (type instanceof ColumnType.Fixed fixed) {
            return Types.FixedType.ofLength(fixed.length());
        } else if (type instanceof ColumnType.Array array) {
            return Types.ListType.ofOptional(ids.incrementAndGet(), toIceberg(array.element(), ids));
        } else if (type instanceof ColumnType.MapType map) {
            int key = ids.incrementAndGet();
            int value = ids.incrementAndGet();
            return Types.MapType.ofOptional(key, value, toIceberg(map.key(), ids), toIceberg(map.value(), ids));
        }
        List<NestedField> fields = new ArrayList<>();
        for (ColumnType.Field field : ((ColumnType.Struct) type).fields()) {
            int id = ids.incrementAndGet();
            Type fieldType = toIceberg(field.type(), ids);
            fields.add(
                    field.required()
                            ? NestedField.required(id, field.name(), fieldType)
                            : NestedField.optional(id, field.name(), fieldType));
        }
        return Types.StructType.of(fields);
    }

    private static Type primitive(ColumnType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case DATE -> Types.DateType.get();
            case TIME -> Types.TimeType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMPTZ -> Types.TimestampType.withZone();
            case STRING -> Types.StringType.get();
            case UUID -> Types.UUIDType.get();
            case BINARY -> Types.BinaryType.get();
        };
    }

    /** The type in which rows carry such a column, all nested parts with the nullability declared. */
    public static DataType toSpark(ColumnType type) {
        return toSpark(toIceberg(type));
    }

    /** The struct in which rows carry these columns. */
    public static StructType toSpark(List<TargetColumn> columns) {
        return (StructType) toSpark(schema(columns).asStruct());
    }

    /**
     * As {@link #toSpark(ColumnType)}, for what a table has.
     *
     * @throws IllegalArgumentException if no row of ours can carry it
     */
    public static DataType toSpark(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG, TIME -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC() ? DataTypes.TimestampType : DataTypes.TimestampNTZType;
            case STRING, UUID -> DataTypes.StringType;
            case FIXED, BINARY -> DataTypes.BinaryType;
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield DataTypes.createDecimalType(decimal.precision(), decimal.scale());
            }
            case LIST ->
                ArrayType.apply(
                        toSpark(type.asListType().elementType()),
                        type.asListType().isElementOptional());
            case MAP ->
                MapType.apply(
                        toSpark(type.asMapType().keyType()),
                        toSpark(type.asMapType().valueType()),
                        type.asMapType().isValueOptional());
            case STRUCT -> {
                StructType struct = new StructType();
                for (NestedField field : type.asStructType().fields()) {
                    struct = struct.add(field.name(), toSpark(field.type()), field.isOptional());
                }
                yield struct;
            }
            default -> throw new IllegalArgumentException("Cannot write columns of type " + type);
        };
    }

    /** How a pipeline would declare what a table has. */
    static String describe(Type type) {
        return switch (type.typeId()) {
            case INTEGER -> "int";
            case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC() ? "timestamptz" : "timestamp";
            case DECIMAL -> type.toString().replace(" ", "");
            case FIXED -> "fixed(" + ((Types.FixedType) type).length() + ")";
            case LIST -> "array<" + describe(type.asListType().elementType()) + ">";
            case MAP ->
                "map<" + describe(type.asMapType().keyType()) + ","
                        + describe(type.asMapType().valueType()) + ">";
            case STRUCT -> {
                List<String> fields = new ArrayList<>();
                for (NestedField field : type.asStructType().fields()) {
                    fields.add(field.name() + ":" + describe(field.type()) + (field.isRequired() ? " not null" : ""));
                }
                yield "struct<" + String.join(",", fields) + ">";
            }
            default -> type.toString();
        };
    }
}
