package dev.sluice.spark.source.typed;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file.
 *
 * @param type as its values are read
 * @param problem why it cannot be read; null if it can
 */
public record FileColumn(
        String name, DataType type, @Nullable String problem) {
    public FileColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }

    static FileColumn of(String name, DataType type) {
        return new FileColumn(name, type, null);
    }

    static FileColumn unsupported(String name, String problem) {
        return new FileColumn(name, DataTypes.StringType, problem);
    }
}
