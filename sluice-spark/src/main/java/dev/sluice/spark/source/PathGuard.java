package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.ProjectSpec;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files a project may read. Travels to the tasks, which ask again when they open a file, for a path may have
 * become a link to somewhere else since it was listed. Immutable.
 */
public final class PathGuard implements Serializable {
    private static final long serialVersionUID = 1;

    // From where a project without roots may read. Others (http, ftp, har, jar …) fetch from anywhere or see through
    // containers; a root that names them lets them in.
    private static final Set<String> STORES =
            Set.of("file", "hdfs", "s3a", "s3", "gs", "abfs", "abfss", "wasb", "wasbs", "oss", "cosn", "obs");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    private final ArrayList<String> roots;

    private PathGuard(List<String> roots) {
        this.roots = new ArrayList<>(roots);
    }

    /** As for a project without roots. */
    public static PathGuard anywhere() {
        return new PathGuard(List.of());
    }

    /** The roots are made real paths here, on the driver. */
    public static PathGuard of(ProjectSpec project) {
        return new PathGuard(project.roots().stream()
                .map(root -> scheme(root).equals("file") ? realRoot(project.folder(), root) : normal(root))
                .toList());
    }

    /**
     * Refuses a path that lies outside the roots once links and {@code ..} are resolved.
     *
     * @param path as in {@code SourceFile}
     * @throws SluiceException {@code PATH_SCHEME}, {@code PATH_OUTSIDE_ROOTS}, {@code PATH_UNREADABLE}
     */
    public void check(String path) {
        checkScheme(path);
        if (!isFile(path)) {
            checkInside(path, normal(path));
            return;
        }
        try {
            checkInside(path, LocalFileStore.SCHEME + LocalFileStore.local(path).toRealPath());
        } catch (IOException e) {
            throw new SluiceException(
                    e instanceof NoSuchFileException ? ErrorCode.PATH_NOT_FOUND : ErrorCode.PATH_UNREADABLE,
                    "Cannot read %s: %s".formatted(path, e),
                    e);
        }
    }

    /** Refuses a scheme from which the project may not read, before any file system is asked. */
    void checkScheme(String path) {
        String scheme = scheme(path);
        boolean allowed = roots.isEmpty()
                ? STORES.contains(scheme)
                : roots.stream().anyMatch(root -> scheme(root).equals(scheme));
        if (!allowed) {
            throw new SluiceException(
                    ErrorCode.PATH_SCHEME,
                    "Cannot read %s: the project may not read from '%s:'%s".formatted(path, scheme, allowedRoots()));
        }
    }

    /** @param real the path with links and {@code ..} resolved */
    void checkInside(String path, String real) {
        if (roots.isEmpty() || roots.stream().anyMatch(root -> isInside(real, root))) {
            return;
        }
        throw new SluiceException(
                ErrorCode.PATH_OUTSIDE_ROOTS,
                "Cannot read %s: it %s outside the project's roots%s"
                        .formatted(
                                path, real.equals(normal(path)) ? "lies" : "leads to " + real + ",", allowedRoots()));
    }

    static String scheme(String path) {
        Matcher matcher = SCHEME.matcher(path);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "file";
    }

    static boolean isFile(String path) {
        return scheme(path).equals("file");
    }

    private String allowedRoots() {
        return roots.isEmpty() ? "" : " (" + String.join(", ", roots) + ")";
    }

    private static boolean isInside(String real, String root) {
        return real.equals(root) || real.startsWith(root.endsWith("/") ? root : root + "/");
    }

    private static String normal(String path) {
        if (isFile(path)) {
            return LocalFileStore.SCHEME + LocalFileStore.withoutScheme(path);
        }
        URI uri = new org.apache.hadoop.fs.Path(path).toUri().normalize();
        return new org.apache.hadoop.fs.Path(uri).toString();
    }

    private static String realRoot(Path folder, String root) {
        String text = LocalFileStore.withoutScheme(root);
        Path absolute = folder.resolve(text).toAbsolutePath().normalize();
        try {
            return LocalFileStore.SCHEME + absolute.toRealPath();
        } catch (IOException e) {
            return LocalFileStore.SCHEME + absolute; // not there (yet): nothing can lead into it
        }
    }
}
