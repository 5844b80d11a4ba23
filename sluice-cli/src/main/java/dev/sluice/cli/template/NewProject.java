package dev.sluice.cli.template;

import dev.sluice.api.SluiceException;
import dev.sluice.core.schema.SchemaWriter;
import dev.sluice.core.spec.PluginRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A project's folder in the making. Never overwrites a file. */
public final class NewProject {
    private final NewFiles files;
    private final String name;

    /**
     * @param folder absolute; need not exist
     * @param name the project's
     */
    public NewProject(Path folder, String name) {
        this.files = new NewFiles(folder);
        this.name = name;
    }

    /** A name that projects may have, made from that of the folder. */
    public static String nameFor(Path folder) {
        Path last = folder.getFileName();
        String text = (last == null ? "" : last.toString()).replaceAll("[^A-Za-z0-9_-]", "_");
        return text.matches("[A-Za-z].*") ? text : "project" + (text.isEmpty() ? "" : "_" + text);
    }

    /**
     * Writes the project's file, its environments, one pipeline with a test, and the schemas for editors.
     *
     * @throws SluiceException {@code PROJECT_EXISTS} if one of the files is there already; nothing is written then
     */
    public void write(String pipeline, PluginRegistry plugins) {
        SchemaWriter schemas = new SchemaWriter(plugins);
        Map<String, String> texts = Map.of(
                "sluice.yaml",
                resource("sluice.yaml"),
                "conf/base.yaml",
                resource("base.yaml"),
                "conf/prod.yaml",
                resource("prod.yaml"),
                "pipelines/" + pipeline + ".yaml",
                resource("pipeline.yaml").replace("{{pipeline}}", pipeline),
                "tests/" + pipeline + ".yaml",
                resource("test.yaml").replace("{{pipeline}}", pipeline),
                "schemas/pipeline.json",
                schemas.pipeline(),
                "schemas/project.json",
                schemas.project(),
                ".gitignore",
                resource("gitignore"));
        files.refuseExisting(texts.keySet(), "a project");
        texts.forEach((file, text) -> file(file, text.replace("{{project}}", name)));
    }

    /** Writes one more file, unless it is there. */
    public void file(String path, String text) {
        file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public void file(String path, byte[] content) {
        files.write(path, content);
    }

    /** What was written, sorted. */
    public List<Path> written() {
        return files.written();
    }

    private static String resource(String file) {
        return NewFiles.resource(file);
    }
}
