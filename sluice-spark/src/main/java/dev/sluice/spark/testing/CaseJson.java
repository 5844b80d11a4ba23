package dev.sluice.spark.testing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows of a case as JSON. */
final class CaseJson {
    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?";

    private CaseJson() {}

    /** As records whose single values are texts, as those of any source that is text. */
    static String texts(MapTree row) {
        return row.entries().values().stream()
                .map(entry -> quoted(entry.key()) + ":"
                        + (entry.value() instanceof Scalar scalar && !scalar.isNull()
                                ? quoted(scalar.text())
                                : nested(entry.value())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A nested value as JSON has it: what stands without quotes may be a number. */
    private static String nested(Tree tree) {
        if (tree.isNull()) {
            return "null";
        }
        if (tree instanceof ListTree list) {
            return list.items().stream().map(CaseJson::nested).collect(Collectors.joining(",", "[", "]"));
        }
        if (tree instanceof MapTree map) {
            return map.entries().values().stream()
                    .map(entry -> quoted(entry.key()) + ":" + nested(entry.value()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        Scalar scalar = (Scalar) tree;
        boolean bare = scalar.plain()
                && (scalar.text().matches(NUMBER)
                        || scalar.text().equals("true")
                        || scalar.text().equals("false"));
        return bare ? scalar.text() : quoted(scalar.text());
    }

    /** As Spark reads it into columns of these types. */
    static String typed(MapTree row, StructType types) {
        return row.entries().values().stream()
                .map(entry -> quoted(entry.key()) + ":" + typed(entry.value(), type(types, entry)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable DataType type(StructType types, Entry entry) {
        return types.getFieldIndex(entry.key()).isEmpty()
                ? null
                : types.apply(entry.key()).dataType();
    }

    private static String typed(Tree tree, @Nullable DataType type) {
        if (tree.isNull()) {
            return "null";
        }
        if (tree instanceof ListTree list) {
            DataType element = type instanceof ArrayType array ? array.elementType() : null;
            return list.items().stream().map(item -> typed(item, element)).collect(Collectors.joining(",", "[", "]"));
        }
        if (tree instanceof MapTree map) {
            if (type instanceof StructType fields) {
                return typed(map, fields);
            }
            DataType value = type instanceof MapType of ? of.valueType() : null;
            return map.entries().values().stream()
                    .map(entry -> quoted(entry.key()) + ":" + typed(entry.value(), value))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        String text = ((Scalar) tree).text();
        return type instanceof NumericType && text.matches(NUMBER) || type instanceof BooleanType && isFlag(text)
                ? text
                : quoted(text);
    }

    private static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
