package dev.sluice.cli;

import static java.util.Objects.requireNonNull;

import dev.sluice.cli.session.RunLog;
import dev.sluice.core.config.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one command line has at hand: streams, options, project. For one thread. */
final class Invocation {
    private final Console console;
    private final Map<String, String> variables;
    private final Path workingFolder;
    private final RunLog runLog = new RunLog();
    private GlobalOptions options = new GlobalOptions();

    private Invocation(Console console, Map<String, String> variables, Path workingFolder) {
        this.console = requireNonNull(console, "console");
        this.variables = Map.copyOf(variables);
        this.workingFolder = workingFolder;
    }

    /**
     * @param variables the process environment
     * @param workingFolder at which relative paths of the command line start, absolute
     */
    static Invocation of(Console console, Map<String, String> variables, Path workingFolder) {
        return new Invocation(console, variables, workingFolder);
    }

    /** The options are filled while the command line is parsed. */
    void bind(GlobalOptions parsed) {
        this.options = parsed;
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    RunLog runLog() {
        return runLog;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** The project that the options name, with its pipelines of the deployment that they name. */
    Project project() {
        Project project = liveProject();
        return options.deployment == null ? project : project.beside(options.deployment);
    }

    /** The project that the options name, with its pipelines as they are live. */
    Project liveProject() {
        return project(projectFolder());
    }

    Project project(Path folder) {
        return Project.open(folder, environment(), List.copyOf(options.overrides), variables);
    }

    Optional<String> environment() {
        return Optional.ofNullable(options.environment);
    }

    /** The folder named with {@code --project}, else the nearest one, from here upwards, that holds a project. */
    Path projectFolder() {
        if (options.project != null) {
            return resolve(options.project);
        }
        for (Path folder = workingFolder; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("sluice.yaml"))) {
                return folder;
            }
        }
        return workingFolder;
    }

    Path resolve(Path path) {
        return workingFolder.resolve(path).normalize();
    }

    /** The path as a person would type it here. */
    String relative(Path path) {
        Path absolute = path.toAbsolutePath();
        if (!absolute.startsWith(workingFolder)) {
            return absolute.toString();
        }
        String relative = workingFolder.relativize(absolute).toString();
        return relative.isEmpty() ? "." : relative;
    }

    /** The options by which a further command finds the same project and environment; with a space before each. */
    String place() {
        String project = options.project == null ? "" : " --project " + quoted(options.project.toString());
        return options.environment == null ? project : project + " -e " + quoted(options.environment);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Where Sluice keeps what is not a project's. */
    Path home() {
        String set = System.getProperty("sluice.home", variables.getOrDefault("SLUICE_HOME", ""));
        return set.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "sluice")
                : workingFolder.resolve(set);
    }

    boolean colorOnOut() {
        return color(console.outIsTerminal());
    }

    boolean colorOnErr() {
        return color(console.errIsTerminal());
    }

    private boolean color(boolean terminal) {
        return switch (options.color) {
            case always -> true;
            case never -> false;
            case auto -> terminal && variables.getOrDefault("NO_COLOR", "").isEmpty();
        };
    }

    ErrorPrinter printer() {
        return new ErrorPrinter(this);
    }

    /** Who gives the command, for what is remembered of decisions. */
    String who() {
        return System.getProperty("user.name", "unknown");
    }

    /** One line for people, unless they want quiet. */
    void note(String line) {
        if (!options.quiet) {
            console.err().println(line);
        }
    }
}
