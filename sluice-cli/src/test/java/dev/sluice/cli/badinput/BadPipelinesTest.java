package dev.sluice.cli.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configuration that would reach beyond the rows, or make its reader work without end, is refused at a place. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadPipelinesTest {
    @TempDir
    Path folder;

    static Stream<BadPipeline> pipelines() {
        return Stream.of(BadPipeline.expressions(), BadPipeline.yaml()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void badPipelineIsRefused(BadPipeline bad) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: bad\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("pipelines/bad.yaml"), bad.text());

        SluiceException thrown = catchThrowableOfType(
                SluiceException.class, () -> BadProject.project(folder).pipeline("bad"));

        assertThat(thrown.problems()).first().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(bad.code());
            assertThat(problem.location()).isNotNull();
            assertThat(problem.message().length()).isLessThan(1_000);
        });
    }
}
