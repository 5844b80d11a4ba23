package dev.sluice.spark.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a folder as a killed process left it, so that several ways to go on can be taken from there.
 *
 * @param copy beside it
 */
record KeptState(Path folder, Path copy) {
    static KeptState of(Path folder) throws IOException {
        KeptState kept = new KeptState(folder, Files.createTempDirectory(folder.getParent(), "kept"));
        copy(folder, kept.copy());
        return kept;
    }

    void restore() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        copy(copy, folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            List<Path> paths = all.toList();
            for (Path path : paths) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
