package dev.sluice.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemPrinterTest {
    @TempDir
    Path folder;

    @Test
    void problemIsShownInItsLine() {
        ProjectFolder.in(folder).with("pipelines/orders.yaml", "pipeline: orders\n\nsource:\n  pathh: /data/*.csv\n");
        Problem problem = Problem.at(
                        new Location("pipelines/orders.yaml", 4, 3, 5),
                        ErrorCode.UNKNOWN_KEY,
                        "unknown key 'pathh' in source")
                .withHint("did you mean 'path'?");

        assertThat(new ProblemPrinter(folder, Optional.of("dev"), false).print(problem))
                .isEqualTo("""
                error[SLU-102] unknown key 'pathh' in source
                  pipelines/orders.yaml:4:3
                    4 |   pathh: /data/*.csv
                      |   ^^^^^ did you mean 'path'?   (env: dev)
                """);
    }

    @Test
    void problemWithoutLineShowsItsAdvice() {
        ProblemPrinter printer = new ProblemPrinter(folder, Optional.empty(), false);

        assertThat(printer.print(Problem.at(
                        new Location("--set zone", 0, 0, 1), ErrorCode.UNKNOWN_ZONE, "zone names no time zone: 'x'")))
                .isEqualTo("""
                        error[SLU-120] zone names no time zone: 'x'
                          --set zone
                          Write an IANA name such as Europe/Berlin, or an offset such as +02:00.
                        """);
        assertThat(printer.print(List.of(
                        Problem.of(ErrorCode.PROJECT_NOT_FOUND, "Cannot find it"),
                        Problem.of(ErrorCode.NOT_SET, "Cannot tell").withHint("ask"))))
                .startsWith("error[SLU-140] Cannot find it\n  Go to")
                .endsWith("\n\nerror[SLU-153] Cannot tell\n  ask\n");
    }

    @Test
    void nothingInAFileCanSteerTheTerminal() {
        ProjectFolder.in(folder).with("p.yaml", "zone: \u001b[31m\u202ered\tx\n");
        Problem problem = Problem.at(new Location("p.yaml", 1, 7, 3), ErrorCode.UNKNOWN_ZONE, "no '\u001b[31m\r\n'");

        String text = new ProblemPrinter(folder, Optional.empty(), false).print(problem);

        assertThat(text).doesNotContain("\u001b", "\u202e", "\r", "\t").contains("no '\\u001b[31m\\r\\n'");
        assertThat(text.lines().toList().get(2)).isEqualTo("    1 | zone: \uFFFD[31m\uFFFDred x");
        assertThat(text.lines().toList().get(3)).startsWith("      |       ^^^ ");
    }

    @Test
    void longLineIsCutAroundThePlace() {
        ProjectFolder.in(folder).with("p.yaml", "a".repeat(5000) + "!" + "b".repeat(5000));
        Problem problem = Problem.at(new Location("p.yaml", 1, 5001, 1), ErrorCode.UNKNOWN_ZONE, "x");

        List<String> lines = new ProblemPrinter(folder, Optional.empty(), false)
                .print(problem)
                .lines()
                .toList();

        assertThat(lines.get(2)).hasSizeLessThan(140).contains("a!b");
        assertThat(lines.get(3).indexOf('^')).isEqualTo(lines.get(2).indexOf('!'));
    }

    @Test
    void coloursAreOnlyThereWhereWanted() {
        Problem problem = Problem.of(ErrorCode.NOT_SET, "x");

        assertThat(new ProblemPrinter(folder, Optional.empty(), true).print(problem))
                .contains("\u001b[1;31merror[SLU-153]\u001b[0m x");
    }
}
