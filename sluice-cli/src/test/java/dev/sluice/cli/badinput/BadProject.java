package dev.sluice.cli.badinput;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A project in a folder of the test, with a pipeline for each bad input. */
final class BadProject implements AutoCloseable {
    /** How many rows the good file beside a bad one has; their ids are 900001 and up. */
    static final int GOOD_ROWS = 3;

    private final Path folder;
    private final Sluice sluice;

    private BadProject(Path folder, Sluice sluice) {
        this.folder = folder;
        this.sluice = sluice;
    }

    /** Opens a project that has a pipeline for each of the files. */
    static BadProject of(Path folder, Stream<BadFile> files) throws IOException {
        for (BadFile file : files.toList()) {
            String inbox = "inbox/%s/*".formatted(file.pipeline());
            pipeline(folder, file.pipeline(), inbox, file.format(), file.options(), file.columns());
        }
        return open(folder, "");
    }

    /**
     * Opens a project whose pipelines were written before.
     *
     * @param settings lines of its sluice.yaml
     */
    static BadProject open(Path folder, String settings) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: bad\n" + settings);
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("bad input")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        return new BadProject(folder, Sluice.open(project(folder), spark));
    }

    static Project project(Path folder) {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    Sluice sluice() {
        return sluice;
    }

    /** Puts the bad file beside a good one. */
    void arrives(BadFile bad) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox").resolve(bad.pipeline()));
        bad.content().writeTo(inbox.resolve(bad.file()));
        if (TypedSamples.has(bad.format())) {
            TypedSamples.rows(bad.format(), 900_001, GOOD_ROWS).writeTo(inbox.resolve("good." + bad.format()));
            return;
        }
        Files.writeString(
                inbox.resolve("good." + bad.format()),
                SampleFormat.of(bad.format()).good(900_001, GOOD_ROWS));
    }

    static void pipeline(Path folder, String name, String files, String format, String columns) throws IOException {
        pipeline(folder, name, files, format, "", columns);
    }

    private static void pipeline(Path folder, String name, String files, String format, String options, String columns)
            throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        String text = """
                source: {files: "%s", format: %s, options: {%s}}
                target:
                  table: bad.%s
                  columns: {id: {type: long, required: true}, name: string, note: string%s}
                """.formatted(files, format, options, name, columns.isEmpty() ? "" : ", " + columns);
        Files.writeString(folder.resolve("pipelines").resolve(name + ".yaml"), text);
    }

    RunResult run(String pipeline) {
        return sluice.run(pipeline, RunOptions.DEFAULT, RunListener.SILENT);
    }

    @Override
    public void close() {
        sluice.close();
    }
}
