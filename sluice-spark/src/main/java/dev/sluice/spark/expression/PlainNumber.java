package dev.sluice.spark.expression;

import dev.sluice.api.NumberStyle;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A number in some style as a plain one ({@code -1234.5}), so that the types' own readers can go on; null where its
 * separators stand in the wrong places. A minus sign behind the number, brackets around it and the typographic minus
 * mean less than zero.
 */
record PlainNumber(String decimal, String grouping, List<String> strip, boolean percent)
        implements ValueFunction.ToObject, Serializable {
    private static final int MAX_LENGTH = 1_000;

    static PlainNumber of(NumberStyle style) {
        List<String> strip = style.strip().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        return new PlainNumber(style.decimal(), style.grouping(), strip, style.percent());
    }

    @Override
    public @Nullable Object apply(UTF8String text) {
        if (text.numBytes() > MAX_LENGTH) {
            return null;
        }
        String number = stripped(text.toString());
        boolean negative = false;
        if (number.startsWith("(") && number.endsWith(")") && number.length() > 1) {
            negative = true;
            number = stripped(number.substring(1, number.length() - 1));
        }
        boolean ofHundred = percent && number.endsWith("%");
        if (ofHundred) {
            number = stripped(number.substring(0, number.length() - 1));
        }
        if (number.startsWith("-") || number.startsWith("\u2212")) {
            negative = !negative;
            number = stripped(number.substring(1));
        } else if (number.startsWith("+")) {
            number = stripped(number.substring(1));
        } else if (number.endsWith("-")) {
            negative = !negative;
            number = stripped(number.substring(0, number.length() - 1));
        }
        String plain = plain(number);
        if (plain == null) {
            return null;
        }
        return UTF8String.fromString((negative ? "-" : "") + (ofHundred ? hundredth(plain) : plain));
    }

    /** Without blanks and configured words around. */
    private String stripped(String text) {
        String rest = text;
        String before;
        do {
            before = rest;
            rest = blankless(rest);
            for (String word : strip) {
                if (!word.isEmpty() && rest.startsWith(word)) {
                    rest = rest.substring(word.length());
                } else if (!word.isEmpty() && rest.endsWith(word)) {
                    rest = rest.substring(0, rest.length() - word.length());
                }
            }
        } while (!rest.equals(before));
        return rest;
    }

    private static String blankless(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isSpaceChar(c);
    }

    private @Nullable String plain(String number) {
        StringBuilder plain = new StringBuilder(number.length());
        boolean fraction = false;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                plain.append(c);
            } else if (decimal.indexOf(c) >= 0 && !fraction) {
                plain.append('.');
                fraction = true;
            } else if ((c == 'e' || c == 'E') && i > 0) {
                return plain.append(number, i, number.length()).toString();
            } else if (fraction || !isGrouping(c) || !betweenDigits(number, i)) {
                return null;
            }
        }
        return plain.toString();
    }

    private boolean isGrouping(char c) {
        return grouping.equals(" ") ? isBlank(c) : grouping.indexOf(c) >= 0;
    }

    private static boolean betweenDigits(String number, int at) {
        return at > 0
                && at + 1 < number.length()
                && Stream.of(at - 1, at + 1).allMatch(i -> number.charAt(i) >= '0' && number.charAt(i) <= '9');
    }

    /** The decimal point two places to the left. */
    private static String hundredth(String plain) {
        if (plain.indexOf('e') >= 0 || plain.indexOf('E') >= 0) {
            return "";
        }
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String fraction = point < 0 ? "" : plain.substring(point + 1);
        if (whole.isEmpty() && fraction.isEmpty()) {
            return "";
        }
        String padded = "00" + whole;
        int cut = padded.length() - 2;
        String result = padded.substring(0, cut) + "." + padded.substring(cut) + fraction;
        return result.startsWith(".") ? "0" + result : result;
    }
}
