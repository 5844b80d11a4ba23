package dev.sluice.core.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the content of a batch differs from what it was.
 *
 * @param added files that it did not have
 * @param removed files that it had
 * @param changed files that it had with other content, as they are now
 */
public record BatchDifference(List<SourceFile> added, List<SourceFile> removed, List<SourceFile> changed) {
    /** So many files of a kind are named; of the others there is a count. */
    private static final int NAMED = 3;

    public BatchDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    public static BatchDifference between(Collection<SourceFile> before, Collection<SourceFile> now) {
        Map<String, SourceFile> was = byPath(before);
        Map<String, SourceFile> is = byPath(now);
        List<SourceFile> added = new ArrayList<>();
        List<SourceFile> changed = new ArrayList<>();
        is.forEach((path, file) -> {
            SourceFile old = was.get(path);
            if (old == null) {
                added.add(file);
            } else if (!old.sameContent(file)) {
                changed.add(file);
            }
        });
        List<SourceFile> removed = was.values().stream()
                .filter(file -> !is.containsKey(file.path()))
                .toList();
        return new BatchDifference(added, removed, changed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Such as {@code 1 file added (file:/in/c.csv), 2 files changed (…)}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        describe(parts, added, "added");
        describe(parts, removed, "removed");
        describe(parts, changed, "changed");
        return parts.isEmpty() ? "no difference" : String.join(", ", parts);
    }

    private static void describe(List<String> parts, List<SourceFile> files, String what) {
        if (files.isEmpty()) {
            return;
        }
        String names = files.stream().limit(NAMED).map(SourceFile::path).collect(Collectors.joining(", "));
        parts.add("%d %s %s (%s%s)"
                .formatted(
                        files.size(),
                        files.size() == 1 ? "file" : "files",
                        what,
                        names,
                        files.size() > NAMED ? ", …" : ""));
    }

    private static Map<String, SourceFile> byPath(Collection<SourceFile> files) {
        return BatchFingerprint.inOrder(files).stream()
                .collect(Collectors.toMap(
                        SourceFile::path,
                        Function.identity(),
                        (first, second) -> second,
                        java.util.LinkedHashMap::new));
    }
}
