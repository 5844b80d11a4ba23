package dev.sluice.spark.expression;

import dev.sluice.core.type.ColumnType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The type that a column has while Spark holds it. */
public final class SparkTypes {
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
