package dev.sluice.core.window;

import static dev.sluice.api.ErrorCode.INVALID_TIME_PATTERN;
import static dev.sluice.api.ErrorCode.WINDOW_REFERENCE;

import dev.sluice.api.Problem;
import dev.sluice.core.type.DidYouMean;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * References to the window of a run within a text: <code>${window.start:PATTERN}</code> and <code>${window.end:PATTERN}</code>.
 * The pattern is one of {@link DateTimeFormatter}, for the local time of the window's zone; without one the time is written
 * as an instant in ISO 8601.
 */
public final class WindowReference {
    /** How the name of every such reference begins. */
    public static final String PREFIX = "window.";

    private static final List<String> TIMES = List.of("start", "end");
    private static final Pattern FORM = Pattern.compile("\\$\\{window\\.(start|end)(?::([^}]*))?}");
    private static final Pattern HOUR = Pattern.compile("[HhKk]");
    private static final Window SAMPLE =
            new Window(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2000-01-02T00:00:00Z"));

    private WindowReference() {}

    /** Where the first reference in the text begins; below 0 if there is none. */
    public static int indexIn(String text) {
        return text.indexOf("${" + PREFIX);
    }

    /** Whether the text has references, and none with a pattern that {@link #flaw} finds fault with. */
    public static boolean isResolvable(String text) {
        try {
            return indexIn(text) >= 0 && !sample(text).isEmpty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    /** What is wrong with a reference, without a place. @param name what stands between the braces */
    public static Optional<Problem> flaw(String name) {
        int colon = name.indexOf(':');
        String time = name.substring(PREFIX.length(), colon < 0 ? name.length() : colon);
        if (!TIMES.contains(time)) {
            String hint = DidYouMean.hint(time, TIMES);
            return Optional.of(Problem.of(WINDOW_REFERENCE, "a window has no '%s'".formatted(time))
                    .withHint(hint == null ? "write ${window.start} or ${window.end}" : hint));
        }
        return colon < 0 ? Optional.empty() : flawOfPattern(name.substring(colon + 1));
    }

    private static Optional<Problem> flawOfPattern(String pattern) {
        if (pattern.isBlank()) {
            return Optional.of(Problem.of(INVALID_TIME_PATTERN, "the pattern of a reference to the window is empty"));
        }
        if (pattern.replaceAll("'[^']*'", "").contains("Y")) {
            // At the turn of the year, the year of the week is another than that of the day.
            return Optional.of(Problem.of(INVALID_TIME_PATTERN, "'Y' is the year of the week")
                    .withHint("did you mean '%s'?".formatted(pattern.replace('Y', 'y'))));
        }
        try {
            text(SAMPLE.start(), pattern, ZoneOffset.UTC);
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.of(Problem.of(
                    INVALID_TIME_PATTERN, "'%s' is no pattern for a time: %s".formatted(pattern, e.getMessage())));
        }
    }

    /** The text with the window's times in place of its references, which have no flaws. */
    public static String resolve(String text, Window window, ZoneId zone) {
        return indexIn(text) < 0 ? text : resolve(text, window.start(), window.end(), zone);
    }

    private static String resolve(String text, Instant start, Instant end, ZoneId zone) {
        return FORM.matcher(text).replaceAll(reference -> {
            Instant time = reference.group(1).equals("start") ? start : end;
            String pattern = reference.group(2);
            return Matcher.quoteReplacement(pattern == null ? time.toString() : text(time, pattern, zone));
        });
    }

    /**
     * A bound of the window that the text, as it is resolved, leaves open: the clock shows its time twice, and the text names
     * the hour but would be the same for the other instant.
     */
    public static Optional<LocalDateTime> ambiguous(String text, Window window, ZoneId zone) {
        String written = resolve(text, window, zone);
        return Stream.of("start", "end")
                .filter(bound -> namesHour(text, bound))
                .flatMap(bound -> {
                    boolean start = bound.equals("start");
                    Instant time = start ? window.start() : window.end();
                    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
                    return zone.getRules().getValidOffsets(local).stream()
                            .map(local::toInstant)
                            .filter(other -> !other.equals(time))
                            .map(other -> start
                                    ? resolve(text, other, window.end(), zone)
                                    : resolve(text, window.start(), other, zone))
                            .filter(written::equals)
                            .map(any -> local);
                })
                .findFirst();
    }

    private static boolean namesHour(String text, String bound) {
        return FORM.matcher(text)
                .results()
                .anyMatch(reference -> reference.group(1).equals(bound)
                        && reference.group(2) != null
                        && HOUR.matcher(reference.group(2).replaceAll("'[^']*'", ""))
                                .find());
    }

    /** The text with the times of some window, to look at its form where no window is known. */
    public static String sample(String text) {
        return resolve(text, SAMPLE, ZoneOffset.UTC);
    }

    private static String text(Instant time, String pattern, ZoneId zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atZone(zone));
    }
}
