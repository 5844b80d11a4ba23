package dev.sluice.spark.source;

import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for one name, compiled.
 *
 * @param isPlain whether only one name can match
 * @param plain that name, with backslashes taken away
 */
record NameGlob(boolean isPlain, String plain, Pattern pattern) {
    static NameGlob compile(String glob, Function<String, RuntimeException> invalid) {
        StringBuilder regex = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        boolean isPlain = true;
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                c = glob.charAt(++i);
            } else if ("*?[{}".indexOf(c) >= 0 || c == ',' && braces > 0) {
                isPlain = false;
                switch (c) {
                    case '*' -> regex.append(".*");
                    case '?' -> regex.append('.');
                    case '[' -> i = characters(glob, i, regex, invalid);
                    case '{' -> regex.append("(?:");
                    case '}' -> regex.append(')');
                    default -> regex.append('|');
                }
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (braces < 0) {
                    throw invalid.apply("'}' without '{'");
                }
                continue;
            }
            regex.append(Pattern.quote(String.valueOf(c)));
            plain.append(c);
        }
        if (braces > 0) {
            throw invalid.apply("'{' without '}'");
        }
        try {
            return new NameGlob(isPlain, plain.toString(), Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw invalid.apply(e.getDescription());
        }
    }

    // From '[' to its ']'; returns the index of the latter.
    private static int characters(
            String glob, int start, StringBuilder regex, Function<String, RuntimeException> invalid) {
        int first = start + 1;
        boolean not = first < glob.length() && "!^".indexOf(glob.charAt(first)) >= 0;
        int from = not ? first + 1 : first;
        int end = glob.indexOf(']', from + 1); // a ']' that comes first is a character of the set
        if (end < 0) {
            throw invalid.apply("'[' without ']'");
        }
        regex.append(not ? "[^" : "[");
        for (int i = from; i < end; i++) {
            char c = glob.charAt(i);
            if (c != '-' || i == from || i == end - 1) {
                regex.append("\\^&[]-".indexOf(c) >= 0 ? "\\" : "");
            }
            regex.append(c);
        }
        regex.append(']');
        return end;
    }
}
