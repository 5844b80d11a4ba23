package dev.sluice.spark.expression;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.spark.expression.TimeStep.Digits;
import dev.sluice.spark.expression.TimeStep.Field;
import dev.sluice.spark.expression.TimeStep.Fraction;
import dev.sluice.spark.expression.TimeStep.Literal;
import dev.sluice.spark.expression.TimeStep.Name;
import dev.sluice.spark.expression.TimeStep.Offset;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles a well-formed pattern to steps over bytes, or says that it cannot. Used once. */
final class TimeCompiler {
    private final String pattern;
    private final Deque<List<TimeStep>> open = new ArrayDeque<>();
    private final Set<String> fields = new HashSet<>();
    private int at;
    private boolean possible = true;

    TimeCompiler(String pattern) {
        this.pattern = pattern;
        open.push(new ArrayList<>());
    }

    /** The steps, or null for a pattern that is left to the JDK. */
    @Nullable
    List<TimeStep> compile() {
        while (at < pattern.length() && possible) {
            char c = pattern.charAt(at);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                letters(c);
            } else if (c == '[') {
                open.push(new ArrayList<>());
                at++;
            } else if (c == ']') {
                TimeStep section = new TimeStep.Optional(List.copyOf(open.pop()));
                add(section);
                at++;
            } else {
                literal(c);
            }
        }
        while (open.size() > 1) {
            TimeStep section = new TimeStep.Optional(List.copyOf(open.pop()));
            add(section);
        }
        return possible ? List.copyOf(open.pop()) : null;
    }

    private void add(TimeStep step) {
        List<TimeStep> steps = open.element();
        boolean number = step instanceof Digits || step instanceof Fraction;
        if (!steps.isEmpty() && number && steps.get(steps.size() - 1) instanceof Digits before) {
            // Digits that run into one another are divided from the right, which needs fixed widths.
            possible &= before.min() == before.max();
        }
        steps.add(step);
    }

    private void literal(char c) {
        StringBuilder text = new StringBuilder();
        if (c != '\'') {
            text.append(c);
            at++;
        } else {
            int end = at + 1;
            while (pattern.charAt(end) != '\'' || end + 1 < pattern.length() && pattern.charAt(end + 1) == '\'') {
                text.append(pattern.charAt(end));
                end += pattern.charAt(end) == '\'' ? 2 : 1;
            }
            if (text.isEmpty()) {
                text.append('\'');
            }
            at = end + 1;
        }
        // The JDK compares other letters in any case too.
        possible &= US_ASCII.newEncoder().canEncode(text);
        add(new Literal(text.toString().getBytes(US_ASCII)));
    }

    private void letters(char letter) {
        int start = at;
        while (at < pattern.length() && pattern.charAt(at) == letter) {
            at++;
        }
        int count = at - start;
        TimeStep step = step(letter, count);
        // A field that stands twice must agree with itself: rare enough for the JDK.
        possible &= step != null && fields.add(field(letter));
        if (step != null) {
            add(step);
        }
    }

    private static String field(char letter) {
        return switch (letter) {
            case 'u', 'y' -> "year";
            case 'x', 'X', 'Z' -> "offset";
            case 'H', 'h', 'K' -> "hour";
            default -> String.valueOf(letter);
        };
    }

    private @Nullable TimeStep step(char letter, int count) {
        boolean number = count <= 2;
        return switch (letter) {
            case 'y', 'u' ->
                count == 4 ? new Digits(Field.YEAR, 4, 4) : count == 2 ? new Digits(Field.SHORT_YEAR, 2, 2) : null;
            case 'M' -> number ? new Digits(Field.MONTH, count, 2) : names(Name.Kind.MONTH, count);
            case 'd' -> number ? new Digits(Field.DAY, count, 2) : null;
            // H beside a would have to agree with it.
            case 'H' -> number && !pattern.contains("a") ? new Digits(Field.HOUR, count, 2) : null;
            case 'h' -> number ? new Digits(Field.CLOCK_HALF, count, 2) : null;
            case 'K' -> number ? new Digits(Field.HALF, count, 2) : null;
            case 'm' -> number ? new Digits(Field.MINUTE, count, 2) : null;
            case 's' -> number ? new Digits(Field.SECOND, count, 2) : null;
            case 'S' -> count <= 9 ? new Fraction(count, count) : null;
            case 'a' -> count == 1 ? new Name(Name.Kind.HALF, bytes(Stream.of("AM", "PM"))) : null;
            case 'E' -> names(Name.Kind.WEEKDAY, Math.max(3, count));
            case 'X', 'x' -> count <= 3 ? new Offset(count > 1, count == 3, false, letter == 'X') : null;
            case 'Z' -> count <= 3 ? new Offset(true, false, false, false) : null;
            default -> null;
        };
    }

    private static @Nullable TimeStep names(Name.Kind kind, int count) {
        if (count > 4) {
            return null;
        }
        TextStyle style = count == 3 ? TextStyle.SHORT : TextStyle.FULL;
        Stream<String> names = kind == Name.Kind.MONTH
                ? Stream.of(Month.values()).map(month -> month.getDisplayName(style, Locale.ENGLISH))
                : Stream.of(DayOfWeek.values()).map(day -> day.getDisplayName(style, Locale.ENGLISH));
        return new Name(kind, bytes(names));
    }

    private static byte[][] bytes(Stream<String> names) {
        return names.map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
    }
}
