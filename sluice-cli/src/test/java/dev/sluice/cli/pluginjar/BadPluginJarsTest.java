package dev.sluice.cli.pluginjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.config.Project;
import dev.sluice.core.plugin.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a jar is told with the jar's name, before any data is read. */
class BadPluginJarsTest {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private Path jar;

    @BeforeEach
    void project() throws IOException {
        jar = folder.resolve("plugins/bank.jar");
        project("");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: "inbox/*.csv", format: csv}
                target: {table: t, columns: {id: long, iban: string}}
                validate:
                  - {type: bank, column: iban}
                """);
    }

    private void project(String plugins) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: bank\n" + plugins);
    }

    private JarBuilder bank() throws IOException {
        return validator("org.example.Bank", "bank");
    }

    private JarBuilder validator(String className, String word) throws IOException {
        return new JarBuilder(work)
                .source(className, JarBuilder.validator(className, word, Optional.empty()))
                .service(RowValidator.class, className);
    }

    private Project open() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private Problem problem() {
        List<Problem> problems = catchThrowableOfType(SluiceException.class, () -> open().pipeline("p"))
                .problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private void assertProblem(ErrorCode code, String... parts) {
        Problem problem = problem();
        assertThat(problem.code()).as(problem.message()).isEqualTo(code);
        assertThat(problem.message()).contains("bank.jar").contains(parts);
    }

    @Test
    void goodJarIsUsed() throws IOException {
        bank().build(jar);

        assertThat(open().pipeline("p").validate())
                .singleElement()
                .satisfies(step -> assertThat(step.name()).isEqualTo("bank(iban)"));
    }

    @Test
    void jarThatWasCutOff() throws IOException {
        bank().build(jar);
        byte[] content = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(content, content.length / 2));

        assertProblem(ErrorCode.PLUGIN_JAR_DAMAGED, "Cannot read");
    }

    @Test
    void jarWithAChangedByte() throws IOException {
        bank().build(jar);
        byte[] content = Files.readAllBytes(jar);
        content[content.length / 3] ^= 0x55;
        Files.write(jar, content);

        assertProblem(ErrorCode.PLUGIN_JAR_DAMAGED, "Cannot read");
    }

    @Test
    void emptyFile() throws IOException {
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        assertProblem(ErrorCode.PLUGIN_JAR_DAMAGED, "Cannot read");
    }

    @Test
    void jarForAnotherApi() throws IOException {
        bank().attribute("Sluice-Api-Version", "7").build(jar);

        assertProblem(ErrorCode.PLUGIN_API, "version 7", "this Sluice has version 1");
    }

    @Test
    void jarThatDoesNotSayForWhichApi() throws IOException {
        bank().noAttribute("Sluice-Api-Version").build(jar);

        assertProblem(ErrorCode.PLUGIN_API, "has no Sluice-Api-Version");
    }

    @Test
    void jarWithoutAPlugIn() throws IOException {
        new JarBuilder(work)
                .source("org.example.Bank", "package org.example; public class Bank {}")
                .build(jar);

        assertProblem(ErrorCode.PLUGIN_JAR_DAMAGED, "Cannot find a converter, validator, fixer, parser or sink");
    }

    @Test
    void serviceFileThatNamesNoClass() throws IOException {
        bank().service(RowValidator.class, "org.example.Nowhere").build(jar);

        assertProblem(ErrorCode.INVALID_PLUGIN, "org.example.Nowhere");
    }

    @Test
    void jarThatLacksALibrary() throws IOException {
        new JarBuilder(work)
                .source(
                        "org.library.Checks",
                        "package org.library; public class Checks { public int level() { return 1; } }")
                .source(
                        "org.example.Bank",
                        JarBuilder.validator("org.example.Bank", "bank", Optional.empty())
                                .replace(
                                        "private String column;",
                                        "private String column; org.library.Checks checks() { return null; }"))
                .service(RowValidator.class, "org.example.Bank")
                .without("org.library.Checks")
                .build(jar);

        assertProblem(ErrorCode.PLUGIN_DEPENDENCY, "org.library.Checks");
    }

    @Test
    void plugInWhoseConstructorThrows() throws IOException {
        new JarBuilder(work)
                .source(
                        "org.example.Bank",
                        JarBuilder.validator("org.example.Bank", "bank", Optional.empty())
                                .replace(
                                        "private String column;",
                                        "private String column; { if (true) throw new IllegalStateException(\"no licence\"); }"))
                .service(RowValidator.class, "org.example.Bank")
                .build(jar);

        assertProblem(ErrorCode.INVALID_PLUGIN, "no licence");
    }

    @Test
    void twoJarsWithPlugInsOfOneName() throws IOException {
        bank().build(jar);
        validator("org.example.OtherBank", "bank").build(folder.resolve("plugins/other.jar"));

        assertProblem(
                ErrorCode.DUPLICATE_PLUGIN,
                "org.example.Bank of bank.jar",
                "org.example.OtherBank of other.jar",
                "'bank'");
    }

    @Test
    void plugInWithTheNameOfOneOfOurs() throws IOException {
        validator("org.example.Bank", "required").build(jar);

        assertProblem(ErrorCode.DUPLICATE_PLUGIN, "dev.sluice.plugins.validate.RequiredValidator");
    }

    @Test
    void jarThatIsNotTheOnePinned() throws IOException {
        bank().build(jar);
        project("plugins: {pins: {bank.jar: \"%s\"}}\n".formatted("0".repeat(64)));

        assertProblem(ErrorCode.PLUGIN_PIN, "not the one that is pinned");
        assertThat(problem().hint()).contains(Sha256.of(Files.readAllBytes(jar)).toString());
    }

    @Test
    void jarThatIsPinnedIsUsedAndOthersBesideItAreNot() throws IOException {
        bank().build(jar);
        project("plugins: {pins: {bank.jar: \"%s\"}}\n".formatted(Sha256.of(Files.readAllBytes(jar))));
        assertThat(open().pipeline("p").validate()).hasSize(1);

        validator("org.example.Other", "other").build(folder.resolve("plugins/other.jar"));
        assertThat(problem().message()).contains("other.jar", "but not this one");
    }

    @Test
    void pinnedJarThatIsGone() throws IOException {
        project("plugins: {pins: {bank.jar: \"%s\"}}\n".formatted("0".repeat(64)));

        assertProblem(ErrorCode.PLUGIN_PIN, "Cannot find");
    }

    @Test
    void pinThatIsNoHash() throws IOException {
        bank().build(jar);
        project("plugins: {pins: {bank.jar: latest}}\n");

        assertProblem(ErrorCode.PLUGIN_PIN, "is no SHA-256: 'latest'");
    }

    @Test
    void configurationCanBeShownThoughAJarIsBad() throws IOException {
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        assertThat(open().config(Optional.of("p")).toString()).isNotEmpty();
        assertThat(open().spec().name()).isEqualTo("bank");
    }
}
