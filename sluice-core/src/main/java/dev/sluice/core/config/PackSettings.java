package dev.sluice.core.config;

import dev.sluice.core.spec.PackSteps;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what packs brought to a pipeline, and where it stands. */
record PackSettings(List<PackSteps> packs) {
    /** The steps of a section, or those that a name such as {@code pii/mail} or {@code pii/email(mail)} means. */
    List<Setting> of(String path) {
        List<Setting> settings = new ArrayList<>();
        for (PackSteps pack : packs) {
            String prefix = pack.use().prefix() + "/";
            boolean named = path.startsWith(prefix);
            String name = named ? path.substring(prefix.length()) : "";
            add(pack, pack.convert(), path.equals("convert"), named, name, settings);
            add(pack, pack.validate(), path.equals("validate"), named, name, settings);
        }
        return settings;
    }

    private static void add(
            PackSteps pack, Optional<Tree> section, boolean all, boolean named, String name, List<Setting> settings) {
        if (section.orElse(null) instanceof ListTree list) {
            for (Tree item : list.items()) {
                if (all || named && means(item, name)) {
                    settings.add(
                            new Setting("pack " + pack.use().id(), YamlWriter.MASKED.line(item, ""), item.location()));
                }
            }
        }
    }

    /** A step without a name of its own is called by its type and the columns that it reads. */
    private static boolean means(Tree item, String name) {
        String own = text(item, "name").orElse(null);
        if (own != null) {
            return own.equals(name);
        }
        int end = name.indexOf('(');
        if (end < 0 || !name.endsWith(")")) {
            return text(item, "type").equals(Optional.of(name));
        }
        Set<String> texts = new HashSet<>();
        collect(item, texts);
        return text(item, "type").equals(Optional.of(name.substring(0, end)))
                && texts.containsAll(
                        List.of(name.substring(end + 1, name.length() - 1).split(",")));
    }

    /** All keys and values. */
    private static void collect(Tree tree, Set<String> texts) {
        if (tree instanceof Scalar scalar) {
            texts.add(scalar.text());
        } else if (tree instanceof ListTree list) {
            list.items().forEach(item -> collect(item, texts));
        } else if (tree instanceof MapTree map) {
            map.entries().values().forEach(entry -> {
                texts.add(entry.key());
                collect(entry.value(), texts);
            });
        }
    }

    private static Optional<String> text(Tree item, String key) {
        return item instanceof MapTree map
                ? map.find(key)
                        .map(Entry::value)
                        .filter(Scalar.class::isInstance)
                        .map(value -> ((Scalar) value).text())
                : Optional.empty();
    }
}
