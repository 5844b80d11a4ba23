package dev.sluice.core.plugin;

import static dev.sluice.api.ErrorCode.PLUGIN_API;
import static dev.sluice.api.ErrorCode.PLUGIN_JAR_DAMAGED;
import static dev.sluice.api.ErrorCode.PLUGIN_PIN;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The jars in a project's {@code plugins} folder. Runs no code of theirs. */
public final class PluginFolder {
    /** The attribute of a jar's manifest that says for which API the jar was made. */
    public static final String API_VERSION = "Sluice-Api-Version";

    /** The version of the API that this Sluice has. */
    public static final String CURRENT_API = "1";

    public static final String NAME = "plugins";

    private final List<PluginJar> jars = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private PluginFolder() {}

    /**
     * Reads the jars, by name.
     *
     * @param project the project's folder
     * @throws SluiceException with all that is wrong: jars that are damaged, of another API, or not what is pinned
     */
    public static List<PluginJar> read(Path project, Map<String, Sha256> pins) {
        PluginFolder folder = new PluginFolder();
        List<Path> files = files(project.resolve(NAME));
        files.forEach(file -> folder.add(file, pins));
        TreeSet<String> missing = new TreeSet<>(pins.keySet());
        files.forEach(file -> missing.remove(String.valueOf(file.getFileName())));
        missing.forEach(name -> folder.problems.add(Problem.of(
                PLUGIN_PIN, "Cannot find the plug-in jar %s, which the project pins, in %s/".formatted(name, NAME))));
        if (!folder.problems.isEmpty()) {
            throw new SluiceException(folder.problems);
        }
        return folder.jars;
    }

    /** Whether a project has no jars of plug-ins. */
    public static boolean isEmpty(Path project) {
        return files(project.resolve(NAME)).isEmpty();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SluiceException(
                    PLUGIN_JAR_DAMAGED, "Cannot list the plug-in jars of %s: %s".formatted(folder, e), e);
        }
    }

    private void add(Path file, Map<String, Sha256> pins) {
        try {
            PluginJar jar = PluginJar.read(file);
            Optional<Problem> problem = pinProblem(jar, pins).or(() -> apiProblem(jar));
            problem.ifPresent(problems::add);
            if (problem.isEmpty()) {
                jars.add(jar);
            }
        } catch (SluiceException e) {
            problems.addAll(e.problems());
        }
    }

    private static Optional<Problem> pinProblem(PluginJar jar, Map<String, Sha256> pins) {
        Sha256 pin = pins.get(jar.name());
        if (pins.isEmpty() || jar.sha256().equals(pin)) {
            return Optional.empty();
        }
        String why =
                pin == null ? "the project pins its plug-ins, but not this one" : "it is not the one that is pinned";
        return Optional.of(Problem.of(PLUGIN_PIN, "Cannot use the plug-in jar %s: %s".formatted(jar.name(), why))
                .withHint("the jar here is " + jar.sha256()));
    }

    /** Why a jar cannot be used: because it is not what is pinned, or is of another API. */
    public static Optional<Problem> problem(PluginJar jar, Sha256 pin) {
        return pinProblem(jar, Map.of(jar.name(), pin)).or(() -> apiProblem(jar));
    }

    private static Optional<Problem> apiProblem(PluginJar jar) {
        Optional<String> version = jar.api();
        if (version.equals(Optional.of(CURRENT_API))) {
            return Optional.empty();
        }
        String message = version.map(other -> "it was made for version %s of the plug-in API".formatted(other))
                .orElse("its manifest has no %s".formatted(API_VERSION));
        return Optional.of(Problem.of(
                PLUGIN_API,
                "Cannot use the plug-in jar %s: %s; this Sluice has version %s"
                        .formatted(jar.name(), message, CURRENT_API)));
    }
}
