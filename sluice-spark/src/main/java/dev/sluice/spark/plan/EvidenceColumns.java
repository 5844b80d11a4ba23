package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** The values that reasons show, as texts; each is gathered once however many reasons show it. */
final class EvidenceColumns {
    private final Map<Levels.Version, Integer> ordinals = new LinkedHashMap<>();

    int ordinal(Levels.Version version) {
        return ordinals.computeIfAbsent(version, any -> ordinals.size());
    }

    /** All evidence of a row as an array of strings. */
    Column texts(Dataset<Row> rows) {
        Column[] texts = ordinals.keySet().stream()
                .map(version -> text(
                        version.column(),
                        rows.schema().apply(version.attribute()).dataType()))
                .toArray(Column[]::new);
        return texts.length == 0 ? array(lit("")) : array(texts);
    }

    static Column text(Column value, DataType type) {
        if (type instanceof BinaryType) {
            return base64(value);
        }
        if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
            return to_json(value);
        }
        return value.cast(DataTypes.StringType);
    }
}
