package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @TestFactory
    List<DynamicTest> helpOfEachCommandOpensWithTwoExamples() {
        Deque<CommandLine> open = new ArrayDeque<>(List.of(sluice.commands().commandLine()));
        List<DynamicTest> tests = new java.util.ArrayList<>();
        while (!open.isEmpty()) {
            CommandLine line = open.pop();
            open.addAll(line.getSubcommands().values());
            tests.add(DynamicTest.dynamicTest(line.getCommandSpec().qualifiedName(), () -> {
                List<String> help = line.getUsageMessage().lines().toList();
                assertThat(help.get(0)).isEqualTo("Examples:");
                assertThat(help.subList(1, 3))
                        .allSatisfy(example -> assertThat(example).contains("sluice "));
                assertThat(help.get(3)).isEmpty();
            }));
        }
        return tests;
    }

    @Test
    void newProjectIsValidAndTwiceTheSameFolderIsRefused() {
        assertThat(sluice.run("init", "shop")).isZero();
        assertThat(sluice.run("--project", "shop", "validate")).isZero();
        assertThat(sluice.out()).contains("example");

        assertThat(sluice.run("init", "shop")).isEqualTo(2);
        assertThat(sluice.err()).contains("error[SLU-705]", "is there already");
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(sluice.run("init", "shop")).isZero();

        assertThat(sluice.run(
                        "--set", "inbox=/a", "config", "example", "--project", "shop", "--set", "zone=Europe/Berlin"))
                .isZero();
        assertThat(sluice.out()).contains("inbox: /a", "zone: Europe/Berlin");
    }

    @Test
    void configTellsTheFileAndLineThatSetAKey() {
        assertThat(sluice.run("init", "shop")).isZero();

        assertThat(sluice.run(
                        "--project", "shop", "config", "example", "--why", "vars.inbox", "-e", "prod", "-o", "csv"))
                .isZero();
        assertThat(sluice.out()).contains("conf/base.yaml", "*,/data/inbox,conf/prod.yaml,conf/prod.yaml,6,");
    }

    @Test
    void unknownKeyIsShownWithItsLine() throws IOException {
        assertThat(sluice.run("init", "shop")).isZero();
        Path file = folder.resolve("shop/pipelines/example.yaml");
        Files.writeString(file, Files.readString(file).replace("  files:", "  fils:"));

        assertThat(sluice.run("--project", "shop", "validate")).isEqualTo(2);
        assertThat(sluice.err())
                .contains("error[SLU-102]", "pipelines/example.yaml:7:3", "fils: ${inbox}", "did you mean 'files'?")
                .doesNotContain("\tat ");
    }

    @Test
    void usageErrorsHaveTheFormOfAllErrors() {
        assertThat(sluice.run("vlidate")).isEqualTo(2);
        assertThat(sluice.err()).isEqualTo("error[SLU-702] unknown command 'vlidate'\n  did you mean 'validate'?\n");

        assertThat(sluice.run("run")).isEqualTo(2);
        assertThat(sluice.err()).startsWith("error[SLU-701] ").contains("PIPELINE", "sluice run --help");

        assertThat(sluice.run("runs", "--limt", "3")).isEqualTo(2);
        assertThat(sluice.err()).contains("error[SLU-703]", "did you mean '--limit'?");

        assertThat(sluice.run("runs", "-o", "xml")).isEqualTo(2);
        assertThat(sluice.err()).contains("error[SLU-704]");
    }

    @Test
    void projectThatIsMissingIsToldWithWhatToDo() {
        assertThat(sluice.run("validate")).isEqualTo(2);
        assertThat(sluice.err()).contains("error[SLU-140]", "--project");
    }

    @Test
    void runsOfAProjectThatNeverRanAreNoneAndMakeNoLedger() {
        assertThat(sluice.run("init", "shop")).isZero();
        assertThat(sluice.run("--project", "shop", "runs", "-o", "json")).isZero();
        assertThat(sluice.out()).contains("\"rows\" : [ ]");
        assertThat(folder.resolve("shop/.sluice")).doesNotExist();
    }

    @Test
    void schemaAndCompletionGoToStdout() {
        assertThat(sluice.run("schema")).isZero();
        assertThat(sluice.out()).contains("http://json-schema.org/draft-07/schema#", "\"split\"");

        assertThat(sluice.run("completion", "zsh")).isZero();
        assertThat(sluice.out()).startsWith("autoload").contains("quarantine");
    }
}
