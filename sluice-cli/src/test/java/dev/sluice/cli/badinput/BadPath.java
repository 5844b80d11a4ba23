package dev.sluice.cli.badinput;

import dev.sluice.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A path that may not or cannot be read.
 *
 * @param input what is bad, for the page
 * @param files the source's pattern; the project's one root is {@code inbox}, and a file lies in {@code secret} beside it
 * @param set makes it so
 */
record BadPath(String pipeline, String input, String files, ErrorCode code, Setting set) {
    interface Setting {
        void in(Path folder) throws IOException;
    }

    static List<BadPath> all() {
        return List.of(
                bad("parent", "`..` out of the roots", "inbox/../secret/x.csv", ErrorCode.PATH_OUTSIDE_ROOTS),
                bad("absolute", "an absolute path outside the roots", "/etc/hostname", ErrorCode.PATH_OUTSIDE_ROOTS),
                new BadPath(
                        "link",
                        "a link out of the roots",
                        "inbox/link/*.csv",
                        ErrorCode.PATH_OUTSIDE_ROOTS,
                        folder -> link(folder, "link/x.csv", folder.resolve("secret/x.csv"))),
                new BadPath(
                        "folder_link",
                        "a link to a folder outside the roots",
                        "inbox/out/*.csv",
                        ErrorCode.PATH_OUTSIDE_ROOTS,
                        folder -> link(folder, "out", folder.resolve("secret"))),
                bad("http", "`http:`", "http://127.0.0.1/x.csv", ErrorCode.PATH_SCHEME),
                bad("ftp", "`ftp:`", "ftp://127.0.0.1/x.csv", ErrorCode.PATH_SCHEME),
                bad("jar", "`jar:`", "jar:file:/x.jar!/x.csv", ErrorCode.PATH_SCHEME),
                bad("s3", "`s3a:`, which is no root of the project", "s3a://bucket/x.csv", ErrorCode.PATH_SCHEME),
                bad("missing", "a file that does not exist", "inbox/missing.csv", ErrorCode.PATH_NOT_FOUND),
                new BadPath(
                        "dangling",
                        "a link to nothing",
                        "inbox/dangling.csv",
                        ErrorCode.PATH_NOT_FOUND,
                        folder -> link(folder, "dangling.csv", folder.resolve("nowhere"))),
                new BadPath(
                        "circle",
                        "links in a circle",
                        "inbox/circle.csv",
                        ErrorCode.PATH_UNREADABLE,
                        folder -> link(folder, "circle.csv", folder.resolve("inbox/circle.csv"))),
                new BadPath(
                        "locked_file",
                        "a file without the permission to read it",
                        "inbox/locked.csv",
                        ErrorCode.PATH_UNREADABLE,
                        folder -> lock(Files.createFile(folder.resolve("inbox/locked.csv")))),
                new BadPath(
                        "locked_folder",
                        "a folder without the permission to read it",
                        "inbox/locked/*.csv",
                        ErrorCode.PATH_UNREADABLE,
                        folder -> lock(Files.createDirectory(folder.resolve("inbox/locked")))),
                bad("bracket", "a pattern with an open bracket", "inbox/[a.csv", ErrorCode.PATH_PATTERN));
    }

    private static BadPath bad(String pipeline, String input, String files, ErrorCode code) {
        return new BadPath(pipeline, input, files, code, folder -> {});
    }

    /** Whether only a user other than root meets it. */
    boolean needsPermissions() {
        return pipeline.startsWith("locked");
    }

    private static void link(Path folder, String name, Path to) throws IOException {
        Path link = folder.resolve("inbox").resolve(name);
        Files.createDirectories(link.resolveSibling("."));
        Files.createSymbolicLink(link, to);
    }

    private static void lock(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }

    @Override
    public String toString() {
        return input;
    }
}
