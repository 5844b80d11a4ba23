package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.NOT_SET;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Layer.Change;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.config.TreePath.Found;
import dev.sluice.core.spec.PackSteps;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The merged configuration, and which layer set what. Immutable. */
public final class ResolvedConfig {
    private static final List<String> SOURCE = List.of("zone", "source");

    private final Layers layers;
    private final List<PackSteps> packs;
    private final MapTree resolved;

    /** @param packs that could be read */
    ResolvedConfig(Layers layers, List<PackSteps> packs) {
        this.layers = layers;
        this.packs = List.copyOf(packs);
        // A reference that cannot be resolved is told by validation; here it stays out.
        this.resolved = new Interpolation(new Problems(), layers.merged()).resolve(layers.merged(), key -> true);
    }

    /** The whole as YAML, references to variables resolved, secrets masked. */
    public String toYaml() {
        return YamlWriter.MASKED.block(resolved);
    }

    /**
     * What a pipeline needs to read the same source, as YAML that a pipeline can hold: {@code zone} if it is set, and
     * {@code source}. References to variables are resolved, and nothing is masked: no secret can stand in these. Empty if
     * there is no source.
     *
     * @throws SluiceException if a reference cannot be resolved
     */
    public Optional<String> source() {
        Problems problems = new Problems();
        MapTree merged = layers.merged();
        MapTree whole = new Interpolation(problems, merged).resolve(merged, SOURCE::contains);
        problems.throwIfAny();
        Map<String, Entry> entries = new LinkedHashMap<>();
        SOURCE.forEach(key -> whole.find(key).ifPresent(entry -> entries.put(key, entry)));
        return entries.containsKey("source")
                ? Optional.of(YamlWriter.EXACT.block(new MapTree(entries, merged.origin())))
                : Optional.empty();
    }

    /** The value at the path on one line, references resolved, secrets masked; empty if it is not set. */
    public Optional<String> value(String path) {
        List<String> keys = TreePath.keys(path);
        return TreePath.find(resolved, keys).map(found -> YamlWriter.MASKED.line(found.value(), last(keys)));
    }

    /**
     * Every layer that sets the path or something below it, the winner last. Of {@code convert} and {@code validate} the
     * steps that packs bring come first; the name of such a step can stand for a path too.
     *
     * @throws SluiceException {@code NOT_SET} if none does
     */
    public List<Setting> why(String path) {
        List<String> keys = TreePath.keys(path);
        List<Setting> settings = new ArrayList<>(new PackSettings(packs).of(path));
        for (Layer layer : layers.layers()) {
            setting(layer, keys).ifPresent(settings::add);
        }
        if (settings.isEmpty()) {
            throw new SluiceException(
                    Problem.of(NOT_SET, "Cannot tell why '%s' is set: no layer sets it".formatted(path))
                            .withHint(DidYouMean.hint(path, TreePath.all(resolved))));
        }
        return List.copyOf(settings);
    }

    private static Optional<Setting> setting(Layer layer, List<String> keys) {
        if (layer instanceof Values values) {
            return TreePath.find(values.tree(), keys)
                    .map(found ->
                            new Setting(layer.name(), YamlWriter.MASKED.line(found.value(), last(keys)), place(found)));
        }
        Edit edit = (Edit) layer;
        List<String> path = edit.path();
        int common = Math.min(path.size(), keys.size());
        if (!path.subList(0, common).equals(keys.subList(0, common))) {
            return Optional.empty();
        }
        if (edit.change() == Change.DELETE) {
            String what = path.size() > keys.size() ? "(deleted " + edit.key() + ")" : "(deleted)";
            return Optional.of(new Setting(layer.name(), what, edit.location()));
        }
        if (path.size() > keys.size()) {
            String value = edit.key() + ": " + YamlWriter.MASKED.line(edit.value(), last(path));
            return Optional.of(new Setting(layer.name(), value, edit.location()));
        }
        List<String> below = keys.subList(path.size(), keys.size());
        return TreePath.find(edit.value(), below)
                .map(found -> YamlWriter.MASKED.line(found.value(), last(keys)))
                .map(text -> edit.change() == Change.APPEND ? "(appended) " + text : text)
                .map(text -> new Setting(layer.name(), text, edit.location()));
    }

    private static Location place(Found found) {
        return found.entry()
                .map(Entry::keyLocation)
                .orElseGet(() -> found.value().location());
    }

    private static String last(List<String> keys) {
        return keys.get(keys.size() - 1);
    }
}
