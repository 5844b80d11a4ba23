package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Change;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.spec.SectionKeys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads variables of the process: {@code SLUICE_SOURCE__FORMAT} sets {@code source.format}. Two underscores stand for the
 * dot; case and single underscores do not count where a key of that name exists.
 */
final class EnvironmentVariables {
    static final String PREFIX = "SLUICE_";

    /** Sections, or names that have another use; as keys they need a second part. */
    private static final Set<String> NOT_ALONE =
            Set.of("env", "pipeline", "source", "target", "convert", "validate", "vars", "catalog", "ledger", "spark");

    private final Problems problems;
    private final MapTree below;

    /** @param below the merged layers beneath */
    EnvironmentVariables(Problems problems, MapTree below) {
        this.problems = problems;
        this.below = below;
    }

    /** One edit for each variable that names a key, sorted by variable. */
    List<Edit> read(Map<String, String> variables) {
        List<Edit> edits = new ArrayList<>();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.startsWith(Secrets.PREFIX)) {
                path(name).ifPresent(path -> {
                    Location location = new Location(name, 0, 0, 1);
                    edits.add(new Edit(
                            name, Change.SET, path, Overrides.value(value, location, name, problems), location));
                });
            }
        });
        return edits;
    }

    private Optional<List<String>> path(String variable) {
        String[] parts = variable.substring(PREFIX.length()).split("__", -1);
        Optional<String> root = match(parts[0], Keys.roots());
        if (parts.length == 1) {
            // Sluice's launcher and others have variables of this prefix too.
            return root.filter(key -> !NOT_ALONE.contains(key)).map(List::of);
        }
        if (root.isEmpty() || root.get().equals("env") || root.get().equals("pipeline")) {
            String word = parts[0].toLowerCase(Locale.ROOT);
            problems.add(
                    new Location(variable, 0, 0, 1),
                    UNKNOWN_KEY,
                    "unknown key '%s' in the variable %s".formatted(word, variable),
                    DidYouMean.hint(word, Keys.roots()));
            return Optional.empty();
        }
        List<String> path = new ArrayList<>(List.of(root.get()));
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            path.add(match(part, known(path)).orElseGet(() -> part.toLowerCase(Locale.ROOT)));
        }
        return Optional.of(path);
    }

    private Collection<String> known(List<String> path) {
        Set<String> known = new LinkedHashSet<>();
        Tree tree = TreePath.find(below, path).map(TreePath.Found::value).orElse(null);
        if (tree instanceof MapTree map) {
            known.addAll(map.entries().keySet());
        }
        for (SectionKeys section : List.of(Keys.SOURCE, Keys.TARGET, Keys.PROJECT)) {
            if (path.size() == 1 && path.get(0).equals(section.title())) {
                known.addAll(section.names());
            }
        }
        return known;
    }

    private static Optional<String> match(String part, Collection<String> known) {
        return known.stream().filter(key -> folded(key).equals(folded(part))).findFirst();
    }

    private static String folded(String text) {
        return text.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
