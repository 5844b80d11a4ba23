package dev.sluice.cli.template;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.plugin.PluginFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Maven project with one plug-in of the row tier, in the making. Never overwrites a file. */
public final class NewPlugin {
    private final NewFiles files;
    private final String artifact;
    private final String sluiceVersion;

    /**
     * @param folder absolute; need not exist
     * @param name letters, digits, hyphens and underscores, beginning with a letter
     * @param sluiceVersion of the API that it is built against
     * @throws SluiceException {@code INVALID_ARGUMENT} if the name has another form
     */
    public NewPlugin(Path folder, String name, String sluiceVersion) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot call a plug-in '%s': use letters, digits, hyphens and underscores, and a letter first"
                            .formatted(name));
        }
        this.files = new NewFiles(folder);
        this.artifact = name.toLowerCase(Locale.ROOT);
        this.sluiceVersion = sluiceVersion;
    }

    /**
     * Writes the project.
     *
     * @throws SluiceException {@code PROJECT_EXISTS} if one of the files is there already; nothing is written then
     */
    public void write() {
        String word = artifact.replace('-', '_');
        String packageName = "com.example." + artifact.replaceAll("[_-]", "");
        String className = Stream.of(artifact.split("[_-]+"))
                        .filter(part -> !part.isEmpty())
                        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                        .collect(Collectors.joining())
                + "Validator";
        Map<String, String> values = Map.of(
                "artifact", artifact,
                "word", word,
                "package", packageName,
                "class", className,
                "version", sluiceVersion,
                "api", PluginFolder.CURRENT_API);
        String folder = "java/" + packageName.replace('.', '/') + "/" + className;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("pom.xml", NewFiles.resource("plugin/pom.xml"));
        texts.put("README.md", NewFiles.resource("plugin/README.md"));
        texts.put(".gitignore", "target/\n");
        texts.put("src/main/" + folder + ".java", NewFiles.resource("plugin/Validator.java"));
        texts.put("src/test/" + folder + "Test.java", NewFiles.resource("plugin/ValidatorTest.java"));
        texts.put("src/test/" + folder + "ContractTest.java", NewFiles.resource("plugin/ValidatorContractTest.java"));
        texts.put("src/main/resources/META-INF/services/" + RowValidator.class.getName(), "{{package}}.{{class}}\n");
        files.refuseExisting(texts.keySet(), "a plug-in");
        texts.forEach((file, text) -> files.write(file, fill(text, values)));
    }

    private static String fill(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }

    /** What was written, sorted. */
    public List<Path> written() {
        return files.written();
    }
}
