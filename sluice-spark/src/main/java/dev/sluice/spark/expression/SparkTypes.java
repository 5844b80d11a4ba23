package dev.sluice.spark.expression;

import dev.sluice.core.type.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The type that a column has while Spark holds it. */
public final class SparkTypes {
    private static final Map<DataType, ColumnType.Primitive> PRIMITIVES = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, ColumnType.Primitive.BOOLEAN),
            Map.entry(DataTypes.ByteType, ColumnType.Primitive.INT),
            Map.entry(DataTypes.ShortType, ColumnType.Primitive.INT),
            Map.entry(DataTypes.IntegerType, ColumnType.Primitive.INT),
            Map.entry(DataTypes.LongType, ColumnType.Primitive.LONG),
            Map.entry(DataTypes.FloatType, ColumnType.Primitive.FLOAT),
            Map.entry(DataTypes.DoubleType, ColumnType.Primitive.DOUBLE),
            Map.entry(DataTypes.DateType, ColumnType.Primitive.DATE),
            Map.entry(DataTypes.TimestampNTZType, ColumnType.Primitive.TIMESTAMP),
            Map.entry(DataTypes.TimestampType, ColumnType.Primitive.TIMESTAMPTZ),
            Map.entry(DataTypes.StringType, ColumnType.Primitive.STRING),
            Map.entry(DataTypes.BinaryType, ColumnType.Primitive.BINARY));

    private SparkTypes() {}

    /**
     * The Catalyst type of a target's type. A uuid is a string in its canonical form (lower case with hyphens), a time a
     * long of microseconds since midnight, fixed bytes are binary: Spark and Iceberg share no closer types.
     */
    public static DataType of(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal) {
            return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
        }
        if (type instanceof ColumnType.Fixed) {
            return DataTypes.BinaryType;
        }
        if (type instanceof ColumnType.Array array) {
            return DataTypes.createArrayType(of(array.element()), true);
        }
        if (type instanceof ColumnType.MapType map) {
            return DataTypes.createMapType(of(map.key()), of(map.value()), true);
        }
        if (type instanceof ColumnType.Struct struct) {
            StructType fields = new StructType();
            for (ColumnType.Field field : struct.fields()) {
                fields = fields.add(field.name(), of(field.type()), !field.required());
            }
            return fields;
        }
        return primitive((ColumnType.Primitive) type);
    }

    /**
     * The type that values of one of Spark's are of, as a pipeline calls it; whole numbers of less than 32 bits are an int,
     * a timestamp is an instant. Empty for types that pipelines do not know.
     */
    public static Optional<ColumnType> columnType(DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(new ColumnType.Decimal(decimal.precision(), decimal.scale()));
        }
        if (type instanceof ArrayType array) {
            return columnType(array.elementType()).map(ColumnType.Array::new);
        }
        if (type instanceof MapType map) {
            return columnType(map.keyType())
                    .flatMap(key -> columnType(map.valueType()).map(value -> new ColumnType.MapType(key, value)));
        }
        if (type instanceof StructType struct) {
            List<ColumnType.Field> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                columnType(field.dataType())
                        .ifPresent(own -> fields.add(new ColumnType.Field(field.name(), own, false)));
            }
            return fields.size() == struct.size() ? Optional.of(new ColumnType.Struct(fields)) : Optional.empty();
        }
        return Optional.ofNullable(PRIMITIVES.get(type));
    }

    private static DataType primitive(ColumnType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT -> DataTypes.IntegerType;
            case LONG, TIME -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case TIMESTAMPTZ -> DataTypes.TimestampType;
            case STRING, UUID -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
        };
    }
}
