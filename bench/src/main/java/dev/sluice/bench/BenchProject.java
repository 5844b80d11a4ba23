package dev.sluice.bench;

import dev.sluice.core.config.Project;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** A project made for measuring: its ledger, its catalog, its warehouse. */
record BenchProject(Path folder) {
    static BenchProject create(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: bench\n");
        return new BenchProject(folder);
    }

    /** Adds a pipeline that loads the files into {@code bench.<name>}. */
    void add(String name, Workload workload, String files) throws IOException {
        add(name, pipeline(name, workload, files));
    }

    void add(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve("pipelines/" + name + ".yaml"), yaml);
    }

    Project open() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    /** A session that knows the project's catalog, as the contestants that write through Spark need it. */
    SparkSession session(SparkSession spark) {
        ProjectSpec spec = open().spec();
        // Makes the catalog's database, as Sluice would.
        ProjectCatalog.open(spec).close();
        SparkSession session = spark.newSession();
        ProjectCatalog.sparkSettings(spec).forEach(session.conf()::set);
        session.sql("CREATE NAMESPACE IF NOT EXISTS sluice.bench");
        return session;
    }

    static String pipeline(String name, Workload workload, String files) {
        String columns = workload.fields().stream()
                .map(field -> "    %s: {type: \"%s\"%s}\n"
                        .formatted(field.name(), field.type(), constraints(workload, field)))
                .collect(Collectors.joining());
        String rules = workload.checks().stream()
                .map(rule -> "  - {type: expect, name: %s, that: \"%s\"}\n".formatted(rule.name(), rule.condition()))
                .collect(Collectors.joining());
        return """
                pipeline: %s
                source:
                  files: %s
                  format: csv
                convert:
                  - {type: split, column: name, separator: " ", into: [firstName, lastName]}
                target:
                  table: bench.%s
                  columns:
                """.formatted(name, files, name) + columns + (rules.isEmpty() ? "" : "validate:\n" + rules);
    }

    private static String constraints(Workload workload, Field field) {
        if (field.name().equals("level")) {
            return ", enum: [" + String.join(", ", Workload.LEVELS) + "]";
        }
        return workload.required().contains(field.name()) ? ", required: true" : "";
    }
}
