package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.INVALID_NAME;
import static dev.sluice.api.ErrorCode.INVALID_PACK_USE;
import static dev.sluice.api.ErrorCode.PACK_PIN;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.core.pack.PackName;
import dev.sluice.core.pack.PackVersion;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads packs, and what pipelines say of them. */
public final class PackReader {
    private final Problems problems;
    private final OptionReader options;

    public PackReader(Problems problems) {
        this.problems = problems;
        this.options = new OptionReader(problems);
    }

    /** The uses of packs that could be read. */
    public List<PackRequest> uses(Tree tree) {
        List<PackRequest> uses = new ArrayList<>();
        List<Tree> items = tree instanceof ListTree list ? list.items() : tree.isNull() ? List.of() : List.of(tree);
        for (Tree item : items) {
            PackRequest use = use(item).orElse(null);
            if (use == null) {
                continue;
            }
            for (PackRequest other : uses) {
                refuseClash(other, use);
            }
            uses.add(use);
        }
        return uses;
    }

    private void refuseClash(PackRequest one, PackRequest other) {
        if (!one.prefix().equals(other.prefix())) {
            return;
        }
        if (!one.id().equals(other.id())) {
            problems.add(
                    other.location(),
                    INVALID_PACK_USE,
                    "the steps of %s and %s would have the same names".formatted(one.id(), other.id()),
                    "use one of them under another name with 'as:'");
        } else if (text(one.with()).equals(text(other.with()))) {
            problems.add(
                    other.location(),
                    INVALID_PACK_USE,
                    "%s is used twice with the same parameters".formatted(other.id()),
                    "remove one of the two");
        }
    }

    private static Object text(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return scalar.text();
        }
        if (tree instanceof ListTree list) {
            return list.items().stream().map(PackReader::text).toList();
        }
        Map<String, Object> texts = new HashMap<>();
        ((MapTree) tree).entries().values().forEach(entry -> texts.put(entry.key(), text(entry.value())));
        return texts;
    }

    private Optional<PackRequest> use(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return use(scalar.text(), null, Optional.empty(), new MapTree(Map.of(), tree.origin()), tree.location());
        }
        if (!(tree instanceof MapTree map)) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "a use of a pack must be name@version or a map, not %s".formatted(tree.shape()),
                    "write {pack: name@1.2, with: {...}}");
            return Optional.empty();
        }
        options.refuseUnknown(map, "use", Keys.PACK_USE.names());
        SectionOptions values = options.read(map, "use", Keys.PACK_USE.options(), map.location());
        Optional<String> pack = values.find(Keys.USED_PACK);
        String prefix = values.find(Keys.USED_AS).orElse(null);
        if (prefix != null) {
            new Names(problems).checkIdentifier(prefix, "pack", values.location(Keys.USED_AS));
        }
        Optional<Sha256> hash =
                values.find(Keys.USED_HASH).flatMap(text -> hash(text, "the pack", values.location(Keys.USED_HASH)));
        MapTree none = new MapTree(Map.of(), map.origin());
        MapTree with = map.find(Keys.WITH.name())
                .flatMap(entry -> options.map(entry.value(), "with"))
                .orElse(none);
        Location at = values.location(Keys.USED_PACK);
        return pack.flatMap(text -> use(text, prefix, hash, with, at == null ? map.location() : at));
    }

    private Optional<PackRequest> use(
            String text, @Nullable String prefix, Optional<Sha256> hash, MapTree with, Location at) {
        int end = text.indexOf('@');
        PackName name = PackName.parse(end < 0 ? "" : text.substring(0, end)).orElse(null);
        PackVersion version = PackVersion.parse(text.substring(end + 1)).orElse(null);
        if (name == null || version == null) {
            problems.add(
                    at,
                    INVALID_PACK_USE,
                    "'%s' names no pack and version".formatted(text),
                    "write name@1.2 for the newest 1.2.x, or name@1.2.3 for exactly that");
            return Optional.empty();
        }
        return Optional.of(new PackRequest(name, version, prefix == null ? name.text() : prefix, hash, with, at));
    }

    /**
     * The pack, or nothing if a problem was found.
     *
     * @param at the pack's file, where missing keys are reported
     */
    public Optional<PackDefinition> definition(MapTree root, Location at) {
        int before = problems.size();
        MapTree own = root;
        Entry use = root.entries().get(Keys.USE.name());
        if (use != null) {
            problems.add(
                    use.keyLocation(), CONFLICTING_KEYS, "a pack cannot use another pack", "let the pipeline use both");
            own = root.without(use.key());
        }
        options.refuseUnknown(own, "the pack", Keys.PACK.names());
        SectionOptions values = options.read(own, "the pack", Keys.PACK.options(), at);
        Optional<PackName> name = values.find(Keys.PACK_NAME).flatMap(text -> {
            new Names(problems).checkIdentifier(text, "pack", values.location(Keys.PACK_NAME));
            return PackName.parse(text);
        });
        Optional<PackVersion> version =
                values.find(Keys.PACK_VERSION).flatMap(text -> version(text, values.location(Keys.PACK_VERSION)));
        Map<String, Sha256> jars = new HashMap<>();
        values.get(Keys.PACK_JARS).forEach((jar, text) -> {
            if (!jar.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.jar")) {
                problems.add(
                        values.location(Keys.PACK_JARS),
                        INVALID_NAME,
                        "the jar name '%s' is not allowed".formatted(jar),
                        "name a jar that lies beside pack.yaml");
            }
            hash(text, jar, values.location(Keys.PACK_JARS)).ifPresent(hash -> jars.put(jar, hash));
        });
        List<Option<?>> parameters = new ArrayList<>();
        Map<String, Tree> defaults = new LinkedHashMap<>();
        own.find("parameters")
                .flatMap(entry -> options.map(entry.value(), "parameters"))
                .ifPresent(map -> map.entries().values().forEach(entry -> parameter(entry, parameters, defaults)));
        if (problems.size() > before || name.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PackDefinition(
                name.get(),
                version.get(),
                parameters,
                defaults,
                jars,
                own.find(Keys.CONVERT.name()).map(Entry::value),
                own.find(Keys.VALIDATE.name()).map(Entry::value)));
    }

    private void parameter(Entry entry, List<Option<?>> parameters, Map<String, Tree> defaults) {
        String what = "the parameter '%s'".formatted(entry.key());
        MapTree map = options.map(entry.value(), what).orElse(null);
        if (map == null) {
            return;
        }
        new Names(problems).checkIdentifier(entry.key(), "parameter", entry.keyLocation());
        options.refuseUnknown(map, what, Keys.PARAMETER.names());
        SectionOptions values = options.read(map, what, Keys.PARAMETER.options(), entry.keyLocation());
        ParameterType type = values.get(Keys.PARAMETER_TYPE);
        Tree whenUnset = map.find(Keys.PARAMETER_DEFAULT.name())
                .map(Entry::value)
                .filter(value -> !value.isNull())
                .orElse(null);
        if (whenUnset != null) {
            options.values().read(whenUnset, type.type(), what + ".default");
            defaults.put(entry.key(), whenUnset);
        }
        String doc = values.find(Keys.PARAMETER_DOC).orElse("");
        parameters.add(new Option<>(entry.key(), type.type(), whenUnset == null, null, doc));
    }

    /** Tells what is wrong with the values that a use gives to the parameters. */
    public void checkParameters(PackDefinition pack, PackRequest use) {
        String title = "the parameters of " + use.id();
        options.refuseUnknown(use.with(), title, OptionReader.names(pack.parameters()));
        options.read(use.with(), title, pack.parameters(), use.location());
    }

    private Optional<PackVersion> version(String text, @Nullable Location at) {
        Optional<PackVersion> version = PackVersion.parse(text);
        if (version.isEmpty()) {
            problems.add(
                    at,
                    INVALID_NAME,
                    "the version '%s' is not allowed".formatted(text),
                    "write two or three numbers, such as 1.2.0");
        }
        return version;
    }

    private Optional<Sha256> hash(String text, String what, @Nullable Location at) {
        Optional<Sha256> hash = Sha256.parse(text);
        if (hash.isEmpty()) {
            problems.add(
                    at,
                    PACK_PIN,
                    "the pin of %s is no SHA-256: '%s'".formatted(what, text),
                    "write sha256: and 64 hexadecimal digits");
        }
        return hash;
    }
}
