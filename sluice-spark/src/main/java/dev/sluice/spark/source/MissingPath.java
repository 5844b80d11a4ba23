package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.spark.source.FileStore.Entry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What to say of a path that does not exist: how far it exists, and what lies there under a name much like it. */
final class MissingPath {
    private MissingPath() {}

    static SluiceException of(FileStore store, String path) {
        Problem problem =
                Problem.of(ErrorCode.PATH_NOT_FOUND, "Cannot read %s: there is no such file or folder".formatted(path));
        try {
            return new SluiceException(problem.withHint(hint(store, path)));
        } catch (IOException e) {
            return new SluiceException(problem);
        }
    }

    private static String hint(FileStore store, String path) throws IOException {
        String missing = path;
        while (missing.lastIndexOf('/') > 0) {
            int slash = missing.lastIndexOf('/');
            String parent = missing.substring(0, slash).endsWith(":") || missing.startsWith("//", slash - 1)
                    ? missing.substring(0, slash + 1)
                    : missing.substring(0, slash);
            if (parent.equals(missing)) {
                break;
            }
            Optional<Entry> folder = store.find(parent);
            if (folder.isPresent()) {
                return hint(store, folder.get(), missing.substring(slash + 1));
            }
            missing = parent;
        }
        return "no part of it exists";
    }

    private static String hint(FileStore store, Entry parent, String name) throws IOException {
        if (parent.kind() != FileStore.Kind.FOLDER) {
            return "%s is a file, not a folder".formatted(parent.path());
        }
        Map<String, String> paths = new TreeMap<>();
        store.children(parent.path()).forEach(entry -> paths.put(entry.name(), entry.path()));
        return DidYouMean.nearest(name, paths.keySet())
                .map(near -> "did you mean '%s'?".formatted(paths.get(near)))
                .orElse("the nearest folder that exists is " + parent.path());
    }
}
