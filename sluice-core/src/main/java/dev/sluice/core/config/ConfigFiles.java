package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_UNREADABLE;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the files of a project's configuration. */
final class ConfigFiles {
    private final Path folder;

    ConfigFiles(Path folder) {
        this.folder = folder;
    }

    /** The file's map; nothing if a problem was noted. */
    Optional<MapTree> read(String file, Problems problems) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            bytes = in.readNBytes(YamlReader.MAX_BYTES + 1);
        } catch (IOException e) {
            problems.add(
                    new Location(file, 0, 0, 1),
                    CONFIG_FILE_UNREADABLE,
                    "Cannot read %s: %s".formatted(file, e.getClass().getSimpleName()));
            return Optional.empty();
        }
        return parse(file, bytes, problems);
    }

    /** As {@link #read}, of what a file holds. */
    static Optional<MapTree> parse(String file, byte[] bytes, Problems problems) {
        Tree tree = new YamlReader(file, file, problems).read(bytes).orElse(null);
        if (tree instanceof MapTree map) {
            return Optional.of(normalised(map));
        }
        if (tree != null && !tree.isNull()) {
            problems.add(tree.location(), WRONG_SHAPE, "%s must hold a map, not %s".formatted(file, tree.shape()));
            return Optional.empty();
        }
        return tree == null ? Optional.empty() : Optional.of(new MapTree(Map.of(), tree.origin()));
    }

    /** The map without keys that belong elsewhere, each of which is a problem. */
    static MapTree refuse(MapTree map, Collection<String> misplaced, String where, String hint, Problems problems) {
        MapTree kept = map;
        for (Entry entry : map.entries().values()) {
            if (misplaced.contains(entry.key())) {
                problems.add(
                        entry.keyLocation(),
                        UNKNOWN_KEY,
                        "the key '%s' cannot stand in %s".formatted(entry.key(), where),
                        hint);
                kept = kept.without(entry.key());
            }
        }
        return kept;
    }

    /** YAML files of a folder, relative to the project, sorted. */
    List<String> list(String subfolder) {
        Path path = folder.resolve(subfolder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")))
                    .sorted()
                    .map(name -> subfolder + "/" + name)
                    .toList();
        } catch (IOException e) {
            throw new SluiceException(CONFIG_FILE_UNREADABLE, "Cannot list the folder %s".formatted(path), e);
        }
    }

    boolean exists(String file) {
        return Files.exists(folder.resolve(file));
    }

    static String stem(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
    }

    /** A target column that is only a type becomes a map, so that layers can add to it. */
    static MapTree normalised(MapTree root) {
        Entry target = root.entries().get(Keys.TARGET.title());
        return target != null && target.value() instanceof MapTree map
                ? root.with(new Entry(target.key(), target.keyLocation(), columnsNormalised(map)))
                : root;
    }

    static MapTree columnsNormalised(MapTree section) {
        Entry columns = section.entries().get("columns");
        if (columns == null || !(columns.value() instanceof MapTree map)) {
            return section;
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry column : map.entries().values()) {
            Tree value = column.value();
            if (value instanceof Scalar scalar
                    && !scalar.isNull()
                    && !scalar.text().startsWith("${")) {
                value = new MapTree(Map.of("type", new Entry("type", scalar.location(), scalar)), scalar.origin());
            }
            entries.put(column.key(), new Entry(column.key(), column.keyLocation(), value));
        }
        return section.with(new Entry(columns.key(), columns.keyLocation(), new MapTree(entries, map.origin())));
    }
}
