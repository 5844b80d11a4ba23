package dev.sluice.cli.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A path that may not or cannot be read ends the run with its code; nothing is published. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadPathsTest {
    @TempDir
    static Path folder;

    private static BadProject project;

    static List<BadPath> paths() {
        return BadPath.all();
    }

    @BeforeAll
    static void open() throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.createDirectories(folder.resolve("secret"));
        Files.writeString(folder.resolve("secret/x.csv"), "id,name,note\n1,a,b\n");
        for (BadPath path : paths()) {
            BadProject.pipeline(folder, path.pipeline(), path.files(), "csv", "");
        }
        BadProject.pipeline(folder, "beside", "inbox/beside/*.csv", "csv", "");
        BadProject.pipeline(folder, "swapped", "inbox/swapped.csv", "csv", "");
        BadProject.pipeline(folder, "removed", "inbox/removed.csv", "csv", "");
        project = BadProject.open(folder, "roots: [inbox]\n");
    }

    @AfterAll
    static void close() {
        project.close();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void badPathIsRefused(BadPath bad) throws IOException {
        assumeFalse(bad.needsPermissions() && "root".equals(System.getProperty("user.name")), "root may read all");
        bad.set().in(folder);

        assertRefused(bad.pipeline(), bad.code(), () -> project.run(bad.pipeline()));
    }

    @Test
    void linkToNothingThatAPatternMeetsIsNoFile() throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox/beside"));
        Files.writeString(inbox.resolve("good.csv"), "id,name,note\n1,a,b\n");
        Files.createSymbolicLink(inbox.resolve("dangling.csv"), folder.resolve("nowhere"));

        assertThat(project.run("beside").rows().landed()).isEqualTo(1);
    }

    @Test
    void fileThatBecomesALinkOutOfTheRootsAfterItWasListedIsNotRead() throws IOException {
        Path secret = folder.resolve("secret/x.csv");
        Path file = Files.copy(secret, folder.resolve("inbox/swapped.csv"), StandardCopyOption.COPY_ATTRIBUTES);

        assertRefused(
                "swapped",
                ErrorCode.PATH_OUTSIDE_ROOTS,
                () -> runAfterwards("swapped", () -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, secret);
                }));
    }

    @Test
    void fileThatIsGoneSinceItWasListedStopsTheRun() throws IOException {
        Path file = Files.writeString(folder.resolve("inbox/removed.csv"), "id,name,note\n1,a,b\n");

        assertRefused("removed", ErrorCode.SOURCE_CHANGED, () -> runAfterwards("removed", () -> Files.delete(file)));
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Runs, and makes a change once the files are listed. */
    private static void runAfterwards(String pipeline, Change change) {
        project.sluice().run(pipeline, RunOptions.DEFAULT, new RunListener() {
            private boolean made;

            @Override
            public void step(String name, String detail) {
                if (!made && name.equals("read")) {
                    made = true;
                    try {
                        change.make();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }

            @Override
            public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
        });
    }

    private static void assertRefused(String pipeline, ErrorCode code, ThrowingCallable run) {
        SluiceException thrown = catchThrowableOfType(SluiceException.class, run);

        assertThat(thrown.code()).isEqualTo(code);
        assertThat(project.sluice().catalog().find(new TableName("bad", pipeline)))
                .as("table")
                .satisfiesAnyOf(
                        found -> assertThat(found).isEmpty(),
                        found -> assertThat(found.orElseThrow().currentSnapshot())
                                .isNull());
    }
}
