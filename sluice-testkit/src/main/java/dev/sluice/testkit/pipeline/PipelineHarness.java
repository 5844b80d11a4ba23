package dev.sluice.testkit.pipeline;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.testing.CaseResult;
import dev.sluice.core.testing.DifferenceText;
import dev.sluice.core.testing.RuleCoverage;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.testing.TestFiles;
import dev.sluice.spark.testing.CaseRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs pipelines of a project on rows that a test gives, in a place of their own: the project's tables are neither seen
 * nor touched. For one thread.
 *
 * <pre>{@code
 * try (PipelineHarness harness = PipelineHarness.open(Path.of("."))) {
 *     Outcome outcome = harness.pipeline("orders")
 *             .rows(Map.of("id", 1, "status", "lost"))
 *             .run();
 *     assertThat(outcome.bad()).singleElement()
 *             .satisfies(row -> assertThat(row.reasons().get(0).code()).isEqualTo("NOT_IN_ENUM"));
 * }
 * }</pre>
 */
public final class PipelineHarness implements AutoCloseable {
    private final Project project;
    private final CaseRunner runner;
    private final Path work;

    private PipelineHarness(Project project, SparkSession spark) {
        this.project = project;
        try {
            this.work = Files.createTempDirectory("sluice-harness-");
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot make a temporary folder: " + e.getMessage(), e);
        }
        this.runner = new CaseRunner(project, spark, work);
    }

    /**
     * Opens a project in a Spark session of this process: the one that there is, or a new local one, which stays open for
     * the tests that follow.
     *
     * @throws SluiceException if the project's configuration is wrong
     */
    public static PipelineHarness open(Path folder) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("tests of " + folder)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        return open(folder, spark);
    }

    /** As {@link #open(Path)}, in the caller's session. */
    public static PipelineHarness open(Path folder, SparkSession spark) {
        return open(Project.open(folder, Optional.empty(), List.of(), Map.of()), spark);
    }

    /** As {@link #open(Path)}, of a project opened by the caller, in an environment say. */
    public static PipelineHarness open(Project project, SparkSession spark) {
        return new PipelineHarness(project, spark);
    }

    /** A run to be prepared. */
    public PipelineTrial pipeline(String name) {
        return new PipelineTrial(runner, name);
    }

    /**
     * The cases of the project's {@code tests/}, as tests of JUnit; for a method with {@code @TestFactory}.
     *
     * @throws SluiceException with all that is wrong with the files
     */
    public Stream<DynamicTest> cases() {
        return TestFiles.read(project).stream()
                .map(test -> DynamicTest.dynamicTest(
                        test.pipeline() + ": " + test.name(),
                        project.folder().resolve(test.location().file()).toUri(),
                        () -> check(test)));
    }

    private void check(TestCase test) {
        CaseResult result = runner.run(test);
        SluiceException failure = result.failure();
        if (failure != null) {
            throw failure;
        }
        if (!result.passed()) {
            Assertions.fail(test.location() + "\n"
                    + String.join("\n", DifferenceText.plain().lines(result.mismatches())));
        }
    }

    /** Which rules fired in the runs so far, by pipeline. */
    public List<RuleCoverage> coverage() {
        return runner.coverage();
    }

    /** Removes what is left; the Spark session stays. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(work);
        } catch (IOException e) {
            // The system clears its folder of temporary files.
            return;
        }
    }
}
