package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.INVALID_OVERRIDE;
import static dev.sluice.api.ErrorCode.UNKNOWN_KEY;

import dev.sluice.api.Location;
import dev.sluice.core.config.Layer.Change;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** Reads {@code --set}: {@code a.b=v}, {@code +a.b=v}, {@code ~a.b}; a name that is no key sets a variable. */
final class Overrides {
    static final String LAYER = "--set";

    private final Problems problems;

    Overrides(Problems problems) {
        this.problems = problems;
    }

    Optional<Edit> read(String text) {
        Change change = text.startsWith("+") ? Change.APPEND : text.startsWith("~") ? Change.DELETE : Change.SET;
        String rest = change == Change.SET ? text : text.substring(1);
        int equals = rest.indexOf('=');
        String path = equals < 0 ? rest : rest.substring(0, equals);
        // Its value may be confidential, so the place names the key only.
        Location location = new Location(LAYER + " " + (change == Change.SET ? "" : text.charAt(0)) + path, 0, 0, 1);
        if (equals < 0 != (change == Change.DELETE) || path.isBlank()) {
            problems.add(
                    location,
                    INVALID_OVERRIDE,
                    "the override '%s' %s"
                            .formatted(
                                    change == Change.DELETE ? text.charAt(0) + path : path,
                                    path.isBlank()
                                            ? "names no key"
                                            : equals < 0 ? "has no value" : "deletes and has a value"));
            return Optional.empty();
        }
        List<String> keys = TreePath.keys(path);
        if (keys.stream().anyMatch(String::isBlank)) {
            problems.add(location, INVALID_OVERRIDE, "the key '%s' has an empty part".formatted(path));
            return Optional.empty();
        }
        if (!settable(keys.get(0))) {
            if (keys.size() > 1) {
                problems.add(
                        location,
                        UNKNOWN_KEY,
                        "unknown key '%s' in --set %s".formatted(keys.get(0), path),
                        DidYouMean.hint(keys.get(0), Keys.roots()));
                return Optional.empty();
            }
            keys = List.of("vars", keys.get(0));
        }
        Tree value = change == Change.DELETE
                ? new Scalar("", true, new Origin(location, LAYER))
                : value(rest.substring(equals + 1), location, LAYER, problems);
        return Optional.of(new Edit(LAYER, change, keys, value, location));
    }

    private static boolean settable(String root) {
        return Keys.roots().contains(root) && !root.equals("env") && !root.equals("pipeline");
    }

    /** Lists, maps and quoted texts are read as YAML; all else is taken as it is. */
    static Tree value(String text, Location location, String layer, Problems problems) {
        if (isEnclosed(text, '[', ']')
                || isEnclosed(text, '{', '}')
                || isEnclosed(text, '"', '"')
                || isEnclosed(text, '\'', '\'')) {
            Problems found = new Problems();
            Optional<Tree> tree = new YamlReader(location.file(), layer, found).read(text);
            found.list().forEach(problem -> problems.add(location, problem.code(), problem.message()));
            return tree.map(value -> Relocation.to(location, layer, value))
                    .orElseGet(() -> new Scalar(text, false, new Origin(location, layer)));
        }
        // A typed ~ or nothing is meant as it stands; only the word null unsets.
        return new Scalar(text, !text.isEmpty() && !text.equals("~"), new Origin(location, layer));
    }

    private static boolean isEnclosed(String text, char open, char close) {
        return text.length() > 1 && text.charAt(0) == open && text.charAt(text.length() - 1) == close;
    }
}
