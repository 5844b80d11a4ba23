package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.source.FileStore.Entry;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

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
        int near = Math.max(1, name.length() / 3);
        return store.children(parent.path()).stream()
                .filter(entry -> distance(entry.name(), name) <= near)
                .min(Comparator.comparingInt((Entry entry) -> distance(entry.name(), name))
                        .thenComparing(Entry::path))
                .map(entry -> "did you mean '%s'?".formatted(entry.path()))
                .orElse("the nearest folder that exists is " + parent.path());
    }

    // Levenshtein's distance: single characters put in, taken out or replaced.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
