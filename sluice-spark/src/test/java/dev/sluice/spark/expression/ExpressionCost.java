package dev.sluice.spark.expression;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.NumberStyle;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Measures each own expression beside what Spark offers for the same, in one run: nanoseconds of one core for a value. */
public final class ExpressionCost {
    private static final int ROWS = 200_000;
    private static final int ROUNDS = 5;
    private static final String STAMP = "yyyy-MM-dd HH:mm:ss";

    private static final AtomicLong CPU_NANOS = new AtomicLong();

    private ExpressionCost() {}

    private record Pair(Column own, Column theirs) {}

    public static void main(String[] args) {
        SparkSession spark = Evaluation.session();
        spark.sparkContext().setLogLevel("ERROR");
        Dataset<Row> data = spark.range(0, ROWS, 1, 1)
                .selectExpr(
                        "date_format(date_add(date'2000-01-01', cast(id % 9000 as int)), 'yyyy-MM-dd') d",
                        "date_format(timestamp_micros(id * 77777777), 'yyyy-MM-dd HH:mm:ss') t",
                        "date_format(timestamp_micros(id * 77777777), 'M/d/yy H:mm') u",
                        "cast(id * 7919 as string) l",
                        "cast((id * 7919) / 1000.0D as string) f",
                        "concat('first', id, ' last', id) n",
                        "if(id % 2 = 0, 'true', 'no') b",
                        "concat('[', id, ',', id + 1, ',', id + 2, ']') j")
                .cache();
        data.count();
        spark.sparkContext().addSparkListener(new CpuTime());
        print(measure(data));
        spark.stop();
    }

    private static Map<String, Pair> pairs() {
        CompiledFunctions own = new CompiledFunctions();
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put("nothing (length)", new Pair(functions.octet_length(col("d")), functions.octet_length(col("d"))));
        pairs.put("date", new Pair(own.date(col("d"), List.of()), col("d").try_cast("date")));
        pairs.put(
                "date by pattern",
                new Pair(
                        own.date(col("d"), List.of("yyyy-MM-dd")),
                        functions.expr("cast(try_to_timestamp(d, 'yyyy-MM-dd') as date)")));
        pairs.put(
                "timestamp, local",
                new Pair(own.localTimestamp(col("t"), List.of(), berlin), col("t").try_cast("timestamp_ntz")));
        pairs.put(
                "timestamp, instant",
                new Pair(own.timestamp(col("t"), List.of(), berlin), col("t").try_cast("timestamp")));
        pairs.put(
                "timestamp by pattern",
                new Pair(
                        own.timestamp(col("t"), List.of(STAMP), berlin),
                        functions.expr("try_to_timestamp(t, '" + STAMP + "')")));
        pairs.put(
                "second of two patterns",
                new Pair(
                        own.timestamp(col("u"), List.of(STAMP, "M/d/yy H:mm"), berlin),
                        functions.expr(
                                "coalesce(try_to_timestamp(u, '" + STAMP + "'), try_to_timestamp(u, 'M/d/yy H:mm'))")));
        pairs.put("long", new Pair(own.number(col("l"), NumberStyle.PLAIN, "long"), col("l").try_cast("bigint")));
        pairs.put("double", new Pair(own.number(col("f"), NumberStyle.PLAIN, "double"), col("f").try_cast("double")));
        pairs.put(
                "decimal(18,4)",
                new Pair(own.number(col("f"), NumberStyle.PLAIN, "decimal(18,4)"), col("f").try_cast("decimal(18,4)")));
        pairs.put(
                "boolean",
                new Pair(
                        own.booleanWords(col("b"), List.of("true", "yes"), List.of("false", "no")),
                        col("b").try_cast("boolean")));
        pairs.put(
                "split, second part", new Pair(own.part(col("n"), " ", 0, 1), functions.expr("split_part(n, ' ', 2)")));
        Pattern name = Pattern.compile("first\\d+ last\\d+");
        pairs.put("pattern", new Pair(own.matches(col("n"), name), col("n").rlike("^first\\d+ last\\d+$")));
        pairs.put(
                "regular expression, a group",
                new Pair(
                        own.regexGroup(col("n"), Pattern.compile("last(\\d+)"), 1),
                        functions.regexp_extract(col("n"), "last(\\d+)", 1)));
        pairs.put(
                "array<long> of JSON",
                new Pair(
                        Call.column(
                                col("j"),
                                new JsonText(dev.sluice.core.type.TypeParser.parse("array<long>"), List.of(), berlin),
                                org.apache.spark.sql.types.DataTypes.createArrayType(
                                        org.apache.spark.sql.types.DataTypes.LongType)),
                        functions.expr("from_json(j, 'array<bigint>')")));
        pairs.put(
                "trapped sum",
                new Pair(
                        own.sql("octet_length(d) + octet_length(l)"),
                        functions.expr("octet_length(d) + octet_length(l)")));
        return pairs;
    }

    private static Map<String, double[]> measure(Dataset<Row> data) {
        Map<String, double[]> figures = new LinkedHashMap<>();
        Map<String, Pair> pairs = pairs();
        // Twice over all of them first: the figures of compiled code are wanted.
        for (int round = 0; round < 2; round++) {
            pairs.values().forEach(pair -> {
                nanos(data, pair.own());
                nanos(data, pair.theirs());
            });
        }
        pairs.forEach((name, pair) -> {
            List<Double> own = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                own.add(nanos(data, pair.own()));
                theirs.add(nanos(data, pair.theirs()));
            }
            figures.put(name, new double[] {median(own), median(theirs)});
        });
        return figures;
    }

    /** Processor time of the tasks, so that other work on the machine counts little. */
    private static double nanos(Dataset<Row> data, Column column) {
        CPU_NANOS.set(0);
        data.select(column.as("x")).write().format("noop").mode("overwrite").save();
        while (CPU_NANOS.get() == 0) {
            Thread.onSpinWait();
        }
        return CPU_NANOS.get() / (double) ROWS;
    }

    /** Adds up the processor time of the tasks that end. */
    private static final class CpuTime extends SparkListener {
        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            CPU_NANOS.addAndGet(end.taskMetrics().executorCpuTime());
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void print(Map<String, double[]> figures) {
        PrintStream out = System.out;
        double base = Arrays.stream(figures.values().iterator().next()).min().orElse(0);
        out.println("ns a value beyond reading it        own    Spark");
        figures.forEach((name, pair) -> out.printf("%-32s %6.0f   %6.0f%n", name, pair[0] - base, pair[1] - base));
    }
}
