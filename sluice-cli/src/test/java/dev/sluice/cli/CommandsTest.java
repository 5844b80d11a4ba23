package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TestFactory
    List<DynamicTest> helpOfEachCommandOpensWithTwoExamples() {
        Deque<CommandLine> open = new ArrayDeque<>(List.of(commands().commandLine()));
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
        assertThat(run("init", "shop")).isZero();
        assertThat(run("--project", "shop", "validate")).isZero();
        assertThat(out()).contains("example");

        assertThat(run("init", "shop")).isEqualTo(2);
        assertThat(err()).contains("error[SLU-705]", "is there already");
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(run("init", "shop")).isZero();

        assertThat(run("--set", "inbox=/a", "config", "example", "--project", "shop", "--set", "zone=Europe/Berlin"))
                .isZero();
        assertThat(out()).contains("inbox: /a", "zone: Europe/Berlin");
    }

    @Test
    void configTellsTheFileAndLineThatSetAKey() {
        assertThat(run("init", "shop")).isZero();

        assertThat(run("--project", "shop", "config", "example", "--why", "vars.inbox", "-e", "prod", "-o", "csv"))
                .isZero();
        assertThat(out()).contains("conf/base.yaml", "*,/data/inbox,conf/prod.yaml,conf/prod.yaml,6,");
    }

    @Test
    void unknownKeyIsShownWithItsLine() throws IOException {
        assertThat(run("init", "shop")).isZero();
        Path file = folder.resolve("shop/pipelines/example.yaml");
        Files.writeString(file, Files.readString(file).replace("  files:", "  fils:"));

        assertThat(run("--project", "shop", "validate")).isEqualTo(2);
        assertThat(err())
                .contains("error[SLU-102]", "pipelines/example.yaml:7:3", "fils: ${inbox}", "did you mean 'files'?")
                .doesNotContain("\tat ");
    }

    @Test
    void usageErrorsHaveTheFormOfAllErrors() {
        assertThat(run("vlidate")).isEqualTo(2);
        assertThat(err()).isEqualTo("error[SLU-702] unknown command 'vlidate'\n  did you mean 'validate'?\n");

        assertThat(run("run")).isEqualTo(2);
        assertThat(err()).startsWith("error[SLU-701] ").contains("PIPELINE", "sluice run --help");

        assertThat(run("runs", "--limt", "3")).isEqualTo(2);
        assertThat(err()).contains("error[SLU-703]", "did you mean '--limit'?");

        assertThat(run("runs", "-o", "xml")).isEqualTo(2);
        assertThat(err()).contains("error[SLU-704]");
    }

    @Test
    void projectThatIsMissingIsToldWithWhatToDo() {
        assertThat(run("validate")).isEqualTo(2);
        assertThat(err()).contains("error[SLU-140]", "--project");
    }

    @Test
    void runsOfAProjectThatNeverRanAreNoneAndMakeNoLedger() {
        assertThat(run("init", "shop")).isZero();
        assertThat(run("--project", "shop", "runs", "-o", "json")).isZero();
        assertThat(out()).contains("\"rows\" : [ ]");
        assertThat(folder.resolve("shop/.sluice")).doesNotExist();
    }

    @Test
    void schemaAndCompletionGoToStdout() {
        assertThat(run("schema")).isZero();
        assertThat(out()).contains("http://json-schema.org/draft-07/schema#", "\"split\"");

        assertThat(run("completion", "zsh")).isZero();
        assertThat(out()).startsWith("autoload").contains("quarantine");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return commands().execute(args);
    }

    private Commands commands() {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        return new Commands(Invocation.of(console, Map.of(), folder));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
