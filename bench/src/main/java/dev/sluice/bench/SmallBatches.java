package dev.sluice.bench;

import dev.sluice.core.run.RunResult;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small files that arrive one after another, loaded into one table by one warm process. */
final class SmallBatches {
    private static final int BATCHES = 10;

    private SmallBatches() {}

    static Report run(Bench bench) throws Exception {
        Path file = bench.file();
        BenchProject project = BenchProject.create(bench.work());
        Path inbox = Files.createDirectories(project.folder().resolve("inbox"));
        project.add("customers", bench.workload(), "inbox/*.csv");
        Times times = new Times();
        try (Sluice sluice = Sluice.open(project.open(), LocalSpark.start())) {
            for (int batch = 1; batch <= BATCHES; batch++) {
                Files.copy(file, inbox.resolve("batch-%02d.csv".formatted(batch)));
                Lap lap = Lap.of(() -> check(
                        bench.workload().expected(), sluice.run("customers", RunOptions.DEFAULT, RunListener.SILENT)));
                times.add(batch == 1 ? "sluice first" : "sluice later", lap);
                bench.progress().accept("batch %2d  %.3f s".formatted(batch, lap.seconds()));
            }
        }
        List<Double> later = times.of("sluice later");
        return new Report(
                "small",
                "Small batches in one process",
                List.of(bench.facts(file).get(0), Machine.facts(), BATCHES + " files one after another into one table"),
                times,
                List.of(
                        new Finding("second batch, seconds", Spread.of(later.subList(0, 1)), "<= 0.60"),
                        new Finding("batches 2 to " + BATCHES + ", seconds", Spread.of(later), "")));
    }

    private static void check(Counts expected, RunResult result) {
        Counts counts = new Counts(result.rows().landed(), result.rows().quarantined());
        if (!counts.equals(expected)) {
            throw new IllegalStateException(
                    "Cannot go on: the batch gave %s where %s is due".formatted(counts, expected));
        }
    }
}
