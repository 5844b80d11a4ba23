package dev.sluice.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This machine's files. Entries have their real paths, links resolved, so that a file has one identity however it was
 * reached. Does not go through Hadoop, whose local file system hides links and starts processes to learn permissions.
 */
final class LocalFileStore implements FileStore {
    static final String SCHEME = "file:";

    @Override
    public Optional<Entry> find(String path) throws IOException {
        Path local = local(path);
        if (local.getParent() == null) {
            return Optional.of(new Entry("", path, Kind.FOLDER, 0, ""));
        }
        try {
            return entry(name(local), local.toRealPath());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            // On the way is a file that is no folder; or links in a circle, which is an error.
            if (isBelowFile(local)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<Entry> children(String folder) throws IOException {
        Path real = local(folder).toRealPath();
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
            for (Path child : stream) {
                child(child).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public InputStream open(String file) throws IOException {
        return Files.newInputStream(local(file));
    }

    private static Optional<Entry> child(Path child) throws IOException {
        if (!Files.exists(Path.of(child.toString()), LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(
                        "the name of %s has characters that the locale of this process cannot express;".formatted(child)
                                + " start it with LC_ALL=C.UTF-8");
            }
            return Optional.empty();
        }
        try {
            return entry(name(child), Files.isSymbolicLink(child) ? child.toRealPath() : child);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return Optional.empty(); // gone meanwhile, or a link to nothing or in a circle
        }
    }

    private static Optional<Entry> entry(String name, Path real) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        String path = SCHEME + real;
        if (attributes.isDirectory()) {
            return Optional.of(new Entry(name, path, Kind.FOLDER, 0, ""));
        }
        Kind kind = attributes.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
        String version = "mtime:" + attributes.lastModifiedTime().toMillis();
        return Optional.of(new Entry(name, path, kind, attributes.size(), version));
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean isBelowFile(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.exists(parent)) {
                return !Files.isDirectory(parent);
            }
        }
        return false;
    }

    /** {@code /in/a} of {@code file:/in/a}, {@code file:///in/a} or {@code /in/a}. */
    static String withoutScheme(String path) {
        if (!path.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return path;
        }
        String rest = path.substring(SCHEME.length());
        return rest.startsWith("///") ? rest.substring(2) : rest;
    }

    static Path local(String path) {
        return Path.of(path.substring(SCHEME.length()));
    }
}
