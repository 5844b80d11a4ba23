package dev.sluice.core.expression;

import dev.sluice.api.Location;
import org.jspecify.annotations.Nullable;

/** Where a part of a text stands in the file that holds the text. */
public final class TextPlace {
    private TextPlace() {}

    /**
     * The place of a part of the text of a scalar. Exact where the scalar's place covers just its text, on one line and
     * without escapes; the whole scalar for others.
     *
     * @param scalar the place of the whole scalar, without its quotes; null if it stands nowhere
     * @param offset in chars, as {@code length}; places count characters (code points)
     */
    public static @Nullable Location within(@Nullable Location scalar, String text, int offset, int length) {
        if (scalar == null
                || scalar.line() == 0
                || text.indexOf('\n') >= 0
                || scalar.length() != text.codePointCount(0, text.length())) {
            return scalar;
        }
        return new Location(
                scalar.file(),
                scalar.line(),
                scalar.column() + text.codePointCount(0, offset),
                text.codePointCount(offset, offset + length));
    }
}
