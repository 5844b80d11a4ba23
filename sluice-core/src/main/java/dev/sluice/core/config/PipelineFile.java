package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code pipelines/}.
 *
 * @param name {@code pipeline:}, or the file's name without its end
 * @param tree without {@code env:}; empty map if the file could not be read
 * @param environments the sections of {@code env:}
 * @param problems that were found while reading it
 */
record PipelineFile(String file, String name, MapTree tree, Map<String, MapTree> environments, List<Problem> problems) {
    /** What a pipeline's file may not hold, for all pipelines share it. */
    private static final List<String> PROJECT_KEYS = Keys.PROJECT.names();

    /** Whether it is not YAML, or no map. */
    boolean unreadable() {
        return tree.entries().isEmpty() && !problems.isEmpty();
    }

    static PipelineFile read(ConfigFiles files, String file) {
        Problems problems = new Problems();
        return of(file, files.read(file, problems).orElse(null), problems);
    }

    /** A text that is in no file yet. */
    static PipelineFile of(String file, String text) {
        Problems problems = new Problems();
        return of(
                file,
                ConfigFiles.parse(file, text.getBytes(StandardCharsets.UTF_8), problems)
                        .orElse(null),
                problems);
    }

    private static PipelineFile of(String file, @Nullable MapTree all, Problems problems) {
        String stem = ConfigFiles.stem(file);
        if (all == null) {
            MapTree none = new MapTree(Map.of(), new Origin(new Location(file, 1, 1, 1), file));
            return new PipelineFile(file, stem, none, Map.of(), problems.list());
        }
        MapTree tree = ConfigFiles.refuse(
                all, PROJECT_KEYS, "a pipeline's file", "all pipelines share it; put it into sluice.yaml", problems);
        @Nullable Entry env = tree.entries().get("env");
        Map<String, MapTree> environments = env == null ? Map.of() : environments(env, problems);
        String name = tree.find("pipeline")
                .map(Entry::value)
                .flatMap(value -> value instanceof Scalar scalar && !scalar.isNull()
                        ? Optional.of(scalar.text())
                        : Optional.empty())
                .orElse(stem);
        return new PipelineFile(file, name, tree.without("env"), environments, problems.list());
    }

    private static Map<String, MapTree> environments(Entry env, Problems problems) {
        Map<String, MapTree> sections = new LinkedHashMap<>();
        if (!(env.value() instanceof MapTree map)) {
            if (!env.value().isNull()) {
                problems.add(
                        env.value().location(),
                        WRONG_SHAPE,
                        "env must be a map of environments, not %s"
                                .formatted(env.value().shape()));
            }
            return sections;
        }
        List<String> known = Keys.PIPELINE.names();
        for (Entry entry : map.entries().values()) {
            if (entry.value() instanceof MapTree section) {
                MapTree kept = ConfigFiles.refuse(
                        section, List.of("env", "pipeline"), "env." + entry.key(), "remove it", problems);
                kept = ConfigFiles.refuse(
                        kept,
                        PROJECT_KEYS,
                        "env." + entry.key(),
                        "put it into conf/%s.yaml".formatted(entry.key()),
                        problems);
                for (Entry key : kept.entries().values()) {
                    if (!known.contains(key.key())) {
                        problems.add(
                                key.keyLocation(),
                                UNKNOWN_KEY,
                                "unknown key '%s' in env.%s".formatted(key.key(), entry.key()),
                                DidYouMean.hint(key.key(), known));
                        kept = kept.without(key.key());
                    }
                }
                sections.put(entry.key(), ConfigFiles.normalised(kept));
            } else if (!entry.value().isNull()) {
                problems.add(
                        entry.value().location(),
                        WRONG_SHAPE,
                        "env.%s must be a map, not %s"
                                .formatted(entry.key(), entry.value().shape()));
            }
        }
        return sections;
    }
}
