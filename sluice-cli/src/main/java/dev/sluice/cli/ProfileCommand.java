package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.yaml.YamlText;
import dev.sluice.spark.profile.SourceProfile;
import dev.sluice.spark.run.ProfileRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a source and proposes a pipeline. */
@Command(
        name = "profile",
        headerHeading =
                "Examples:%n  sluice profile orders%n  sluice profile --files 'in/*.csv' --format csv --write pipelines/new.yaml%n%n",
        header = "Show what a source's values are like, and propose a pipeline, tried on all rows; lands nothing.",
        sortOptions = false)
final class ProfileCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "The pipeline whose source to look at.")
    @Nullable
    String pipeline;

    @Option(names = "--files", paramLabel = "GLOB", description = "The files to look at, instead of a pipeline's.")
    List<String> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "WORD", description = "Their format, such as csv.")
    @Nullable
    String format;

    @Option(names = "--option", paramLabel = "KEY=VALUE", description = "An option of the format, such as delimiter=;.")
    Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description = "How many of a column's values its type may reject; 5%% unless set.")
    String tolerance = "5%";

    @Option(names = "--write", paramLabel = "FILE", description = "Write the proposed pipeline into a new file.")
    @Nullable
    Path write;

    @Mixin
    MasterOption spark = new MasterOption();

    ProfileCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        double share = share();
        if ((pipeline == null) == files.isEmpty() || files.isEmpty() != (format == null)) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE, "Cannot profile: name a pipeline, or files with --files and --format");
        }
        Path target = write == null ? null : invocation.resolve(write);
        if (target != null && (!target.toString().matches(".*\\.ya?ml") || Files.exists(target))) {
            throw new SluiceException(Problem.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "Cannot write %s: %s"
                                    .formatted(
                                            write,
                                            Files.exists(target)
                                                    ? "it is there already"
                                                    : "its name does not end with .yaml"))
                    .withHint("name a new file, such as pipelines/new.yaml"));
        }
        Path lent = Files.exists(invocation.projectFolder().resolve("sluice.yaml")) || pipeline != null
                ? null
                : projectOfItsOwn();
        try {
            SourceProfile profile =
                    profile(lent == null ? invocation.project() : invocation.project(lent), target, share);
            if (target != null) {
                write(target, profile.yaml());
            }
            new ProfilePrinter(invocation).print(profile, Optional.ofNullable(target));
            return ExitStatus.OK;
        } finally {
            if (lent != null) {
                delete(lent);
            }
        }
    }

    private SourceProfile profile(Project project, @Nullable Path target, double share) {
        String name = target == null ? "profile" : String.valueOf(target.getFileName());
        String stem = name.replaceAll("\\.ya?ml$", "");
        String table = stem.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("^(?=[^A-Za-z_])", "_");
        ProfileRequest request = new ProfileRequest(
                pipeline == null ? filesSource(project.folder()) : source(project, pipeline),
                target == null ? "profile.yaml" : name,
                table.isEmpty() ? "profile" : table,
                share);
        try (OpenProject open = OpenProject.open(invocation, project, "profile", spark.master)) {
            return open.sluice().profile(request, open.progress());
        }
    }

    private static String source(Project project, String pipeline) {
        return project.config(Optional.of(pipeline))
                .source()
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.MISSING_KEY, "Cannot profile %s: it has no source".formatted(pipeline)));
    }

    private String filesSource(Path project) {
        List<String> paths = files.stream().map(file -> path(file, project)).toList();
        StringBuilder source = new StringBuilder("source:\n  files: %s\n  format: %s\n"
                .formatted(YamlText.literals(paths), YamlText.literal(String.valueOf(format))));
        if (!options.isEmpty()) {
            source.append("  options:\n");
            options.forEach((key, value) ->
                    source.append("    %s: %s\n".formatted(YamlText.quoted(key), YamlText.literal(value))));
        }
        return source.toString();
    }

    /** As it stands in the project: paths of the command line start here, those of pipelines at the project's folder. */
    private String path(String file, Path project) {
        if (file.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return file;
        }
        String here = invocation.resolve(Path.of("")).toString();
        String absolute = file.startsWith("/") ? file : here + "/" + file;
        String prefix = project + "/";
        return absolute.startsWith(prefix) ? absolute.substring(prefix.length()) : absolute;
    }

    private double share() {
        String text = tolerance.strip();
        try {
            double value = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
            if (value >= 0 && value < 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as a share beyond its bounds is.
        }
        throw new SluiceException(
                ErrorCode.INVALID_ARGUMENT,
                "Invalid tolerance '%s': write a share such as 5%% or 0.05".formatted(tolerance));
    }

    private void write(Path target, String yaml) {
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(target, yaml, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot write %s: it is there already".formatted(write), e);
        } catch (IOException e) {
            throw new SluiceException(ErrorCode.FILE_UNWRITABLE, "Cannot write %s: %s".formatted(write, e), e);
        }
    }

    /** Where there is no project, one for this command only, with all state in it. */
    private static Path projectOfItsOwn() {
        try {
            Path folder = Files.createTempDirectory("sluice-profile-").toRealPath();
            Files.writeString(folder.resolve("sluice.yaml"), "name: profile\n");
            return folder;
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot make a folder for temporary files: %s".formatted(e), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // What is left lies among the temporary files.
            return;
        }
    }

    /** A share as people read it. */
    static String percent(long part, long all) {
        return all == 0 ? "" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / all);
    }
}
