package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    @TempDir
    Path folder;

    @Test
    void helpGoesToStdoutAndNothingToStderr() {
        Launched help = Launched.sluice(folder, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Examples:").contains("quarantine", "completion");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void commandsWithoutSparkHaveNoSparkOnTheirClassPath() throws IOException {
        try (Stream<Path> jars = Files.list(Launched.DISTRIBUTION.resolve("lib/light"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("spark-sql_") || name.startsWith("scala-library"));
        }
        assertThat(Launched.sluice(folder, "init", "shop").status()).isZero();
        assertThat(Launched.sluice(folder.resolve("shop"), "validate").err()).isEmpty();
        assertThat(Launched.sluice(folder.resolve("shop"), "config", "example").out())
                .contains("shop.example");
        assertThat(Launched.sluice(folder.resolve("shop"), "schema").out()).contains("draft-07");
        assertThat(Launched.sluice(folder.resolve("shop"), "runs").status()).isZero();
    }

    @Test
    void mistakesEndWithTwoAndNoStackTrace() {
        Launched unknown = Launched.sluice(folder, "validat");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .contains("error[SLU-702]", "did you mean 'validate'?")
                .doesNotContain("\tat ");
        assertThat(Launched.sluice(folder, "validate").status()).isEqualTo(2);
    }

    @Test
    void javaThatIsMissingIsToldInTheSameForm() {
        Launched launched = Launched.with(folder, Map.of("JAVA_HOME", "/nowhere"), "--help");

        assertThat(launched.status()).isEqualTo(2);
        assertThat(launched.err()).startsWith("error[SLU-708] Cannot find Java");
    }

    @Test
    void archiveOfClassesIsMadeOnceByTwoProcessesAndUsedSilently() throws Exception {
        Path app = copyWithoutSpark();
        ProcessBuilder maker = new ProcessBuilder(app.resolve("bin/sluice").toString(), "--make-archive", "light");
        Process first = maker.start();
        Process second = maker.start();
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();

        try (Stream<Path> files = Files.list(app.resolve(".archives"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .satisfies(name -> assertThat(name).startsWith("light-").endsWith(".jsa"));
        }
        Process help = new ProcessBuilder(app.resolve("bin/sluice").toString(), "--version").start();
        assertThat(new String(help.getErrorStream().readAllBytes())).isEmpty();
        assertThat(help.waitFor()).isZero();
    }

    @Test
    void homeThatCannotBeWrittenIsNoHindrance() throws IOException {
        Path home = Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

        Launched launched =
                Launched.with(folder, Map.of("SLUICE_HOME", home.toString(), "SLUICE_ARCHIVE", "off"), "--version");

        assertThat(launched.status()).isZero();
        assertThat(launched.err()).isEmpty();
    }

    private Path copyWithoutSpark() throws IOException {
        Path app = folder.resolve("app");
        Files.createDirectories(app.resolve("lib/spark"));
        for (String part : new String[] {"bin", "lib/light"}) {
            Files.createDirectories(app.resolve(part));
            try (Stream<Path> files = Files.list(Launched.DISTRIBUTION.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            app.resolve(part).resolve(file.getFileName()),
                            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return app;
    }
}
