package dev.sluice.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spark.LongTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks fail, linger and die on a real cluster; see {@link TaskFaults}. */
class TaskFaultsTest {
    private static final int EACH = Integer.getInteger("sluice.faults.each", LongTests.wanted() ? 30 : 1);

    @TempDir
    Path folder;

    @Test
    void whateverBecomesOfAttemptsEachRowIsCountedAndLandsOnce() throws Exception {
        Path log = folder.resolve("driver.log");
        Process driver = new ProcessBuilder(
                        HaltedProcess.java(List.of(), TaskFaults.class, folder.toString(), Integer.toString(EACH)))
                .redirectError(Redirect.to(log.toFile()))
                .start();
        try {
            String told = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.print(told);

            assertThat(driver.waitFor()).as(() -> told + "\n" + end(log)).isZero();
            assertThat(told.lines().filter(line -> line.startsWith("fault|"))).hasSize(3);
        } finally {
            // Its cluster ends with it.
            driver.destroy();
        }
    }

    private static String end(Path log) {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 5_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
