package dev.sluice.core.config;

import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hides what looks like a password. */
final class Confidential {
    private static final String MASK = "***";
    /** {@code nullTokens} are what files write for nothing. */
    private static final Pattern KEY =
            Pattern.compile(".*(password|passwd|pwd|secret|(?<!null)token|credential|access[-_.]?key|api[-_.]?key).*");

    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|access[-_.]?key|api[-_.]?key)=)[^&;\\s]+");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/@:\\s]+:)[^/@\\s]+@");

    private Confidential() {}

    /** Whether an override may set what must not be written down, at whatever depth of its value. */
    static boolean mayHold(Edit edit) {
        return Interpolation.SECRET_SECTIONS.contains(edit.path().get(0)) || mayHold(edit.key(), edit.value());
    }

    private static boolean mayHold(String key, Tree value) {
        if (value instanceof MapTree map) {
            return map.entries().values().stream().anyMatch(entry -> mayHold(key + "." + entry.key(), entry.value()));
        } else if (value instanceof ListTree list) {
            return list.items().stream().anyMatch(item -> mayHold(key, item));
        }
        String text = ((Scalar) value).text();
        return !masked(key, text).equals(text);
    }

    /** What may be shown of a value. References to secrets may. */
    static String masked(String key, String value) {
        if (KEY.matcher(key.toLowerCase(Locale.ROOT)).matches() && !value.startsWith("${secret:")) {
            return MASK;
        }
        String text = PARAMETER.matcher(value).replaceAll("$1" + MASK);
        return USER_INFO.matcher(text).replaceAll("$1" + MASK + "@");
    }
}
