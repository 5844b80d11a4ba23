package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.progress.Progress;
import dev.sluice.cli.session.SparkSessions;
import dev.sluice.core.config.Project;
import dev.sluice.core.testing.CaseResult;
import dev.sluice.core.testing.JunitXml;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.testing.TestFiles;
import dev.sluice.core.testing.TestReport;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.spark.testing.CaseRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the project's tests. */
@Command(
        name = "test",
        headerHeading = "Examples:%n  sluice test orders --junit target/sluice.xml%n"
                + "  sluice test --from RUN --rows 20 --mask email=hash --mask note=null%n%n",
        header = "Run the cases of tests/, or make one of the rows of a run.",
        sortOptions = false)
final class TestCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Files of tests/, or pipelines, to test; all if none is named.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--case",
            paramLabel = "TEXT",
            description = "Only cases whose name has this text in it, in any case.")
    @Nullable
    String part;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    @Nullable
    Path junit;

    @ArgGroup(exclusive = false, heading = "%nOptions to make a case of the rows of a run:%n")
    @Nullable
    CaptureOptions capture;

    @Mixin
    MasterOption spark = new MasterOption();

    TestCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        if (capture != null) {
            return new CaptureAction(invocation, project, capture, spark.master).call();
        }
        List<TestCase> cases = selected(TestFiles.read(project));
        TestReport report = run(project, cases);
        if (junit != null) {
            write(invocation.resolve(junit), JunitXml.of(report));
        }
        return ExitStatus.of(report);
    }

    private List<TestCase> selected(List<TestCase> all) {
        List<TestCase> cases = all.stream()
                .filter(test -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(test, name)))
                .filter(test -> part == null || lower(test.name()).contains(lower(part)))
                .toList();
        if (!cases.isEmpty()) {
            return cases;
        }
        if (all.isEmpty()) {
            throw new SluiceException(ErrorCode.NO_TESTS, "Cannot run tests: the project has no case in tests/");
        }
        Set<String> known = new TreeSet<>();
        all.forEach(test -> known.addAll(List.of(test.pipeline(), stem(test))));
        String hint = names.stream()
                .map(name -> DidYouMean.hint(name, known))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
        throw new SluiceException(List.of(Problem.of(
                        ErrorCode.NO_TESTS,
                        "Cannot run tests: none of the %d cases of %s is selected"
                                .formatted(all.size(), String.join(", ", known)))
                .withHint(hint)));
    }

    private static boolean isNamed(TestCase test, String name) {
        String file = test.location().file();
        return test.pipeline().equals(name)
                || file.equals(name)
                || stem(test).equals(name)
                || file.endsWith("/" + name);
    }

    private static String stem(TestCase test) {
        String file = test.location().file();
        return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private TestReport run(Project project, List<TestCase> cases) {
        long start = System.nanoTime();
        TestPrinter printer = new TestPrinter(invocation);
        Path work = WorkFolder.make();
        try (Progress progress = OpenProject.progress(invocation)) {
            invocation.runLog().begin(project.spec().state(), "test", OpenProject.consoleLevel(invocation.options()));
            progress.step("start", "Spark on " + (spark.master.isEmpty() ? "this machine" : spark.master));
            // The tables of a case are in a folder of this machine, whatever cluster the project runs on.
            String master = spark.master.isEmpty() ? "local[*]" : spark.master;
            CaseRunner runner = new CaseRunner(project, SparkSessions.open(project, "test", master), work);
            List<CaseResult> results = new ArrayList<>();
            for (TestCase test : cases) {
                progress.step("test", test.name());
                CaseResult result = runner.run(test);
                results.add(result);
                progress.pause();
                printer.result(result);
            }
            Set<String> tested = cases.stream().map(TestCase::pipeline).collect(Collectors.toSet());
            List<String> untested = names.isEmpty() && part == null
                    ? project.pipelines().stream()
                            .filter(name -> !tested.contains(name))
                            .toList()
                    : List.of();
            TestReport report = new TestReport(results, runner.coverage(), untested, (System.nanoTime() - start) / 1e9);
            printer.end(report);
            return report;
        } finally {
            WorkFolder.remove(work);
        }
    }

    static void write(Path file, String text) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot write %s (%s)".formatted(file, e.getMessage()), e);
        }
    }
}
