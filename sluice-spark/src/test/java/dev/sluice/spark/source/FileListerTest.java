package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Format;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.SourceSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListerTest {
    @TempDir
    Path temp;

    Path in;

    @BeforeEach
    void realFolder() throws IOException {
        in = Files.createDirectory(temp.toRealPath().resolve("in"));
    }

    @Test
    void patternFindsItsFilesSortedAndPassesOverHiddenOnes() throws IOException {
        write("b.csv", "a.csv", "a.txt", "_tmp.csv", ".a.csv", "c.csv._COPYING_", "sub/d.csv");

        assertThat(names(in + "/*.csv")).containsExactly("a.csv", "b.csv");
        assertThat(names(in + "/*")).containsExactly("a.csv", "a.txt", "b.csv");
        assertThat(names(in + "/*/*.csv")).containsExactly("sub/d.csv");
        assertThat(names(in + "/_tmp.csv")).containsExactly("_tmp.csv");
    }

    @Test
    void patternsKnowSetsRangesAlternativesAndBackslashes() throws IOException {
        write("a1.csv", "a2.csv", "b1.csv", "x[1].csv", "a,b.csv", "a-.csv");

        assertThat(names(in + "/a[1-2].csv")).containsExactly("a1.csv", "a2.csv");
        assertThat(names(in + "/[!a]*.csv")).containsExactly("b1.csv", "x[1].csv");
        assertThat(names(in + "/[^b-z]?.csv")).containsExactly("a-.csv", "a1.csv", "a2.csv");
        assertThat(names(in + "/{a,b}1.{csv,txt}")).containsExactly("a1.csv", "b1.csv");
        assertThat(names(in + "/x\\[1\\].csv")).containsExactly("x[1].csv");
        assertThat(names(in + "/a[1-].csv")).containsExactly("a-.csv", "a1.csv");
        assertThat(names(in + "/a,b.csv")).containsExactly("a,b.csv");
    }

    @Test
    void twoStarsStandForAnyNumberOfFolders() throws IOException {
        write("a.csv", "x/b.csv", "x/y/c.csv", "x/_z/d.csv", "x/y/e.txt");
        Files.createSymbolicLink(in.resolve("x/y/up"), in);

        assertThat(names(in + "/**/*.csv")).containsExactly("a.csv", "x/b.csv", "x/y/c.csv");
        assertThat(names(in + "/**")).containsExactly("a.csv", "x/b.csv", "x/y/c.csv", "x/y/e.txt");
        assertThat(names(in + "/**/y/*.csv")).containsExactly("x/y/c.csv");
    }

    @Test
    void namedFolderMeansItsFiles() throws IOException {
        write("a.csv", "b.csv", "_SUCCESS", "sub/c.csv");

        assertThat(names(in.toString())).containsExactly("a.csv", "b.csv");
        assertThat(names("file://" + in + "/")).containsExactly("a.csv", "b.csv");
    }

    @Test
    void patternThatMatchesNothingGivesNoFiles() {
        assertThat(list(in + "/*.csv")).isEmpty();
        assertThat(list(in + "/not/there/*.csv")).isEmpty();
        assertThat(list(in + "/*/a.csv")).isEmpty();
    }

    @Test
    void missingPathSaysWhatIsNear() throws IOException {
        write("orders.csv");

        assertThat(problem(in + "/order.csv")).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.PATH_NOT_FOUND);
            assertThat(problem.message())
                    .isEqualTo("Cannot read file:%s/order.csv: there is no such file or folder".formatted(in));
            assertThat(problem.hint()).isEqualTo("did you mean 'file:%s/orders.csv'?".formatted(in));
        });
        assertThat(problem(in + "/x/y/z.csv").hint()).isEqualTo("the nearest folder that exists is file:" + in);
        assertThat(problem(in + "/orders.csv/a").hint())
                .isEqualTo("file:%s/orders.csv is a file, not a folder".formatted(in));
    }

    @Test
    void danglingAndCircularLinksAreNoFiles() throws IOException {
        write("a.csv");
        Files.createSymbolicLink(in.resolve("gone.csv"), in.resolve("nowhere"));
        Files.createSymbolicLink(in.resolve("loop.csv"), in.resolve("loop.csv"));

        assertThat(names(in + "/*.csv")).containsExactly("a.csv");
        assertThat(problem(in + "/gone.csv").code()).isEqualTo(ErrorCode.PATH_NOT_FOUND);
        assertThat(problem(in + "/loop.csv").code()).isEqualTo(ErrorCode.PATH_UNREADABLE);
    }

    @Test
    void fileThatIsReachedInSeveralWaysIsListedOnce() throws IOException {
        write("a.csv");
        Files.createSymbolicLink(in.resolve("latest.csv"), in.resolve("a.csv"));

        assertThat(names(in + "/*.csv", in + "/a.csv", in + "/../in/./a.csv", in + "/latest.csv"))
                .containsExactly("a.csv");
    }

    @Test
    void linkIsMatchedByItsOwnName() throws IOException {
        write("store/x.dat");
        Files.createSymbolicLink(in.resolve("today.csv"), in.resolve("store/x.dat"));

        assertThat(names(in + "/*.csv")).containsExactly("store/x.dat");
    }

    @Test
    void pipesAreRefusedWhereNamedAndPassedOverElsewhere() throws Exception {
        write("a.csv");
        Process mkfifo = new ProcessBuilder("mkfifo", in.resolve("pipe.csv").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThat(names(in + "/*.csv")).containsExactly("a.csv");
        assertThat(problem(in + "/pipe.csv").message()).contains("it is a pipe, device or socket");
        assertThat(problem("/dev/zero").code()).isEqualTo(ErrorCode.PATH_UNREADABLE);
    }

    @Test
    void pathsThatLeadOutOfTheRootsAreRefused() throws IOException {
        write("a.csv");
        Path outside = Files.createDirectory(in.resolveSibling("outside"));
        Files.writeString(outside.resolve("secret.csv"), "x");
        Files.createSymbolicLink(in.resolve("link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(in.resolve("folder"), outside);
        ProjectSpec project = project(in.toString());

        for (String path : List.of(
                outside + "/secret.csv",
                outside + "/*.csv",
                in + "/../outside/secret.csv",
                in + "/../outside/*.csv",
                in + "/link.csv",
                in + "/*.csv",
                in + "/folder/secret.csv",
                in + "/folder/*",
                in + "/**/none.csv",
                in + "2/../outside",
                "file://" + outside + "/secret.csv")) {
            SluiceException refused = refused(project, path);
            assertThat(refused.code()).as(path).isEqualTo(ErrorCode.PATH_OUTSIDE_ROOTS);
            assertThat(refused).hasMessageContaining(path).hasMessageContaining("file:" + in);
        }
        assertThat(refused(project, in + "/link.csv"))
                .hasMessageContaining("it leads to file:%s/secret.csv, outside the project's roots".formatted(outside));
        assertThat(FileLister.list(source(in + "/a*.csv"), project, new Configuration()))
                .hasSize(1);
    }

    @Test
    void rootMayBeALinkOrRelativeToTheProject() throws IOException {
        write("a.csv");
        Path link = Files.createSymbolicLink(in.resolveSibling("inbox"), in);

        assertThat(FileLister.list(source(in + "/a.csv"), project(link.toString()), new Configuration()))
                .hasSize(1);
        assertThat(FileLister.list(source(link + "/a.csv"), project("inbox"), new Configuration()))
                .extracting(SourceFile::path)
                .containsExactly("file:" + in + "/a.csv");
    }

    @Test
    void foreignSchemesAreRefused() {
        for (String path :
                List.of("http://h/a.csv", "ftp://h/a.csv", "jar:file:/a.jar!/b", "har:///a.har/b", "data:,x")) {
            assertThat(problem(path).code()).as(path).isEqualTo(ErrorCode.PATH_SCHEME);
        }
        assertThat(refused(project(), "s3a://bucket/a.csv")).hasMessageContaining("no file system for 's3a:'");
        assertThat(refused(project(in.toString()), "s3a://bucket/a.csv").code()).isEqualTo(ErrorCode.PATH_SCHEME);
    }

    @Test
    void guardTravelsToTheTasksAndNoticesALinkPutThereSince() throws Exception {
        write("a.csv");
        PathGuard guard = copy(PathGuard.of(project(in.toString())));
        guard.check("file:" + in + "/a.csv");

        Files.writeString(in.resolveSibling("secret"), "x");
        Files.delete(in.resolve("a.csv"));
        assertThat(catchThrowableOfType(SluiceException.class, () -> guard.check("file:" + in + "/a.csv"))
                        .code())
                .isEqualTo(ErrorCode.PATH_NOT_FOUND);
        Files.createSymbolicLink(in.resolve("a.csv"), in.resolveSibling("secret"));
        assertThat(catchThrowableOfType(SluiceException.class, () -> guard.check("file:" + in + "/a.csv"))
                        .code())
                .isEqualTo(ErrorCode.PATH_OUTSIDE_ROOTS);
    }

    @Test
    void brokenPatternsAreRefused() {
        for (String path :
                List.of("/in/[a.csv", "/in/{a,b.csv", "/in/a}.csv", "/in/{a,b/c}.csv", "/in/[z-a].csv", "s3a:")) {
            assertThat(problem(path).code()).as(path).isEqualTo(ErrorCode.PATH_PATTERN);
        }
    }

    @Test
    void folderWithoutPermissionIsAnError() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        write("closed/a.csv", "b.csv");
        Files.setPosixFilePermissions(in.resolve("closed"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(in.resolve("b.csv"), PosixFilePermissions.fromString("---------"));
        try {
            assertThat(problem(in + "/closed/*.csv").code()).isEqualTo(ErrorCode.PATH_UNREADABLE);
            assertThat(problem(in + "/closed/a.csv").code()).isEqualTo(ErrorCode.PATH_UNREADABLE);
            assertThat(problem(in + "/b.csv").message()).contains("permission denied");
        } finally {
            Files.setPosixFilePermissions(in.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void versionIsTheTimeOrTheContent() throws IOException {
        write("a.csv", "b.csv");
        Files.setLastModifiedTime(in.resolve("a.csv"), FileTime.fromMillis(1234));

        assertThat(list(in + "/a.csv")).containsExactly(new SourceFile("file:" + in + "/a.csv", 5, "mtime:1234"));
        SourceSpec byContent = source(true, in + "/*.csv");
        assertThat(FileLister.list(byContent, project(), new Configuration()))
                .extracting(SourceFile::version)
                .containsExactly(sha("a.csv"), sha("b.csv"));
    }

    @Test
    void strangeNamesAreNamesOnly() throws IOException {
        write("a b.csv", "a%20b.csv", "ä.csv", "a:b.csv", "a#b?.csv", "a\nb.csv", "-rf.csv");

        assertThat(names(in + "/*.csv"))
                .containsExactlyInAnyOrder(
                        "a b.csv", "a%20b.csv", "ä.csv", "a:b.csv", "a#b?.csv", "a\nb.csv", "-rf.csv");
        for (SourceFile file : list(in + "/*.csv")) {
            assertThat(new org.apache.hadoop.fs.Path(file.path()).toString()).isEqualTo(file.path());
        }
    }

    @Test
    void otherFileSystemsAreListedThroughHadoop() throws IOException {
        write("a.csv", "_b.csv", "sub/c.csv");
        Configuration configuration = new Configuration();
        configuration.setClass("fs.mem.impl", OtherFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        ProjectSpec project = project("mem://store" + in);

        assertThat(FileLister.list(source("mem://store" + in + "/**/*.csv"), project, configuration))
                .extracting(SourceFile::path)
                .containsExactly("mem://store" + in + "/a.csv", "mem://store" + in + "/sub/c.csv");
        assertThat(catchThrowableOfType(
                                SluiceException.class,
                                () -> FileLister.list(source("mem://store" + in + "/../x.csv"), project, configuration))
                        .code())
                .isEqualTo(ErrorCode.PATH_NOT_FOUND);
    }

    /** The local file system under another scheme, as a store that is not of this machine. */
    public static final class OtherFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("mem://store");
        }

        @Override
        public String getScheme() {
            return "mem";
        }
    }

    private static PathGuard copy(PathGuard guard) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(guard);
        }
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (PathGuard) input.readObject();
        }
    }

    private static String sha(String text) {
        try {
            return dev.sluice.core.batch.ContentHash.version(new ByteArrayInputStream(text.getBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = in.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    private List<String> names(String... paths) {
        return list(paths).stream()
                .map(file -> file.path().substring(("file:" + in + "/").length()))
                .toList();
    }

    private List<SourceFile> list(String... paths) {
        return FileLister.list(source(paths), project(), new Configuration());
    }

    private Problem problem(String path) {
        return refused(project(), path).problems().get(0);
    }

    private static SluiceException refused(ProjectSpec project, String path) {
        SluiceException refused = catchThrowableOfType(
                SluiceException.class, () -> FileLister.list(source(path), project, new Configuration()));
        assertThat(refused).as(path).isNotNull();
        return refused;
    }

    private ProjectSpec project(String... roots) {
        Path folder = in.getParent();
        return new ProjectSpec("p", folder, folder, "", "", "", List.of(roots), Map.of(), Optional.empty());
    }

    private static SourceSpec source(String... files) {
        return source(false, files);
    }

    private static SourceSpec source(boolean byContent, String... files) {
        return new SourceSpec(List.of(files), new NoFormat(), new NoOptions(), List.of(), byContent, null);
    }

    private static final class NoFormat implements Format {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("none", "Nothing.");
        }

        @Override
        public List<Problem> check(Options options) {
            return List.of();
        }
    }

    private static final class NoOptions implements Options {
        @Override
        public <T> T get(Option<T> option) {
            throw new IllegalStateException(option.name());
        }

        @Override
        public <T> Optional<T> find(Option<T> option) {
            return Optional.empty();
        }

        @Override
        public Location location(Option<?> option) {
            return null;
        }

        @Override
        public Location location() {
            return null;
        }
    }
}
