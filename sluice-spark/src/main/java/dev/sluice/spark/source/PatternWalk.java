package dev.sluice.spark.source;

import dev.sluice.spark.source.FileStore.Entry;
import dev.sluice.spark.source.FileStore.Kind;
import dev.sluice.spark.source.PathPattern.Name;
import dev.sluice.spark.source.PathPattern.Names;
import dev.sluice.spark.source.PathPattern.Part;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Goes down the folders that a pattern names, and hands on the files. */
final class PatternWalk {
    private static final Part ANY_NAME = new Names(Pattern.compile(".*", Pattern.DOTALL));

    private final FileStore store;
    private final Consumer<Entry> folders;
    private final Consumer<Entry> files;

    /** @param folders is told of each folder before it is looked into, and may refuse it */
    PatternWalk(FileStore store, Consumer<Entry> folders, Consumer<Entry> files) {
        this.store = store;
        this.folders = folders;
        this.files = files;
    }

    /** Marks what is being written or is no data: by custom of Hadoop, Spark and editors. */
    static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".") || name.endsWith("._COPYING_");
    }

    /** @param parts at least one */
    void walk(Entry folder, List<Part> parts) throws IOException {
        folders.accept(folder);
        List<Part> rest = parts.subList(1, parts.size());
        Part part = parts.get(0);
        if (part instanceof Name name) {
            Optional<Entry> child = store.find(folder.path() + "/" + name.name());
            if (child.isPresent()) {
                step(child.get(), rest);
            }
        } else if (part instanceof Names names) {
            for (Entry child : store.children(folder.path())) {
                if (names.matches(child.name()) && !isHidden(child.name())) {
                    step(child, rest);
                }
            }
        } else {
            deep(folder, rest.isEmpty() ? List.of(ANY_NAME) : rest, new HashSet<>());
        }
    }

    private void step(Entry child, List<Part> rest) throws IOException {
        if (rest.isEmpty()) {
            if (child.kind() == Kind.FILE) {
                files.accept(child);
            }
        } else if (child.kind() == Kind.FOLDER) {
            walk(child, rest);
        }
    }

    // Links may lead in circles, and two to one folder.
    private void deep(Entry folder, List<Part> rest, Set<String> seen) throws IOException {
        if (!seen.add(folder.path())) {
            return;
        }
        walk(folder, rest);
        for (Entry child : store.children(folder.path())) {
            if (child.kind() == Kind.FOLDER && !isHidden(child.name())) {
                deep(child, rest, seen);
            }
        }
    }
}
