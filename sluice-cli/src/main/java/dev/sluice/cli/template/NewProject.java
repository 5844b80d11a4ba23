package dev.sluice.cli.template;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.schema.SchemaWriter;
import dev.sluice.core.spec.PluginRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A project's folder in the making. Never overwrites a file. */
public final class NewProject {
    private final Path folder;
    private final String name;
    private final List<Path> written = new ArrayList<>();

    /**
     * @param folder absolute; need not exist
     * @param name the project's
     */
    public NewProject(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** A name that projects may have, made from that of the folder. */
    public static String nameFor(Path folder) {
        Path last = folder.getFileName();
        String text = (last == null ? "" : last.toString()).replaceAll("[^A-Za-z0-9_-]", "_");
        return text.matches("[A-Za-z].*") ? text : "project" + (text.isEmpty() ? "" : "_" + text);
    }

    /**
     * Writes the project's file, its environments, one pipeline and the schemas for editors.
     *
     * @throws SluiceException {@code PROJECT_EXISTS} if one of the files is there already; nothing is written then
     */
    public void write(String pipeline, PluginRegistry plugins) {
        SchemaWriter schemas = new SchemaWriter(plugins);
        Map<String, String> files = Map.of(
                "sluice.yaml",
                resource("sluice.yaml"),
                "conf/base.yaml",
                resource("base.yaml"),
                "conf/prod.yaml",
                resource("prod.yaml"),
                "pipelines/" + pipeline + ".yaml",
                resource("pipeline.yaml").replace("{{pipeline}}", pipeline),
                "schemas/pipeline.json",
                schemas.pipeline(),
                "schemas/project.json",
                schemas.project(),
                ".gitignore",
                resource("gitignore"));
        for (String file : files.keySet().stream().sorted().toList()) {
            // An own .gitignore is no sign of a project.
            if (!file.equals(".gitignore") && Files.exists(folder.resolve(file))) {
                throw new SluiceException(
                        ErrorCode.PROJECT_EXISTS,
                        "Cannot make a project in %s: %s is there already".formatted(folder, file));
            }
        }
        files.forEach((file, text) -> file(file, text.replace("{{project}}", name)));
    }

    /** Writes one more file, unless it is there. */
    public void file(String path, String text) {
        file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public void file(String path, byte[] content) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            written.add(file);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot write %s (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /** What was written, sorted. */
    public List<Path> written() {
        return written.stream().sorted().toList();
    }

    private static String resource(String file) {
        try (InputStream in = NewProject.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(in, () -> String.format(Locale.ROOT, "no resource %s", file))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
