package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_MISSING;
import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.MISSING_KEY;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file that {@code target.schema} names: columns, partitioning and rules that several pipelines share. */
final class SchemaFile {
    /** What must come from one place, or a pipeline could loosen the rules that hold for all. */
    private static final List<String> UNDIVIDED = List.of("columns", "partition", "rules");

    private final ConfigFiles files;
    private final Problems problems;

    SchemaFile(ConfigFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The layers, with the file's keys as a low one if they name a file. */
    Layers addTo(Layers layers) {
        Tree named = TreePath.find(layers.merged(), List.of("target", "schema"))
                .map(TreePath.Found::value)
                .orElse(null);
        if (!(named instanceof Scalar scalar) || scalar.isNull()) {
            return layers;
        }
        Problems unresolved = new Problems();
        Tree path = new Interpolation(unresolved, layers.merged()).resolve(scalar, false);
        if (!unresolved.isEmpty() || !(path instanceof Scalar file)) {
            return layers; // told when all references are resolved
        }
        refuseDoubles(layers.merged(), file.text());
        return read(file.text(), scalar.location())
                .map(map -> {
                    Entry target = new Entry("target", map.location(), map);
                    MapTree root = new MapTree(Map.of(target.key(), target), map.origin());
                    return layers.withLowest(new Values(file.text(), root));
                })
                .orElse(layers);
    }

    private Optional<MapTree> read(String file, Location namedAt) {
        if (!files.exists(file)) {
            int slash = file.lastIndexOf('/');
            List<String> near = slash < 0 ? List.of() : files.list(file.substring(0, slash));
            problems.add(
                    namedAt,
                    CONFIG_FILE_MISSING,
                    "the schema file '%s' does not exist".formatted(file),
                    DidYouMean.hint(file, near));
            return Optional.empty();
        }
        return files.read(file, problems).map(ConfigFiles::columnsNormalised).map(map -> checked(map, file));
    }

    private MapTree checked(MapTree map, String file) {
        List<String> known = Keys.SCHEMA_FILE.names();
        MapTree kept = map;
        for (Entry entry : map.entries().values()) {
            if (!known.contains(entry.key())) {
                String hint = DidYouMean.hint(entry.key(), known);
                problems.add(
                        entry.keyLocation(),
                        UNKNOWN_KEY,
                        "unknown key '%s' in the schema file".formatted(entry.key()),
                        hint == null ? "known keys: " + String.join(", ", known) : hint);
                kept = kept.without(entry.key());
            }
        }
        if (map.find("columns").isEmpty()) {
            problems.add(new Location(file, 1, 1, 1), MISSING_KEY, "'columns' is missing in the schema file");
        }
        return kept;
    }

    private void refuseDoubles(MapTree merged, String file) {
        for (String key : UNDIVIDED) {
            TreePath.find(merged, List.of("target", key))
                    .flatMap(TreePath.Found::entry)
                    .ifPresent(entry -> problems.add(
                            entry.keyLocation(),
                            CONFLICTING_KEYS,
                            "target.%s and target.schema exclude one another".formatted(key),
                            "the schema file '%s' holds for all pipelines that use it".formatted(file)));
        }
    }
}
