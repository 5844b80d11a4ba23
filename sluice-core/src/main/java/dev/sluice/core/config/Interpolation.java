package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.INVALID_REFERENCE;
import static dev.sluice.api.ErrorCode.SECRET_NOT_ALLOWED;
import static dev.sluice.api.ErrorCode.UNKNOWN_VARIABLE;
import static dev.sluice.api.ErrorCode.VARIABLE_CYCLE;
import static dev.sluice.api.ErrorCode.VARIABLE_NOT_TEXT;
import static dev.sluice.api.ErrorCode.WINDOW_REFERENCE;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.window.WindowReference;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of {@code vars:} in the place of <code>${name}</code>. A reference that is the whole value may stand for
 * a list or map. <code>$${</code> is the text <code>${</code>; references to secrets and to the window of a run stay.
 */
final class Interpolation {
    /** Where a secret may stand: nothing of these is stored or shown. */
    static final Set<String> SECRET_SECTIONS = Set.of("catalog", "ledger", "spark", "connections");

    private static final String SECRET = "secret:";

    private final Problems problems;
    private final Map<String, Entry> variables;
    private final Map<String, Tree> resolved = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final List<Location> failures = new ArrayList<>();

    /** @param root the merged tree */
    Interpolation(Problems problems, MapTree root) {
        this.problems = problems;
        this.variables = root.find("vars")
                .filter(entry -> entry.value() instanceof MapTree)
                .map(entry -> ((MapTree) entry.value()).entries())
                .orElse(Map.of());
    }

    /** The root with the values of these keys resolved. */
    MapTree resolve(MapTree root, Predicate<String> keys) {
        MapTree result = root;
        for (Entry entry : root.entries().values()) {
            if (keys.test(entry.key())) {
                boolean secrets = SECRET_SECTIONS.contains(entry.key());
                Tree value = resolve(entry.value(), secrets);
                if (Keys.PROJECT.names().contains(entry.key())) {
                    refuseWindow(value, entry.key());
                }
                result = result.with(new Entry(entry.key(), entry.keyLocation(), value));
            }
        }
        return result;
    }

    /** Names of the variables that were asked for, known or not. */
    Set<String> used() {
        return used;
    }

    /** The values in which a reference could not be resolved. */
    List<Location> failures() {
        return List.copyOf(failures);
    }

    Tree resolve(Tree tree, boolean secretsAllowed) {
        if (tree instanceof Scalar scalar) {
            return scalar.text().contains("${") ? scalar(scalar, secretsAllowed) : scalar;
        }
        if (tree instanceof ListTree list) {
            List<Tree> items = new ArrayList<>();
            list.items().forEach(item -> items.add(resolve(item, secretsAllowed)));
            return new ListTree(items, list.origin());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : ((MapTree) tree).entries().values()) {
            entries.put(
                    entry.key(), new Entry(entry.key(), entry.keyLocation(), resolve(entry.value(), secretsAllowed)));
        }
        return new MapTree(entries, tree.origin());
    }

    private Tree scalar(Scalar scalar, boolean secretsAllowed) {
        String text = scalar.text();
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            if (start > at && text.charAt(start - 1) == '$') {
                result.append(text, at, start - 1).append("${");
                at = start + 2;
                continue;
            }
            result.append(text, at, start);
            int end = text.indexOf('}', start);
            String name = end < 0 ? "" : text.substring(start + 2, end);
            if (end >= 0 && name.startsWith(WindowReference.PREFIX)) {
                // A run resolves it; until then the text stays as it is.
                int offset = start;
                WindowReference.flaw(name)
                        .ifPresent(flaw ->
                                fail(scalar, offset, name.length() + 3, flaw.code(), flaw.message(), flaw.hint()));
                at = end + 1;
                result.append(text, start, at);
                continue;
            }
            if (!isName(name)) {
                int length = (end < 0 ? text.length() : end + 1) - start;
                fail(
                        scalar,
                        start,
                        length,
                        INVALID_REFERENCE,
                        end < 0
                                ? "a reference is not closed: '%s'".formatted(text.substring(start))
                                : "'${%s}' is no reference".formatted(name),
                        null);
                return scalar;
            }
            at = end + 1;
            Optional<Tree> value = name.startsWith(SECRET)
                    ? secret(scalar, start, name, secretsAllowed)
                    : variable(scalar, start, name, secretsAllowed);
            if (value.isEmpty()) {
                result.append(text, start, at);
                continue;
            }
            if (value.get() instanceof Scalar part) {
                if (start == 0 && at == text.length()) {
                    return new Scalar(part.text(), part.plain(), scalar.origin());
                }
                result.append(part.isNull() ? "" : part.text());
            } else if (start == 0 && at == text.length()) {
                return value.get();
            } else {
                fail(
                        scalar,
                        start,
                        at - start,
                        VARIABLE_NOT_TEXT,
                        "the variable '%s' is %s and cannot stand within a text"
                                .formatted(name, value.get().shape()),
                        null);
            }
        }
        return new Scalar(result.append(text, at, text.length()).toString(), false, scalar.origin());
    }

    private Optional<Tree> secret(Scalar scalar, int start, String name, boolean allowed) {
        if (!allowed) {
            fail(
                    scalar,
                    start,
                    name.length() + 3,
                    SECRET_NOT_ALLOWED,
                    "the secret '%s' cannot stand here".formatted(name.substring(SECRET.length())),
                    null);
        }
        return Optional.of(new Scalar("${" + name + "}", false, scalar.origin()));
    }

    private Optional<Tree> variable(Scalar scalar, int start, String name, boolean secretsAllowed) {
        used.add(name);
        Entry entry = variables.get(name);
        if (entry == null) {
            String hint = DidYouMean.hint(name, variables.keySet());
            fail(
                    scalar,
                    start,
                    name.length() + 3,
                    UNKNOWN_VARIABLE,
                    "unknown variable '%s'".formatted(name),
                    hint == null ? "add '%s' to vars:, or use --set %s=...".formatted(name, name) : hint);
            return Optional.empty();
        }
        Tree known = resolved.get(name);
        if (known == null) {
            if (!open.add(name)) {
                List<String> circle = new ArrayList<>(open);
                fail(
                        scalar,
                        start,
                        name.length() + 3,
                        VARIABLE_CYCLE,
                        "variables refer to one another in a circle: %s -> %s"
                                .formatted(
                                        String.join(" -> ", circle.subList(circle.indexOf(name), circle.size())), name),
                        null);
                return Optional.empty();
            }
            known = resolve(entry.value(), true);
            open.remove(name);
            resolved.put(name, known);
        }
        if (!secretsAllowed && holdsSecret(known)) {
            fail(
                    scalar,
                    start,
                    name.length() + 3,
                    SECRET_NOT_ALLOWED,
                    "the variable '%s' holds a secret, which cannot stand here".formatted(name),
                    null);
        }
        return Optional.of(known);
    }

    private void refuseWindow(Tree tree, String key) {
        if (tree instanceof ListTree list) {
            list.items().forEach(item -> refuseWindow(item, key));
        } else if (tree instanceof MapTree map) {
            map.entries().values().forEach(entry -> refuseWindow(entry.value(), key));
        } else if (WindowReference.indexIn(((Scalar) tree).text()) >= 0) {
            problems.add(
                    tree.location(),
                    WINDOW_REFERENCE,
                    "'%s' is the same for all runs and cannot refer to a window".formatted(key),
                    null);
        }
    }

    private static boolean holdsSecret(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return scalar.text().contains("${" + SECRET);
        }
        return tree instanceof ListTree list
                ? list.items().stream().anyMatch(Interpolation::holdsSecret)
                : ((MapTree) tree).entries().values().stream().anyMatch(entry -> holdsSecret(entry.value()));
    }

    private static boolean isName(String name) {
        String own = name.startsWith(SECRET) ? name.substring(SECRET.length()) : name;
        return !own.isEmpty()
                && own.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '_'
                                || c == '-'
                                || c == '.');
    }

    private void fail(Scalar scalar, int start, int length, ErrorCode code, String message, @Nullable String hint) {
        Location all = scalar.location();
        failures.add(all);
        boolean verbatim = all.line() > 0 && all.length() == scalar.text().length();
        Location place = verbatim ? new Location(all.file(), all.line(), all.column() + start, length) : all;
        problems.add(place, code, message, hint);
    }
}
