package dev.sluice.core.report;

import dev.sluice.core.report.text.Shown;
import java.util.List;

/** Files as a page names them: without the folder that all of them share. */
final class FileNames {
    private final String folder;

    private FileNames(String folder) {
        this.folder = folder;
    }

    static FileNames of(List<String> paths) {
        String shared = paths.isEmpty() ? "" : folder(paths.get(0));
        for (String path : paths) {
            while (!path.startsWith(shared)) {
                shared = folder(shared.substring(0, shared.length() - 1));
            }
        }
        return new FileNames(shared);
    }

    /** The path below the shared folder. */
    String name(String path) {
        return Shown.name(path.startsWith(folder) ? path.substring(folder.length()) : path, Limits.NAME);
    }

    /** The file's own name. */
    static String last(String path) {
        return Shown.name(path.substring(folder(path).length()), Limits.NAME);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
