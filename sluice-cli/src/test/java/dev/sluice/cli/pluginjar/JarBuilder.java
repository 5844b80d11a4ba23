package dev.sluice.cli.pluginjar;

import dev.sluice.api.row.RowValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Builds the jar of a plug-in as its author would: with the API on the class path, and nothing of Spark. */
final class JarBuilder {
    static final Path LIBRARIES = Path.of("target", "plugin-libraries").toAbsolutePath();

    private final Path work;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> services = new LinkedHashMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Map<String, String> manifest =
            new LinkedHashMap<>(Map.of("Sluice-Api-Version", "1", "Implementation-Version", "1.0"));

    /** @param work a folder of which a part not used yet is taken */
    JarBuilder(Path work) throws IOException {
        this.work = Files.createTempDirectory(work, "jar");
    }

    /** @param name of the class, with its package */
    JarBuilder source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    JarBuilder service(Class<?> kind, String implementation) {
        services.merge(kind.getName(), implementation, (a, b) -> a + "\n" + b);
        return this;
    }

    /** Packs the library's content into the jar. */
    JarBuilder library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** Compiles with more on the class path, and packs none of it. */
    JarBuilder compiledWith(String path) {
        classPath.add(path);
        return this;
    }

    /** Leaves a class out that the others were compiled with. */
    JarBuilder without(String name) {
        leftOut.add(name.replace('.', '/') + ".class");
        return this;
    }

    JarBuilder attribute(String key, String value) {
        manifest.put(key, value);
        return this;
    }

    JarBuilder noAttribute(String key) {
        manifest.remove(key);
        return this;
    }

    Path build(Path jar) throws IOException {
        Path classes = compile();
        Manifest attributes = new Manifest();
        attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((key, value) -> attributes.getMainAttributes().putValue(key, value));
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, attributes)) {
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = classes.relativize(each).toString();
                    if (!leftOut.contains(name)) {
                        entry(out, name, Files.readAllBytes(each));
                    }
                }
            }
            for (Map.Entry<String, String> service : services.entrySet()) {
                entry(
                        out,
                        "META-INF/services/" + service.getKey(),
                        service.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Path library : libraries) {
                merge(out, library);
            }
        }
        return jar;
    }

    private static void merge(JarOutputStream out, Path library) throws IOException {
        try (JarFile jar = new JarFile(library.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        entry(out, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    /** The folder with the classes. */
    private Path compile() throws IOException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "--release", "17", "-d", classes.toString(), "-cp", classPath()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int status = sources.isEmpty()
                ? 0
                : ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(messages.toString(StandardCharsets.UTF_8));
        }
        return classes;
    }

    private String classPath() {
        List<String> paths = new ArrayList<>(api());
        paths.addAll(classPath);
        libraries.forEach(library -> paths.add(library.toString()));
        return String.join(System.getProperty("path.separator"), paths);
    }

    /** All that the author of a plug-in needs. */
    static List<String> api() {
        return Stream.of(RowValidator.class, NullMarked.class)
                .map(type -> {
                    try {
                        return Path.of(type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString();
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    /** The source of a row validator that finds nothing, with one option {@code column}. */
    static String validator(String className, String word, Optional<String> body) {
        int dot = className.lastIndexOf('.');
        return """
                package %s;

                import dev.sluice.api.*;
                import dev.sluice.api.row.*;
                import java.util.List;

                public class %s implements RowValidator {
                    static final Option<String> COLUMN =
                            Option.required("column", new OptionType.ColumnName(), "The column to look at.");
                    private String column;
                    private RowContext context;

                    public Descriptor descriptor() {
                        return Descriptor.of("%s", "A plug-in of a test.", COLUMN);
                    }

                    public List<String> reads(Options options) {
                        return List.of(options.get(COLUMN));
                    }

                    public void open(Options options, RowContext context) {
                        this.column = options.get(COLUMN);
                        this.context = context;
                    }

                    public void validate(RecordView record, RowReasons reasons) throws Exception {
                        %s
                    }
                }
                """.formatted(className.substring(0, dot), className.substring(dot + 1), word, body.orElse(""));
    }
}
