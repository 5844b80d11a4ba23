package dev.sluice.cli.pluginjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Converter;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.schema.SchemaWriter;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarsTest {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private static SparkSession spark() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("plug-in jars")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
    }

    private Project open() throws IOException {
        if (!Files.exists(folder.resolve("sluice.yaml"))) {
            Files.writeString(folder.resolve("sluice.yaml"), "name: jars\n");
        }
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    @Test
    void twoPlugInsRunInOnePipelineEachWithItsOwnVersionOfALibrary() throws Exception {
        TwoVersions.write(folder, work);
        assertThat(List.of(TwoVersions.constants("a"), TwoVersions.constants("b"), TwoVersions.constantsOfSpark()))
                .doesNotHaveDuplicates();

        try (Sluice sluice = Sluice.open(open(), spark())) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows().read()).isEqualTo(120);
            assertThat(result.rows().quarantined()).isEqualTo(2);
            assertThat(sluice.query("select distinct a, b from t").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[%d,%d]".formatted(TwoVersions.constants("a"), TwoVersions.constants("b")));
            assertThat(result.counters())
                    .containsExactly(
                            new CounterTotal("versions_a(id)", "rows", 240),
                            new CounterTotal("versions_b(id)", "rows", 120));
            assertThat(sluice.quarantine("p", QuarantineFilter.ALL)
                            .selectExpr("explode(reasons.message)")
                            .distinct()
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .containsExactlyInAnyOrder(
                            "java.lang.IllegalStateException: unlucky (plug-in 'versions_a' (1.0, versions-a.jar))",
                            "java.lang.IllegalStateException: unlucky (plug-in 'versions_b' (1.0, versions-b.jar))");
        }
    }

    @Test
    void jarOfTheColumnTierIsCompiledIntoThePass() throws Exception {
        new JarBuilder(work)
                .compiledWith(System.getProperty("java.class.path"))
                .source("org.example.Shout", """
                        package org.example;

                        import dev.sluice.api.*;
                        import java.util.*;

                        public class Shout implements Converter {
                            static final Option<String> COLUMN =
                                    Option.required("column", new OptionType.ColumnName(), "The column.");

                            public Descriptor descriptor() {
                                return Descriptor.of("shout", "Upper case.", COLUMN);
                            }

                            public Footprint footprint(Options options) {
                                String column = options.get(COLUMN);
                                return new Footprint(List.of(column), Map.of(column, "string"), List.of(), true);
                            }

                            public List<ConvertedColumn> convert(Options options, StepContext context) {
                                String column = options.get(COLUMN);
                                return List.of(ConvertedColumn.of(
                                        column, org.apache.spark.sql.functions.upper(context.column(column))));
                            }
                        }
                        """)
                .service(Converter.class, "org.example.Shout")
                .build(folder.resolve("plugins/shout.jar"));
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: shout, column: name}
                target: {table: t, columns: {name: string}}
                """);
        Files.writeString(folder.resolve("inbox/a.csv"), "name\nada\n");

        try (Sluice sluice = Sluice.open(open(), spark())) {
            sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(sluice.query("select * from t").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[ADA]");
        }
    }

    @Test
    void optionsOfAJarsPlugInAreKnownToSchemaAndChecks() throws Exception {
        TwoVersions.write(folder, work);
        PluginRegistry plugins = open().plugins();

        assertThat(new SchemaWriter(plugins).pipeline()).contains("converter.versions_a", "How often rows count.");

        Path pipeline = folder.resolve("pipelines/p.yaml");
        Files.writeString(pipeline, Files.readString(pipeline).replace("how: twice", "how: thrice"));
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                SluiceException.class, () -> open().pipeline("p"))
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("must be one of once, twice, not 'thrice'");
                    assertThat(problem.location().line()).isEqualTo(3);
                });
    }

    @Test
    void newContentOfAJarIsANewVersionOfTheRules() throws Exception {
        TwoVersions.write(folder, work);
        String before = open().pipeline("p").fingerprint();
        assertThat(open().pipeline("p").fingerprint()).isEqualTo(before);

        TwoVersions.plugin("a", work)
                .attribute("Implementation-Version", "1.1")
                .build(folder.resolve("plugins/versions-a.jar"));

        assertThat(open().pipeline("p").fingerprint()).isNotEqualTo(before);
    }
}
