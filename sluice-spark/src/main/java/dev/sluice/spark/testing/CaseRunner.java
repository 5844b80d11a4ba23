package dev.sluice.spark.testing;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.testing.CaseJudge;
import dev.sluice.core.testing.CaseResult;
import dev.sluice.core.testing.Mismatch;
import dev.sluice.core.testing.Outcome;
import dev.sluice.core.testing.RuleCoverage;
import dev.sluice.core.testing.TestCase;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.SparkSession;

/**
 * Runs cases one after the other in the caller's Spark session, each with a ledger, a catalog and a warehouse of its own,
 * which are removed afterwards: the project's tables are neither seen nor touched. For one thread.
 */
public final class CaseRunner {
    private final Project project;
    private final SparkSession spark;
    private final Path workFolder;
    private final Map<String, List<String>> rules = new LinkedHashMap<>();
    private final Map<String, Set<String>> fired = new LinkedHashMap<>();
    private int number;

    /** @param workFolder absolute; what a case leaves there is removed when it has ended */
    public CaseRunner(Project project, SparkSession spark, Path workFolder) {
        this.project = project;
        this.spark = spark;
        this.workFolder = workFolder;
    }

    /** Runs a case and judges it. A run that fails is a result like any other. */
    public CaseResult run(TestCase test) {
        long start = System.nanoTime();
        try {
            Outcome outcome = outcome(test);
            List<Mismatch> mismatches = CaseJudge.judge(test.then(), outcome);
            return new CaseResult(test, mismatches, null, outcome.fired(), seconds(start));
        } catch (SluiceException e) {
            return failed(test, e, seconds(start));
        } catch (RuntimeException e) {
            // The boundary of a case: the others are run all the same.
            return failed(
                    test,
                    new SluiceException(
                            ErrorCode.INTERNAL_ERROR, "Cannot run the case '%s': %s".formatted(test.name(), e), e),
                    seconds(start));
        }
    }

    private static CaseResult failed(TestCase test, SluiceException failure, double seconds) {
        String expected = test.then().error().orElse("");
        List<String> codes =
                failure.problems().stream().map(problem -> problem.code().id()).toList();
        if (codes.contains(expected)) {
            return new CaseResult(test, List.of(), null, Set.of(), seconds);
        }
        return new CaseResult(
                test,
                CaseJudge.failed(test.then(), String.join(", ", codes)).stream().toList(),
                failure,
                Set.of(),
                seconds);
    }

    /**
     * Runs a case without judging it.
     *
     * @throws SluiceException if the run fails
     */
    public Outcome outcome(TestCase test) {
        Path folder = workFolder.resolve("case-" + number++);
        try {
            return outcome(test, folder);
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot write into %s: %s".formatted(folder, e.getMessage()), e);
        } finally {
            remove(folder);
        }
    }

    private Outcome outcome(TestCase test, Path folder) throws IOException {
        Files.createDirectories(folder);
        // Links in the path (as of a temporary folder) would not be found again in the URIs of bad rows.
        Path real = folder.toRealPath();
        Project own =
                test.when().set().isEmpty() ? project : project.with(test.when().set());
        if (test.when().environment().isPresent()) {
            own = own.in(test.when().environment().get());
        }
        PipelineSpec declared = own.pipeline(test.pipeline());
        Path input = real.resolve("input");
        Clock clock = Clock.fixed(test.when().now(), ZoneOffset.UTC);
        try (Sluice sluice = Sluice.sandbox(own, spark, real, clock)) {
            SparkSession session = sluice.query("SELECT 1").sparkSession();
            PipelineSpec spec = declared.withSource(new CaseSource(own, test, declared.source(), input).write(session));
            new CaseTables(own, test, declared, sluice, session)
                    .make(test.given().tables());
            Optional<Long> before = snapshot(sluice, spec.target().table());
            RunResult result = sluice.run(
                    spec, new RunOptions(test.when().batchId(), test.when().tags()), RunListener.SILENT);
            FoundRows found = new FoundRows(sluice);
            Outcome outcome = new Outcome(
                    result,
                    found.landed(spec.target().table(), result, before),
                    found.bad(declared.name(), "file:" + input + "/"));
            cover(sluice, spec, outcome);
            return outcome;
        }
    }

    private static Optional<Long> snapshot(Sluice sluice, TableName table) {
        return sluice.catalog()
                .find(table)
                .flatMap(found -> Optional.ofNullable(found.currentSnapshot()))
                .map(Snapshot::snapshotId);
    }

    private void cover(Sluice sluice, PipelineSpec spec, Outcome outcome) {
        rules.computeIfAbsent(spec.name(), any -> sluice.rules(spec));
        fired.computeIfAbsent(spec.name(), any -> new LinkedHashSet<>()).addAll(outcome.fired());
    }

    /** Which rules fired in the cases that were run so far, by pipeline. */
    public List<RuleCoverage> coverage() {
        List<RuleCoverage> coverage = new ArrayList<>();
        rules.forEach((pipeline, all) ->
                coverage.add(new RuleCoverage(pipeline, all, fired.getOrDefault(pipeline, Set.of()))));
        return coverage;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Left for whoever removes the folder above.
            return;
        }
    }
}
