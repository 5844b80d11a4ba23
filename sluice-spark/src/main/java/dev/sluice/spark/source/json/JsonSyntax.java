package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ParseProblem;
import org.jspecify.annotations.Nullable;

/**
 * Finds where JSON values end, and whether they are well-formed (RFC 8259), without recursion. One text at a time; each
 * method takes the index of a value's first byte and gives that after its last one, or -1 after {@link #problem} is set.
 */
final class JsonSyntax {
    private final int maxDepth;
    private final boolean lines;
    private final boolean[] objects;
    private byte[] data = new byte[0];
    private int begin;
    private int end;
    private @Nullable ParseProblem problem;
    private int longestNumber;
    private boolean escaped;

    /** @param lines whether texts may have several lines */
    JsonSyntax(int maxDepth, boolean lines) {
        this.maxDepth = maxDepth;
        this.lines = lines;
        this.objects = new boolean[maxDepth + 1];
    }

    void text(byte[] newData, int from, int to) {
        data = newData;
        begin = from;
        end = to;
        problem = null;
    }

    /** Why the text is not well-formed. */
    @Nullable
    ParseProblem problem() {
        return problem;
    }

    /** How many characters the longest number of the value passed last has. */
    int longestNumber() {
        return longestNumber;
    }

    /** Whether the string passed last has escapes. */
    boolean escaped() {
        return escaped;
    }

    int corrupt(int at, String expected) {
        String where = at >= end ? "at its end" : "at byte " + (at - begin + 1);
        problem = ParseProblem.ofRecord(ReasonCode.CORRUPT_RECORD, "Expected %s %s".formatted(expected, where));
        return -1;
    }

    int space(int from) {
        int p = from;
        while (p < end && (data[p] == ' ' || data[p] == '\t' || lines && (data[p] == '\n' || data[p] == '\r'))) {
            p++;
        }
        return p;
    }

    /** Whether this byte stands at the index. */
    boolean at(int p, char b) {
        return p < end && data[p] == b;
    }

    /** Passes a value whose surroundings are already this deep. */
    int value(int from, int outerDepth) {
        longestNumber = 0;
        int depth = outerDepth;
        int p = from;
        while (true) {
            boolean opened = false;
            if (at(p, '{') || at(p, '[')) {
                if (++depth > maxDepth) {
                    problem = ParseProblem.ofRecord(
                            ReasonCode.TOO_DEEP, "The value is nested more than %d deep".formatted(maxDepth));
                    return -1;
                }
                objects[depth] = data[p] == '{';
                opened = true;
                p = space(p + 1);
            } else {
                p = scalar(p);
                if (p < 0) {
                    return -1;
                }
            }
            // Close what ends here, then go to the next value.
            while (true) {
                if (depth == outerDepth) {
                    return p;
                }
                p = space(p);
                if (at(p, objects[depth] ? '}' : ']')) {
                    depth--;
                    opened = false;
                    p++;
                    continue;
                }
                break;
            }
            if (!opened) {
                if (!at(p, ',')) {
                    return corrupt(p, objects[depth] ? "',' or '}'" : "',' or ']'");
                }
                p = space(p + 1);
            }
            if (objects[depth]) {
                p = key(p);
                if (p < 0) {
                    return -1;
                }
            }
        }
    }

    /** Passes a key and its colon, up to the value. */
    private int key(int from) {
        if (!at(from, '"')) {
            return corrupt(from, "a key");
        }
        int p = string(from);
        return p < 0 ? -1 : colon(p);
    }

    /** Passes a colon and the white space around it. */
    int colon(int from) {
        int p = space(from);
        return at(p, ':') ? space(p + 1) : corrupt(p, "':'");
    }

    private int scalar(int p) {
        if (p >= end) {
            return corrupt(p, "a value");
        }
        return switch (data[p]) {
            case '"' -> string(p);
            case 't' -> word(p, "true");
            case 'f' -> word(p, "false");
            case 'n' -> word(p, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(p);
            default -> corrupt(p, "a value");
        };
    }

    private int word(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!at(from + i, word.charAt(i))) {
                return corrupt(from, "a value");
            }
        }
        return from + word.length();
    }

    private int number(int from) {
        int p = at(from, '-') ? from + 1 : from;
        int whole = p;
        p = digits(p);
        if (p == whole || p - whole > 1 && data[whole] == '0') {
            return corrupt(whole, "a number");
        }
        if (at(p, '.')) {
            int fraction = p + 1;
            p = digits(fraction);
            if (p == fraction) {
                return corrupt(p, "a digit");
            }
        }
        if (at(p, 'e') || at(p, 'E')) {
            p++;
            int exponent = at(p, '+') || at(p, '-') ? p + 1 : p;
            p = digits(exponent);
            if (p == exponent) {
                return corrupt(p, "a digit");
            }
        }
        longestNumber = Math.max(longestNumber, p - from);
        return p;
    }

    private int digits(int from) {
        int p = from;
        while (p < end && data[p] >= '0' && data[p] <= '9') {
            p++;
        }
        return p;
    }

    /** Passes a string from its opening quote on. */
    int string(int from) {
        escaped = false;
        int p = from + 1;
        while (p < end) {
            byte b = data[p];
            if (b == '"') {
                return p + 1;
            }
            if (b == '\\') {
                escaped = true;
                p = escape(p);
                if (p < 0) {
                    return -1;
                }
            } else if (b >= 0 && b < ' ') {
                return corrupt(p, "no control character in a string, but there is one");
            } else {
                p++;
            }
        }
        return corrupt(p, "'\"'");
    }

    private int escape(int p) {
        int kind = p + 1 < end ? data[p + 1] : -1;
        if (kind == 'u') {
            for (int i = p + 2; i < p + 6; i++) {
                if (i >= end || Character.digit(data[i], 16) < 0) {
                    return corrupt(i, "a hexadecimal digit");
                }
            }
            return p + 6;
        }
        return kind > 0 && "\"\\/bfnrt".indexOf(kind) >= 0 ? p + 2 : corrupt(p + 1, "an escape");
    }
}
