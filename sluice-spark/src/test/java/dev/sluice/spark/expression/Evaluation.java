package dev.sluice.spark.expression;

import dev.sluice.spark.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Evaluates columns over texts in Spark, compiled in one stage, compiled alone and interpreted; all must agree. */
public final class Evaluation {
    private static final List<Map<String, String>> MODES = List.of(
            Map.of("spark.sql.codegen.wholeStage", "true", "spark.sql.codegen.factoryMode", "CODEGEN_ONLY"),
            Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "CODEGEN_ONLY"),
            Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN"));

    private Evaluation() {}

    public static SparkSession session() {
        return LocalSpark.session();
    }

    /** The value for each text. */
    public static Map<String, Object> of(Function<Column, Column> function, String... texts) {
        List<Row> rows = Arrays.stream(texts).map(RowFactory::create).toList();
        StructType schema = new StructType().add("c", DataTypes.StringType);
        List<Row> results = rows(rows, schema, List.of(functions.col("c"), function.apply(functions.col("c"))));
        Map<String, Object> values = new LinkedHashMap<>();
        results.forEach(row -> values.put(row.getString(0), row.get(1)));
        return values;
    }

    /** The rows of the columns in every mode, which must be the same; not folded to constants. */
    public static List<Row> rows(List<Row> rows, StructType schema, List<Column> columns) {
        SparkSession session = session().newSession();
        session.conf().set("spark.sql.session.timeZone", "UTC");
        session.conf()
                .set(
                        "spark.sql.optimizer.excludedRules",
                        "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation");
        SparkSession.setActiveSession(session);
        List<List<Row>> results = new ArrayList<>();
        for (Map<String, String> mode : MODES) {
            mode.forEach((key, value) -> session.conf().set(key, value));
            Dataset<Row> data = session.createDataFrame(rows, schema);
            results.add(data.select(columns.toArray(Column[]::new)).collectAsList());
        }
        for (List<Row> result : results) {
            if (!text(result).equals(text(results.get(0)))) {
                throw new AssertionError("Modes differ:\n" + results.get(0) + "\n" + result);
            }
        }
        return results.get(0);
    }

    /** Rows as text, with the content of arrays. */
    private static String text(List<Row> rows) {
        return rows.stream()
                .map(row -> IntStream.range(0, row.size()).mapToObj(row::get).toArray())
                .map(Arrays::deepToString)
                .collect(Collectors.joining("\n"));
    }
}
