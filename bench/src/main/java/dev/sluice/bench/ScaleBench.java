package dev.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Whether a row of a file four times as large costs the same. */
final class ScaleBench {
    private static final int TIMES = 4;

    private ScaleBench() {}

    static Report run(Bench bench) throws Exception {
        Workload small = bench.workload();
        Workload large = small.withRows(small.rows() * TIMES);
        Path smallFile = bench.file(small);
        Path largeFile = bench.file(large);
        List<SluiceLoad> loads = new ArrayList<>();
        try {
            SparkSession spark = LocalSpark.start();
            int rounds = bench.race().allRounds();
            loads.add(new SluiceLoad("sluice 1x", bench.work().resolve("small"), spark, small, smallFile, rounds));
            loads.add(new SluiceLoad("sluice 4x", bench.work().resolve("large"), spark, large, largeFile, rounds));
            Times times = bench.race().run(loads);
            Spread perRow =
                    Spread.ofPairs(times.of("sluice 4x"), times.of("sluice 1x"), (four, one) -> four / TIMES / one);
            return new Report(
                    "scale",
                    "Cost per row of a file four times as large",
                    bench.facts(smallFile),
                    times,
                    List.of(new Finding("cost per row, 4x ÷ 1x", perRow, "<= 1.15")));
        } finally {
            loads.forEach(SluiceLoad::close);
        }
    }
}
