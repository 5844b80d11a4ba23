package dev.sluice.cli.pluginjar;

import dev.sluice.api.row.RowConverter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A project whose pipeline uses two plug-ins, each with a commons-lang3 of its own, neither of which is Spark's. How many
 * constants an enum of the library has tells which version a class was loaded from.
 */
public final class TwoVersions {
    private static final String ENUM = "org.apache.commons.lang3.JavaVersion";
    static final int FILES = 12;

    private TwoVersions() {}

    public static void write(Path project, Path work) throws IOException {
        Files.createDirectories(project.resolve("pipelines"));
        Files.createDirectories(project.resolve("inbox"));
        for (String which : new String[] {"a", "b"}) {
            plugin(which, work).build(project.resolve("plugins/versions-" + which + ".jar"));
        }
        Files.writeString(project.resolve("pipelines/p.yaml"), """
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: versions_a, column: id, how: twice}
                  - {type: versions_b, column: id}
                target:
                  table: t
                  columns: {id: long, a: int, b: int, process: long}
                """);
        for (int file = 0; file < FILES; file++) {
            String rows = String.join(
                    "\n",
                    IntStream.range(file * 10, file * 10 + 10)
                            .mapToObj(Integer::toString)
                            .toList());
            Files.writeString(project.resolve("inbox/" + file + ".csv"), "id\n" + rows + "\n");
        }
    }

    static JarBuilder plugin(String which, Path work) throws IOException {
        return new JarBuilder(work)
                .source("org.example." + which + ".Versions", source(which))
                .service(RowConverter.class, "org.example." + which + ".Versions")
                .library(JarBuilder.LIBRARIES.resolve("commons-lang3-" + which + ".jar"));
    }

    private static String source(String which) {
        return """
                package org.example.%1$s;

                import dev.sluice.api.*;
                import dev.sluice.api.row.*;
                import java.util.*;

                public class Versions implements RowConverter {
                    public enum How { ONCE, TWICE }

                    static final Option<String> COLUMN =
                            Option.required("column", new OptionType.ColumnName(), "The column.");
                    static final Option<How> HOW =
                            Option.of("how", new OptionType.Choice<>(How.class), How.ONCE, "How often rows count.");
                    private String column;
                    private How how;
                    private Counter rows;

                    public Descriptor descriptor() {
                        return Descriptor.of("versions_%1$s", "Tells the version of its library.", COLUMN, HOW);
                    }

                    public Footprint footprint(Options options) {
                        Map<String, String> writes = new LinkedHashMap<>();
                        writes.put("%1$s", "int");
                        writes.put("process", "long");
                        return new Footprint(List.of(options.get(COLUMN)), writes, List.of(), false);
                    }

                    public void open(Options options, RowContext context) {
                        column = options.get(COLUMN);
                        how = options.get(HOW);
                        rows = context.counter("rows");
                    }

                    public void convert(RecordView record, RowOutput output) {
                        rows.add(how == How.TWICE ? 2 : 1);
                        if (org.apache.commons.lang3.StringUtils.endsWith(record.text(column), "13")) {
                            throw new IllegalStateException("unlucky");
                        }
                        output.set("%1$s", org.apache.commons.lang3.JavaVersion.values().length);
                        output.set("process", ProcessHandle.current().pid());
                    }
                }
                """.formatted(which);
    }

    /** What the plug-in must give. */
    public static int constants(String which) throws Exception {
        URL jar = JarBuilder.LIBRARIES
                .resolve("commons-lang3-" + which + ".jar")
                .toUri()
                .toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            return loader.loadClass(ENUM).getEnumConstants().length;
        }
    }

    public static int constantsOfSpark() throws Exception {
        return Class.forName(ENUM).getEnumConstants().length;
    }
}
