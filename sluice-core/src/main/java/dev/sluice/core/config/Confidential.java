package dev.sluice.core.config;

import dev.sluice.core.config.Layer.Edit;
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

    /** Whether an override, as typed, may set what must not be written down. */
    static boolean mayHold(Edit edit, String typed) {
        String value = typed.substring(typed.indexOf('=') + 1);
        return Interpolation.SECRET_SECTIONS.contains(edit.path().get(0))
                || !masked(edit.key(), value).equals(value);
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
