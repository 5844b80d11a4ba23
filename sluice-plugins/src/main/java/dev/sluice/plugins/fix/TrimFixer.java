package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.row.RowFixer;

/** Removes blanks at both ends. */
public final class TrimFixer implements RowFixer {
    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "trim", "Removes blanks at both ends: spaces of every kind, tabs, line ends, byte order marks.");
    }

    @Override
    public String fix(String column, String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == ZERO_WIDTH_SPACE || c == BYTE_ORDER_MARK;
    }
}
