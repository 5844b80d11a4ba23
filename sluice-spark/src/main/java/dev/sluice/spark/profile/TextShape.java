package dev.sluice.spark.profile;

/** The making of a text as a regular expression: which kinds of characters follow each other. */
final class TextShape {
    /** Longer texts have no shape. */
    static final int MAX_LENGTH = 40;

    private TextShape() {}

    /** With the length of each run, such as {@code [A-Z]{2}-[0-9]{4}}. */
    static String exact(String text) {
        return of(text, true);
    }

    /** Whatever the length of each run, such as {@code [A-Z]+-[0-9]+}. */
    static String loose(String text) {
        return of(text, false);
    }

    private static String of(String text, boolean lengths) {
        StringBuilder shape = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            String kind = kind(text.codePointAt(at));
            int run = 0;
            while (at < text.length() && kind(text.codePointAt(at)).equals(kind)) {
                at += Character.charCount(text.codePointAt(at));
                run++;
            }
            boolean literal = !kind.startsWith("[") && !kind.startsWith("\\p");
            shape.append(kind);
            if (lengths || literal) {
                shape.append(run == 1 ? "" : "{" + run + "}");
            } else {
                shape.append('+');
            }
        }
        return shape.toString();
    }

    private static String kind(int c) {
        if (c >= '0' && c <= '9') {
            return "[0-9]";
        }
        if (c >= 'A' && c <= 'Z') {
            return "[A-Z]";
        }
        if (c >= 'a' && c <= 'z') {
            return "[a-z]";
        }
        if (Character.isLetter(c)) {
            return "\\p{L}";
        }
        String text = Character.toString(c);
        return "\\[](){}.*+?^$|".contains(text) ? "\\" + text : text;
    }
}
