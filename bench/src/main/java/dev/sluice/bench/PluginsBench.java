package dev.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** What plug-ins of the row tier cost beside those of the column tier, and what it costs when they throw. */
final class PluginsBench {
    private static final int MANY = 20;
    private static final int THROWS_EVERY = 100;
    private static final String ONE_COLUMN = "one column rule";
    private static final String MANY_COLUMNS = MANY + " column rules";
    private static final String ROW = "row plug-in";
    private static final String THROWS = "it throws";

    private PluginsBench() {}

    static Report run(Bench bench) throws Exception {
        Path file = bench.file();
        List<SluiceLoad> loads = new ArrayList<>();
        try {
            SparkSession spark = LocalSpark.start();
            loads.add(load(bench, spark, file, ONE_COLUMN, rules(1), 0));
            loads.add(load(bench, spark, file, MANY_COLUMNS, rules(MANY), 0));
            loads.add(load(bench, spark, file, ROW, "  - {type: bench_no_op, column: id}\n", 0));
            loads.add(load(
                    bench,
                    spark,
                    file,
                    THROWS,
                    "  - {type: bench_no_op, column: id, every: " + THROWS_EVERY + "}\n",
                    bench.workload().rows() / THROWS_EVERY));
            Times times = bench.race().run(loads);
            return new Report("plugins", "The cost of plug-ins", bench.facts(file), times, findings(times));
        } finally {
            loads.forEach(SluiceLoad::close);
        }
    }

    private static List<Finding> findings(Times times) {
        return List.of(
                new Finding(
                        "row plug-in that throws at 1 % of rows ÷ one that does not",
                        times.ratio(THROWS, ROW), "<= 1.30"),
                new Finding("the same, CPU time", times.cpuRatio(THROWS, ROW), ""),
                new Finding("row plug-in ÷ column rule", times.ratio(ROW, ONE_COLUMN), "<= 1.50"),
                new Finding("the same, CPU time", times.cpuRatio(ROW, ONE_COLUMN), ""),
                new Finding(MANY + " column rules ÷ one", times.ratio(MANY_COLUMNS, ONE_COLUMN), "<= 1.25"),
                new Finding("the same, CPU time", times.cpuRatio(MANY_COLUMNS, ONE_COLUMN), ""));
    }

    private static String rules(int count) {
        List<Rule> rules = ofFields(count);
        return rules.stream()
                .map(rule -> "  - {type: expect, name: %s, that: \"%s\"}\n".formatted(rule.name(), rule.condition()))
                .collect(Collectors.joining());
    }

    /** Rules on the columns in turns. */
    private static List<Rule> ofFields(int count) {
        List<Field> fields = Mode.PLUGINS.workload().fields();
        return IntStream.range(0, count)
                .mapToObj(i -> Rule.of(fields.get(i % fields.size()), i))
                .toList();
    }

    private static SluiceLoad load(Bench bench, SparkSession spark, Path file, String name, String validate, long bad)
            throws Exception {
        return new SluiceLoad(
                name,
                bench.work().resolve(name.replace(' ', '-')),
                spark,
                pipeline ->
                        BenchProject.pipeline(pipeline, bench.workload(), file.toString()) + "validate:\n" + validate,
                new Counts(bench.workload().rows() - bad, bad),
                bench.race().allRounds());
    }
}
