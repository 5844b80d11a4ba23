package dev.sluice.core.config;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** With one more layer, above the defaults only. */
    Layers withLowest(Layer layer) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(1, layer);
        return new Layers(List.copyOf(all), new Merge(new Problems()).merge(all));
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
