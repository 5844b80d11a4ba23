package dev.sluice.core.testing;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_UNREADABLE;
import static dev.sluice.api.ErrorCode.PIPELINE_NOT_FOUND;
import static dev.sluice.api.ErrorCode.UNKNOWN_COLUMN;

import dev.sluice.api.Location;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.spec.Drift;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tests of a project. */
public final class TestFiles {
    /** The project's folder that holds them. */
    public static final String FOLDER = "tests";

    private TestFiles() {}

    /**
     * Every case of {@code tests/*.yaml}, in the order of the files; empty where there is no such folder.
     *
     * @throws SluiceException with all that is wrong with the files, and with the pipelines that they name
     */
    public static List<TestCase> read(Project project) {
        Problems problems = new Problems();
        List<TestCase> cases = new ArrayList<>();
        for (Path file : files(project.folder().resolve(FOLDER))) {
            String name = FOLDER + "/" + file.getFileName();
            read(file, name, problems).ifPresent(tree -> cases.addAll(new TestFileReader(problems).read(tree)));
        }
        checkPipelines(project, cases, problems);
        problems.throwIfAny();
        return cases;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SluiceException(CONFIG_FILE_UNREADABLE, "Cannot list the folder %s".formatted(folder), e);
        }
    }

    private static Optional<Tree> read(Path file, String name, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            return new YamlReader(name, name, problems).read(in.readNBytes(YamlReader.MAX_BYTES + 1));
        } catch (IOException e) {
            problems.add(
                    new Location(name, 0, 0, 1),
                    CONFIG_FILE_UNREADABLE,
                    "Cannot read %s: %s".formatted(name, e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }

    /** A pipeline that is wrong is told once, before Spark starts. */
    private static void checkPipelines(Project project, List<TestCase> cases, Problems problems) {
        Map<String, Optional<PipelineSpec>> specs = new HashMap<>();
        for (TestCase test : cases) {
            String name = test.pipeline();
            if (!project.pipelines().contains(name)) {
                problems.add(
                        test.location(),
                        PIPELINE_NOT_FOUND,
                        "Cannot find the pipeline '%s'".formatted(name),
                        DidYouMean.hint(name, project.pipelines()));
                continue;
            }
            if (test.when().environment().isEmpty() && test.when().set().isEmpty()) {
                specs.computeIfAbsent(name, any -> read(project, name, problems))
                        .ifPresent(spec -> checkColumns(test, spec, problems));
            }
        }
    }

    private static Optional<PipelineSpec> read(Project project, String name, Problems problems) {
        try {
            return Optional.of(project.pipeline(name));
        } catch (SluiceException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private static void checkColumns(TestCase test, PipelineSpec spec, Problems problems) {
        if (spec.source().drift() == Drift.EVOLVE) {
            // Columns of the files become the target's.
            return;
        }
        List<String> columns =
                spec.target().tableColumns().stream().map(TargetColumn::name).toList();
        test.then()
                .landed()
                .ifPresent(landed -> landed.rows().stream()
                        .flatMap(row -> row.entries().values().stream())
                        .filter(entry -> !columns.contains(entry.key()))
                        .forEach(entry -> unknown(entry, spec, columns, problems)));
    }

    private static void unknown(Entry entry, PipelineSpec spec, List<String> columns, Problems problems) {
        String hint = DidYouMean.hint(entry.key(), columns);
        problems.add(
                entry.keyLocation(),
                UNKNOWN_COLUMN,
                "%s has no column '%s'".formatted(spec.target().table(), entry.key()),
                hint == null ? "its columns: " + String.join(", ", columns) : hint);
    }
}
