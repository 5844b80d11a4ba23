package dev.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** How contestants read and convert with what Spark itself brings. */
final class SparkCsv {
    static final String CORRUPT = "_corrupt_record";
    private static final long SPLIT_BYTES = 128L << 20;

    private SparkCsv() {}

    /**
     * Settings for a fast load: splits that keep all cores busy to the end, as Sluice's own planner makes them; Spark's
     * default would give two cores three.
     */
    static void tune(SparkSession session, Path file) throws java.io.IOException {
        long size = Files.size(file);
        long rounds = Math.max(1, ceil(ceil(size, SPLIT_BYTES), LocalSpark.CORES));
        long share = Math.max(1 << 20, ceil(size, rounds * LocalSpark.CORES));
        session.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(share));
        session.conf().set("spark.sql.files.openCostInBytes", "0");
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** All columns as text. */
    static Dataset<Row> texts(SparkSession session, Path file, Workload workload, String... more) {
        List<String> columns = new ArrayList<>(workload.header());
        columns.addAll(List.of(more));
        return session.read()
                .schema(String.join(" string, ", columns) + " string")
                .option("header", true)
                .csv(file.toString());
    }

    /** Each column with the target's type, as Spark's reader itself converts it; null where it cannot. */
    static Dataset<Row> typed(SparkSession session, Path file, Workload workload) {
        String schema = workload.header().stream()
                .map(name -> workload.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .map(field -> name + " " + field.sqlType())
                        .orElse(name + " string"))
                .collect(Collectors.joining(", "));
        return session.read().schema(schema).option("header", true).csv(file.toString());
    }

    /** The first or second word of the name: {@code split_part} would cost several times as much. */
    static Column word(String field) {
        return functions
                .substring_index(functions.col("name"), " ", field.equals("firstName") ? 1 : -1)
                .as(field);
    }

    /** The target's column from its text; null where it cannot be converted. */
    static Column converted(Field field) {
        if (field.name().equals("firstName") || field.name().equals("lastName")) {
            return word(field.name());
        }
        Column text = functions.col(field.name());
        return field.isText() ? text : text.try_cast(field.sqlType()).as(field.name());
    }
}
