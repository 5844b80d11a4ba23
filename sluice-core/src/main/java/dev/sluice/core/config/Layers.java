package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_MISSING;
import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of a project or pipeline in their order, and what they make.
 *
 * @param layers the lowest first
 * @param merged without references resolved
 */
record Layers(List<Layer> layers, MapTree merged) {
    private static final String DEFAULT = "built-in default";

    static Layers of(List<Layer> lower, Map<String, String> variables, List<Edit> overrides, Problems problems) {
        List<Layer> layers = new ArrayList<>(lower);
        MapTree below = new Merge(new Problems()).merge(layers);
        layers.addAll(new EnvironmentVariables(problems, below).read(variables));
        layers.addAll(overrides);
        return new Layers(List.copyOf(layers), new Merge(problems).merge(layers));
    }

    /** With the keys of the schema file that {@code target.schema} names as a low layer. */
    Layers withSchemaFile(ConfigFiles files, Problems problems) {
        Tree named = TreePath.find(merged, List.of("target", "schema"))
                .map(TreePath.Found::value)
                .orElse(null);
        if (!(named instanceof Scalar scalar) || scalar.isNull()) {
            return this;
        }
        Problems unresolved = new Problems();
        Tree path = new Interpolation(unresolved, merged).resolve(scalar, false);
        if (!unresolved.isEmpty() || !(path instanceof Scalar file)) {
            return this; // told when all references are resolved
        }
        refuseDoubles(scalar, problems);
        if (!files.exists(file.text())) {
            int slash = file.text().lastIndexOf('/');
            List<String> near = slash < 0 ? List.of() : files.list(file.text().substring(0, slash));
            problems.add(
                    scalar.location(),
                    CONFIG_FILE_MISSING,
                    "the schema file '%s' does not exist".formatted(file.text()),
                    DidYouMean.hint(file.text(), near));
            return this;
        }
        Optional<MapTree> schema = files.read(file.text(), problems).map(ConfigFiles::columnsNormalised);
        if (schema.isEmpty()) {
            return this;
        }
        MapTree map = schema.get();
        for (Entry entry : map.entries().values()) {
            List<String> known = Keys.SCHEMA_FILE.names();
            if (!known.contains(entry.key())) {
                problems.add(
                        entry.keyLocation(),
                        UNKNOWN_KEY,
                        "unknown key '%s' in the schema file".formatted(entry.key()),
                        Optional.ofNullable(DidYouMean.hint(entry.key(), known))
                                .orElse("known keys: " + String.join(", ", known)));
                map = map.without(entry.key());
            }
        }
        Entry target = new Entry("target", map.location(), map);
        Values layer = new Values(file.text(), new MapTree(Map.of("target", target), map.origin()));
        List<Layer> all = new ArrayList<>(layers);
        all.add(1, layer);
        return new Layers(List.copyOf(all), new Merge(new Problems()).merge(all));
    }

    private void refuseDoubles(Scalar schema, Problems problems) {
        for (String key : List.of("columns", "partition", "rules")) {
            TreePath.find(merged, List.of("target", key))
                    .flatMap(TreePath.Found::entry)
                    .ifPresent(entry -> problems.add(
                            entry.keyLocation(),
                            CONFLICTING_KEYS,
                            "target.%s and target.schema exclude one another".formatted(key),
                            "the schema file '%s' holds for all pipelines that use it".formatted(schema.text())));
        }
    }

    static Layer defaults(ProjectPaths paths) {
        Location none = new Location(DEFAULT, 0, 0, 1);
        Origin origin = new Origin(none, DEFAULT);
        MapTree root = new MapTree(Map.of(), origin);
        root = root.with(entry("zone", new Scalar("UTC", true, origin)));
        root = root.with(entry("strict", new Scalar("false", true, origin)));
        root = root.with(
                entry("warehouse", new Scalar(paths.state().resolve("warehouse").toString(), false, origin)));
        for (String database : List.of("catalog", "ledger")) {
            String url = "jdbc:sqlite:" + paths.state().resolve(database + ".db");
            MapTree section = new MapTree(Map.of("url", entry("url", new Scalar(url, false, origin))), origin);
            root = root.with(entry(database, section));
        }
        return new Values(DEFAULT, root);
    }

    private static Entry entry(String key, Tree value) {
        return new Entry(key, value.location(), value);
    }
}
