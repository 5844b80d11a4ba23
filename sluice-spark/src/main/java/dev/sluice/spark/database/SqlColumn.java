package dev.sluice.spark.database;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column on its way to a database and back. Rows carry days since 1970 for dates, microseconds since 1970 for
 * instants and {@code LocalDateTime} for timestamps without a zone, which no session's zone or calendar touches.
 *
 * @param precision of decimals
 * @param scale of decimals
 */
public record SqlColumn(String name, Kind kind, int precision, int scale) implements Serializable {
    /** What databases must be able to hold. */
    public enum Kind {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        DECIMAL,
        STRING,
        BINARY,
        DATE,
        /** Without a zone. */
        TIMESTAMP,
        INSTANT
    }

    /** A column of any kind but decimals. */
    static SqlColumn of(String name, Kind kind) {
        return new SqlColumn(name, kind, 0, 0);
    }

    /** @throws SluiceException {@code SINK_INVALID} for a type that no database has */
    public static List<SqlColumn> of(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> of(field.name(), field.dataType()))
                .toList();
    }

    private static SqlColumn of(String name, DataType type) {
        if (type instanceof DecimalType decimal) {
            return new SqlColumn(name, Kind.DECIMAL, decimal.precision(), decimal.scale());
        }
        return of(name, kind(name, type));
    }

    private static Kind kind(String name, DataType type) {
        if (type instanceof BooleanType) {
            return Kind.BOOLEAN;
        } else if (type instanceof IntegerType) {
            return Kind.INT;
        } else if (type instanceof LongType) {
            return Kind.LONG;
        } else if (type instanceof FloatType) {
            return Kind.FLOAT;
        } else if (type instanceof DoubleType) {
            return Kind.DOUBLE;
        } else if (type instanceof StringType) {
            return Kind.STRING;
        } else if (type instanceof BinaryType) {
            return Kind.BINARY;
        } else if (type instanceof DateType) {
            return Kind.DATE;
        } else if (type instanceof TimestampNTZType) {
            return Kind.TIMESTAMP;
        } else if (type instanceof TimestampType) {
            return Kind.INSTANT;
        }
        throw new SluiceException(
                ErrorCode.SINK_INVALID,
                "a table of a database cannot hold the column '%s' of type %s".formatted(name, type.simpleString()));
    }

    /** From the column as the table has it. */
    public Column encoded() {
        Column column = col("`" + name.replace("`", "``") + "`");
        return switch (kind) {
            case DATE -> unix_date(column).as(name);
            case INSTANT -> unix_micros(column).as(name);
            case TIMESTAMP, BOOLEAN, INT, LONG, FLOAT, DOUBLE, DECIMAL, STRING, BINARY -> column;
        };
    }

    /** Back from {@link #encoded()}. */
    public Column decoded() {
        Column column = col("`" + name.replace("`", "``") + "`");
        return switch (kind) {
            case DATE -> date_from_unix_date(column).as(name);
            case INSTANT -> timestamp_micros(column).as(name);
            case TIMESTAMP, BOOLEAN, INT, LONG, FLOAT, DOUBLE, DECIMAL, STRING, BINARY -> column;
        };
    }

    private DataType encodedType() {
        return switch (kind) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT, DATE -> DataTypes.IntegerType;
            case LONG, INSTANT -> DataTypes.LongType;
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case DECIMAL -> DataTypes.createDecimalType(precision, scale);
            case STRING -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
        };
    }

    public static StructType encodedSchema(List<SqlColumn> columns) {
        StructType schema = new StructType();
        for (SqlColumn column : columns) {
            schema = schema.add(column.name(), column.encodedType(), true);
        }
        return schema;
    }

    public static List<String> names(List<SqlColumn> columns) {
        return columns.stream().map(SqlColumn::name).toList();
    }
}
