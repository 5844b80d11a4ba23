package dev.sluice.spark.source;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.csv.CsvFormat;
import dev.sluice.spark.source.text.FixedOptions;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Measures reading against Spark's own CSV reader in one JVM, alternating. Run by hand; prints ratios. */
final class ReaderMeasure {
    private static final String[] NAMES = {"id", "name", "mail", "day", "amount", "level", "city", "note"};

    private ReaderMeasure() {}

    public static void main(String[] args) throws Exception {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path file = Files.createTempFile("measure", ".csv");
        try {
            write(file, rows);
            SparkSession session = Sources.session();
            StructType schema = new StructType();
            for (String name : NAMES) {
                schema = schema.add(name, DataTypes.StringType);
            }
            SourceFile source = Sources.file(file);
            List<SourceColumn> columns = Sources.columns(NAMES);
            for (int i = 0; i < 7; i++) {
                double spark = seconds(
                        session.read().schema(schema).option("header", true).csv(file.toString()));
                TextScan scan = new TextScan(
                        List.of(source), new CsvFormat(), new FixedOptions(), columns, PathGuard.anywhere());
                Dataset<Row> ours = TextSource.read(session, scan).select("*");
                double sluice = seconds(ours.selectExpr(NAMES));
                double full = seconds(ours.selectExpr(
                        "id",
                        "name",
                        "mail",
                        "day",
                        "amount",
                        "level",
                        "city",
                        "note",
                        RecordColumns.RECORD_NO,
                        "if(" + RecordColumns.PARSE + " is null, null, " + RecordColumns.RAW + ")"));
                double two = seconds(ours.select("id", "amount"));
                long begin = System.nanoTime();
                int tasks = new TextPlanner(
                                scan,
                                new SourceFiles(
                                        session.sparkContext().hadoopConfiguration(),
                                        dev.sluice.spark.source.csv.CsvDialect.USUAL.stream(),
                                        PathGuard.anywhere()),
                                dev.sluice.spark.source.csv.CsvDialect.USUAL,
                                org.apache.spark.api.java.JavaSparkContext.fromSparkContext(session.sparkContext()))
                        .partitions()
                        .size();
                double plan = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d MB spark %.2fs sluice %.2fs (%.2f) with record_no, parse, raw %.2fs (%.2f) two columns %.2fs"
                                + " planning %.2fs for %d tasks; ns/row on 2 cores: %.0f against %.0f%n",
                        Files.size(file) >> 20,
                        spark,
                        sluice,
                        sluice / spark,
                        full,
                        full / spark,
                        two,
                        plan,
                        tasks,
                        sluice * 2e9 / rows,
                        spark * 2e9 / rows);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static double seconds(Dataset<Row> rows) {
        long start = System.nanoTime();
        rows.write().format("noop").mode("overwrite").save();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void write(Path file, int rows) throws Exception {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", NAMES) + "\n");
            for (int i = 0; i < rows; i++) {
                out.write(i + ",First" + random.nextInt(9999) + " Last" + random.nextInt(9999) + ",user" + i
                        + "@example.com,2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10) + ","
                        + random.nextInt(100000) + "." + (10 + random.nextInt(90)) + ",silver,\"City, no "
                        + random.nextInt(500) + "\",some note " + random.nextInt() + "\n");
            }
        }
    }
}
