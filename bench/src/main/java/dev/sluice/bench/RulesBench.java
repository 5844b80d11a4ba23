package dev.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What rules cost: none, a tenth of them, all of them. */
final class RulesBench {
    private RulesBench() {}

    static Report run(Bench bench) throws Exception {
        Path file = bench.file();
        int many = bench.workload().rules();
        int few = Math.max(1, many / 10);
        List<SluiceLoad> loads = new ArrayList<>();
        try {
            SparkSession spark = LocalSpark.start();
            for (int rules : List.of(0, few, many)) {
                String name = "sluice T" + rules;
                loads.add(new SluiceLoad(
                        name,
                        bench.work().resolve("rules-" + rules),
                        spark,
                        bench.workload().withRules(rules),
                        file,
                        bench.race().allRounds()));
            }
            return report(bench, file, bench.race().run(loads), few, many);
        } finally {
            loads.forEach(SluiceLoad::close);
        }
    }

    private static Report report(Bench bench, Path file, Times times, int few, int many) {
        List<Double> none = times.of("sluice T0");
        List<Double> some = times.of("sluice T" + few);
        List<Double> all = times.of("sluice T" + many);
        Spread ofSome = Spread.ofPairs(some, none, (left, right) -> left - right);
        Spread ofAll = Spread.ofPairs(all, none, (left, right) -> left - right);
        double medians = ofAll.median() / ofSome.median();
        List<Finding> findings = List.of(
                new Finding("T%d − T0, seconds".formatted(few), ofSome, ""),
                new Finding("T%d − T0, seconds".formatted(many), ofAll, ""),
                new Finding(
                        "(T%d − T0) ÷ (T%d − T0), of medians".formatted(many, few),
                        new Spread(medians, medians, medians),
                        "<= 15"));
        return new Report("rules", "The cost of rules", bench.facts(file), times, findings);
    }
}
