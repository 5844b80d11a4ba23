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
    private static final String CONDITIONS = MANY + " conditions in SQL";
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
            loads.add(load(bench, spark, file, CONDITIONS, conditions(MANY), 0));
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
                new Finding("the same, CPU time", times.cpuRatio(MANY_COLUMNS, ONE_COLUMN), ""),
                new Finding(MANY + " conditions in SQL ÷ one column rule", times.ratio(CONDITIONS, ONE_COLUMN), ""));
    }

    /** Of the library, all of the kinds that look at one row. */
    private static final List<String> LIBRARY = List.of(
            "range, column: id, min: 1",
            "range, column: visits, min: 0, max: 100000",
            "range, column: score, min: 0",
            "range, column: balance, min: -100000",
            "range, column: birthDate, min: 1900-01-01",
            "range, column: updatedAt, min: \"2000-01-01 00:00:00\"",
            "not_empty, column: firstName",
            "not_empty, column: lastName",
            "not_empty, column: level",
            "length, column: firstName, max: 100",
            "length, column: lastName, max: 100",
            "not_in_set, column: level, values: [platinum, lead]",
            "not_in_set, column: firstName, values: [nobody, unknown]",
            "compare, column: updatedAt, to: \"> birthDate\"",
            "range, column: balance, max: 1000000",
            "at_least_one_of, of: [firstName, lastName]",
            "all_or_none, of: [firstName, lastName]",
            "at_least_one_of, of: [visits, score, balance]",
            "required, column: updatedAt",
            "required, column: birthDate");

    /** From the library, or in SQL. */
    private static String rules(int count) {
        return LIBRARY.stream()
                .limit(count)
                .map(rule -> "  - {name: rule_%d, type: %s}\n".formatted(LIBRARY.indexOf(rule), rule))
                .collect(Collectors.joining());
    }

    private static String conditions(int count) {
        List<Field> fields = Mode.PLUGINS.workload().fields();
        return IntStream.range(0, count)
                .mapToObj(i -> Rule.of(fields.get(i % fields.size()), i))
                .map(rule -> "  - {type: expect, name: %s, that: \"%s\"}\n".formatted(rule.name(), rule.condition()))
                .collect(Collectors.joining());
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
