package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.spark.source.FileStore.Entry;
import dev.sluice.spark.source.FileStore.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files that a source names.
 *
 * <p>A plain path must exist: a file, or a folder whose files are meant (not those of its folders). A pattern (see
 * {@link PathPattern}) may match nothing, and matches files only. Names that begin with {@code _} or {@code .} are
 * passed over unless they are spelled out. Links are followed; a file is known by its real path and counted once.
 */
public final class FileLister {
    private static final Pattern STORE =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+:(?://[^/]+|(?=/)))(/.*)?", Pattern.DOTALL);

    private final PathGuard guard;
    private final FileStore local = new LocalFileStore();
    private final FileStore remote;
    private final Map<String, Entry> found = new LinkedHashMap<>();

    private FileLister(PathGuard guard, FileStore remote) {
        this.guard = guard;
        this.remote = remote;
    }

    /**
     * The files that match now, sorted by path; empty if patterns match nothing.
     *
     * @throws SluiceException {@code PATH_NOT_FOUND}, {@code PATH_UNREADABLE}, {@code PATH_OUTSIDE_ROOTS},
     *     {@code PATH_SCHEME}, {@code PATH_PATTERN}
     */
    public static List<SourceFile> list(SourceSpec source, ProjectSpec project, Configuration configuration) {
        FileLister lister = new FileLister(PathGuard.of(project), new HadoopFileStore(configuration));
        source.files().forEach(lister::add);
        return lister.files(source.fingerprintByContent());
    }

    /**
     * Those of the files that are still there, as they are now, sorted by path.
     *
     * @param paths as {@link SourceFile} has them
     * @throws SluiceException {@code PATH_UNREADABLE}, {@code PATH_OUTSIDE_ROOTS}, {@code PATH_SCHEME}
     */
    public static List<SourceFile> present(
            SourceSpec source, Collection<String> paths, ProjectSpec project, Configuration configuration) {
        FileLister lister = new FileLister(PathGuard.of(project), new HadoopFileStore(configuration));
        paths.forEach(lister::addPresent);
        return lister.files(source.fingerprintByContent());
    }

    /** As {@link #present}, of files on the disks of this machine by their times; the others are left out. */
    public static List<SourceFile> presentOnDisk(Collection<String> paths, ProjectSpec project) {
        FileLister lister = new FileLister(PathGuard.of(project), new LocalFileStore());
        paths.stream().filter(PathGuard::isFile).forEach(lister::addPresent);
        return lister.files(false);
    }

    private List<SourceFile> files(boolean byContent) {
        List<Entry> entries = found.values().stream()
                .sorted(Comparator.comparing(Entry::path))
                .toList();
        return byContent
                ? ContentVersions.of(entries, this::store)
                : entries.stream()
                        .map(entry -> new SourceFile(entry.path(), entry.size(), entry.version()))
                        .toList();
    }

    private void addPresent(String path) {
        guard.checkScheme(path);
        try {
            store(path).find(path).filter(entry -> entry.kind() == Kind.FILE).ifPresent(entry -> take(entry, path));
        } catch (IOException | UnsupportedOperationException e) {
            throw unreadable(path, e);
        }
    }

    private void add(String text) {
        guard.checkScheme(text);
        PathPattern pattern = parse(text);
        FileStore store = store(pattern.base());
        try {
            Optional<Entry> base = store.find(pattern.base());
            if (pattern.parts().isEmpty()) {
                addNamed(store, text, pattern.base(), base);
            } else if (base.isPresent() && base.get().kind() == Kind.FOLDER) {
                new PatternWalk(store, folder -> guard.checkInside(text, folder.path()), file -> take(file, text))
                        .walk(base.get(), pattern.parts());
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw unreadable(text, e);
        }
    }

    private void addNamed(FileStore store, String text, String path, Optional<Entry> named) throws IOException {
        Entry entry = named.orElseThrow(() -> MissingPath.of(store, path));
        guard.checkInside(text, entry.path());
        switch (entry.kind()) {
            case FILE -> take(entry, text);
            case FOLDER -> {
                for (Entry child : store.children(entry.path())) {
                    if (child.kind() == Kind.FILE && !PatternWalk.isHidden(child.name())) {
                        take(child, text);
                    }
                }
            }
            case SPECIAL ->
                throw new SluiceException(
                        ErrorCode.PATH_UNREADABLE,
                        "Cannot read %s: it is a pipe, device or socket, not a file".formatted(path));
        }
    }

    private void take(Entry file, String text) {
        guard.checkInside(text, file.path());
        if (PathGuard.isFile(file.path()) && !Files.isReadable(LocalFileStore.local(file.path()))) {
            throw new SluiceException(
                    ErrorCode.PATH_UNREADABLE, "Cannot read %s: permission denied".formatted(file.path()));
        }
        found.put(file.path(), file);
    }

    private FileStore store(String path) {
        return PathGuard.isFile(path) ? local : remote;
    }

    private static PathPattern parse(String text) {
        if (PathGuard.isFile(text)) {
            return PathPattern.of(text, LocalFileStore.SCHEME, LocalFileStore.withoutScheme(text));
        }
        Matcher matcher = STORE.matcher(text);
        if (!matcher.matches()) {
            throw new SluiceException(
                    ErrorCode.PATH_PATTERN, "Invalid path '%s': no path follows its scheme".formatted(text));
        }
        return PathPattern.of(
                text, matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse("/"));
    }

    /** Whether a file is there, which must lie where the project may read. @param path absolute, or a URI */
    public static boolean isThere(String path, ProjectSpec project, Configuration hadoop) {
        String uri = path.startsWith("/") ? "file:" + path : path;
        PathGuard guard = PathGuard.of(project);
        guard.checkScheme(uri);
        try {
            Path file = new Path(uri);
            if (!file.getFileSystem(hadoop).exists(file)) {
                return false;
            }
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.PATH_UNREADABLE, "Cannot look for %s: %s".formatted(path, e.getMessage()), e);
        }
        guard.check(uri);
        return true;
    }

    /** A pattern that the path alone matches, whatever characters it has. */
    public static String literally(String path) {
        return path.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
    }

    static SluiceException unreadable(String path, Exception cause) {
        return new SluiceException(ErrorCode.PATH_UNREADABLE, "Cannot read %s: %s".formatted(path, cause), cause);
    }
}
