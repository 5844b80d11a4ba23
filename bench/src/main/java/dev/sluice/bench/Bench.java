package dev.sluice.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What every measurement is given.
 *
 * @param data where files of workloads are kept
 * @param work an empty folder, deleted afterwards
 * @param only names of the contestants wanted; empty for the measurement's own choice
 * @param progress is told what goes on, a line each
 */
record Bench(Workload workload, Race race, Path data, Path work, List<String> only, Consumer<String> progress) {
    Bench with(Race newRace) {
        return new Bench(workload, newRace, data, work, only, progress);
    }

    Path file() throws java.io.IOException {
        return file(workload);
    }

    Path file(Workload of) throws java.io.IOException {
        progress.accept("workload %d rows x %d columns, %s %% bad".formatted(of.rows(), of.columns(), of.badPercent()));
        return WorkloadFile.in(data, of).toAbsolutePath();
    }

    /** The facts that a report on the workload begins with. */
    List<String> facts(Path file) {
        String described = String.format(
                Locale.ROOT,
                "%,d rows x %d columns of CSV (%,d MB), %s %% of them bad (short rows, days that no calendar has, unknown"
                        + " levels, missing names), %d rules besides; target of %d columns, zstd Parquet",
                workload.rows(),
                workload.columns(),
                file.toFile().length() / 1_000_000,
                workload.badPercent(),
                workload.rules(),
                workload.fields().size());
        return List.of(
                described,
                Machine.facts(),
                "%d rounds in one JVM after %d to warm up, contestants in turns, fresh tables each time; ratios are of times of the same round"
                        .formatted(race.rounds(), race.warmUps()));
    }
}
