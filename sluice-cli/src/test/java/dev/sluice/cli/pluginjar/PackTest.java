package dev.sluice.cli.pluginjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.config.Project;
import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginLoader;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack with a jar: its rules run, and say where they came from. */
class PackTest {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private Path jar;

    @BeforeEach
    void project() throws IOException {
        jar = folder.resolve("packs/bank/2.0.1/bank.jar");
        new JarBuilder(work)
                .source("org.example.Odd", """
                        package org.example;

                        import dev.sluice.api.*;
                        import dev.sluice.api.row.*;
                        import java.util.List;

                        public class Odd implements RowValidator {
                            static final Option<String> COLUMN =
                                    Option.required("column", new OptionType.ColumnName(), "The column.");
                            private String column = "";

                            public Descriptor descriptor() {
                                return Descriptor.of("odd", "Odd numbers only.", COLUMN);
                            }

                            public List<String> reads(Options options) {
                                return List.of(options.get(COLUMN));
                            }

                            public void open(Options options, RowContext context) {
                                column = options.get(COLUMN);
                            }

                            public void validate(RecordView record, RowReasons reasons) {
                                Long value = record.whole(column);
                                if (value != null && value % 2 == 0) {
                                    reasons.add("EVEN", column, "the number is even");
                                }
                            }
                        }
                        """)
                .service(RowValidator.class, "org.example.Odd")
                .build(jar);
        write("packs/bank/2.0.1/pack.yaml", """
                pack: bank
                version: 2.0.1
                jars: {bank.jar: '%s'}
                parameters: {number: {type: column, doc: A number.}}
                validate:
                  - {type: odd, column: "${number}"}
                  - {type: range, name: small, column: "${number}", max: 5}
                """.formatted(Sha256.of(Files.readAllBytes(jar))));
        write("sluice.yaml", "name: packs\n");
        write("pipelines/p.yaml", """
                use: {pack: bank@2.0, with: {number: n}}
                source: {files: "inbox/*.csv", format: csv}
                target: {table: t, columns: {n: long, name: {type: string, required: true}}}
                """);
        write("inbox/a.csv", "n,name\n1,ada\n2,grace\n8,\n");
    }

    @Test
    void reasonsOfAPacksRulesNameThePackAndItsVersion() {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("packs")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        String fingerprint = project.pipeline("p").fingerprint();
        try (Sluice sluice = Sluice.open(project, spark)) {
            assertThat(sluice.plan("p").steps().get(0)).startsWith("pack     bank@2.0.1, packs/bank/2.0.1/pack.yaml");

            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows().landed()).isEqualTo(1);
            assertThat(result.reasons())
                    .extracting(ReasonCount::rule)
                    .containsExactlyInAnyOrder("bank/odd(n)", "bank/small", "required(name)");
            assertThat(sluice.quarantine("p", QuarantineFilter.ALL)
                            .selectExpr("record_no", "explode(reasons) as r")
                            .selectExpr("concat_ws(' ', record_no, r.rule, r.code, r.rule_version)")
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .containsExactlyInAnyOrder(
                            "2 bank/odd(n) EVEN bank@2.0.1",
                            "3 required(name) MISSING " + fingerprint,
                            "3 bank/odd(n) EVEN bank@2.0.1",
                            "3 bank/small OUT_OF_RANGE bank@2.0.1");
            assertThat(result.report()).isNotNull().content().contains("Pack bank", "2.0.1", "bank/small");
        }
    }

    @Test
    void jarThatIsNotTheOneThatThePackPinsIsRefused() throws IOException {
        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);

        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.PLUGIN_PIN);

        Files.write(jar, new byte[] {0});
        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.PLUGIN_JAR_DAMAGED);

        Files.delete(jar);
        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.PACK_DAMAGED);
    }

    @Test
    void noCodeRunsOfAJarThatIsRefused() throws IOException {
        Path mark = work.resolve("mark");
        new JarBuilder(work)
                .source("org.example.Marking", """
                        package org.example;

                        import dev.sluice.api.*;
                        import dev.sluice.api.row.*;
                        import java.nio.file.*;
                        import java.util.List;

                        public class Marking implements RowValidator {
                            public Marking() throws java.io.IOException {
                                Files.writeString(Path.of("%s"), "x");
                            }

                            public Descriptor descriptor() {
                                return Descriptor.of("marking", "Leaves a mark.");
                            }

                            public List<String> reads(Options options) {
                                return List.of();
                            }

                            public void validate(RecordView record, RowReasons reasons) {}
                        }
                        """.formatted(mark))
                .service(RowValidator.class, "org.example.Marking")
                .build(jar);
        Path file = folder.resolve("packs/bank/2.0.1/pack.yaml");
        String pack = Files.readString(file);

        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.PLUGIN_PIN);
        assertThat(mark).doesNotExist();

        pack = pack.replaceFirst(
                "sha256:[0-9a-f]+", Sha256.of(Files.readAllBytes(jar)).toString());
        Files.writeString(file, pack);
        Path pipeline = folder.resolve("pipelines/p.yaml");
        String uses = Files.readString(pipeline);
        Files.writeString(pipeline, uses.replace("bank@2.0,", "bank@2.0, sha256: '" + "0".repeat(64) + "',"));
        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.PACK_PIN);
        assertThat(mark).doesNotExist();

        // Fitting pins: only then does it run.
        Files.writeString(pipeline, uses);
        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.UNKNOWN_PLUGIN);
        assertThat(mark).exists();
    }

    @Test
    void jarOfFixersOnlyMayLieInTheProjectAndInAPack() throws IOException {
        new JarBuilder(work)
                .source("org.example.Shout", """
                        package org.example;

                        import dev.sluice.api.*;
                        import dev.sluice.api.row.*;

                        public class Shout implements RowFixer {
                            public Descriptor descriptor() {
                                return Descriptor.of("shout", "Capital letters.");
                            }

                            public String fix(String column, String text) {
                                return text.toUpperCase();
                            }
                        }
                        """)
                .service(RowFixer.class, "org.example.Shout")
                .build(jar);
        Files.createDirectories(folder.resolve("plugins"));
        Files.copy(jar, folder.resolve("plugins/shout.jar"));
        write("packs/bank/2.0.1/pack.yaml", """
                pack: bank
                version: 2.0.1
                jars: {bank.jar: '%s'}
                parameters: {number: {type: column, doc: A number.}}
                """.formatted(Sha256.of(Files.readAllBytes(jar))));

        assertThat(Project.open(folder, Optional.empty(), List.of(), Map.of())
                        .pipeline("p")
                        .packs())
                .hasSize(1);
    }

    @Test
    void resourcesOfAJarAreFoundOnce() throws IOException {
        PluginLoader loader = PluginLoader.of(PluginJar.of("bank.jar", Files.readAllBytes(jar)));

        assertThat(Collections.list(loader.getResources("org/example/Odd.class")))
                .hasSize(1);
        assertThat(Collections.list(loader.getResources("META-INF/MANIFEST.MF")))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1);
    }

    @Test
    void projectThatPinsItsPlugInsPinsPacksWithJarsToo() throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        new JarBuilder(work)
                .source("org.example.Other", JarBuilder.validator("org.example.Other", "other", Optional.empty()))
                .service(RowValidator.class, "org.example.Other")
                .build(folder.resolve("plugins/other.jar"));
        Sha256 pin = Sha256.of(Files.readAllBytes(folder.resolve("plugins/other.jar")));
        write("sluice.yaml", "name: packs\nplugins: {pins: {other.jar: '%s'}}\n".formatted(pin));

        Problem problem = problems().get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.PACK_PIN);
        String pinned = String.valueOf(problem.hint()).replace("the pack here is ", "");
        Path pipeline = folder.resolve("pipelines/p.yaml");
        Files.writeString(
                pipeline, Files.readString(pipeline).replace("bank@2.0,", "bank@2.0, sha256: '" + pinned + "',"));
        assertThat(Project.open(folder, Optional.empty(), List.of(), Map.of())
                        .pipeline("p")
                        .packs())
                .hasSize(1);
    }

    private List<Problem> problems() {
        return catchThrowableOfType(
                        SluiceException.class,
                        () -> Project.open(folder, Optional.empty(), List.of(), Map.of())
                                .pipeline("p"))
                .problems();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
