package dev.sluice.api.row;

import static java.util.Objects.requireNonNull;

/**
 * A reason that a plug-in has given.
 *
 * @param code of {@link RowReasons#add}
 * @param path of the value that is wrong
 * @param message one line
 */
public record RowReason(String code, String path, String message) {
    private static final int LONGEST = 60;

    public RowReason {
        requireNonNull(code, "code");
        requireNonNull(path, "path");
        requireNonNull(message, "message");
        if (!isCode(code)) {
            throw new IllegalArgumentException(
                    "the reason code '%s' is not made of capitals, digits and underscores".formatted(code));
        }
    }

    private static boolean isCode(String text) {
        boolean form = !text.isEmpty() && text.length() <= LONGEST && text.charAt(0) >= 'A' && text.charAt(0) <= 'Z';
        for (int i = 1; form && i < text.length(); i++) {
            char c = text.charAt(i);
            form = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
        return form;
    }
}
