package dev.sluice.core.config;

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

    /** What may be shown of a value. References to secrets may. */
    static String masked(String key, String value) {
        if (KEY.matcher(key.toLowerCase(Locale.ROOT)).matches() && !value.startsWith("${secret:")) {
            return MASK;
        }
        String text = PARAMETER.matcher(value).replaceAll("$1" + MASK);
        return USER_INFO.matcher(text).replaceAll("$1" + MASK + "@");
    }
}
