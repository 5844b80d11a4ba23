package dev.sluice.core.expression;

import dev.sluice.api.Location;
import org.jspecify.annotations.Nullable;

/** Where a part of a text stands in the file that holds the text. */
public final class TextPlace {
    private TextPlace() {}

    /**
     * The place of a part of the text of a scalar. Exact for plain scalars and for quoted ones without escapes, on one
     * line; the whole scalar for others.
     *
     * @param scalar the place of the whole scalar with its quotes; null if it stands nowhere
     */
    public static @Nullable Location within(@Nullable Location scalar, String text, int offset, int length) {
        if (scalar == null || scalar.line() == 0 || text.indexOf('\n') >= 0) {
            return scalar;
        }
        int quote = (scalar.length() - text.length()) / 2;
        if (scalar.length() != text.length() + 2 * quote || quote > 1) {
            return scalar;
        }
        return new Location(scalar.file(), scalar.line(), scalar.column() + quote + offset, length);
    }
}
