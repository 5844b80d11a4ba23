package dev.sluice.core.config;

import dev.sluice.core.spec.Keys;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The fingerprint of a resolved pipeline: equal for equal meaning, whatever the layers, quotes and comments were. */
final class Canonical {
    /** Nothing of these makes a row what it is. */
    private static final Set<String> APART = Set.of("vars", "pipeline", "quarantine", "maintain", "sinks");

    private Canonical() {}

    /**
     * SHA-256 in hex over the pipeline's keys.
     *
     * @param root resolved; secrets are references still
     */
    static String fingerprint(MapTree root, String pipeline) {
        StringBuilder text = new StringBuilder("sluice 1\n");
        append(text, pipeline);
        for (String key : Keys.PIPELINE.names()) {
            if (!APART.contains(key)) {
                root.find(key).filter(entry -> !entry.value().isNull()).ifPresent(entry -> {
                    append(text, key);
                    append(text, entry.value(), false);
                });
            }
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Each text is led by its length, so no two trees give one text. The order of keys counts among columns only. */
    private static void append(StringBuilder text, Tree tree, boolean ordered) {
        if (tree instanceof Scalar scalar) {
            text.append(scalar.isNull() ? 'n' : 's');
            append(text, scalar.text());
        } else if (tree instanceof ListTree list) {
            text.append('l').append(list.items().size());
            list.items().forEach(item -> append(text, item, false));
        } else {
            List<Entry> entries = new ArrayList<>(((MapTree) tree).entries().values());
            entries.removeIf(entry -> entry.value().isNull());
            if (!ordered) {
                entries.sort((a, b) -> a.key().compareTo(b.key()));
            }
            text.append('m').append(entries.size());
            for (Entry entry : entries) {
                append(text, entry.key());
                append(text, entry.value(), entry.key().equals("columns"));
            }
        }
    }

    private static void append(StringBuilder text, String value) {
        text.append(value.length()).append(':').append(value);
    }
}
