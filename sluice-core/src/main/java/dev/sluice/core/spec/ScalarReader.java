package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.INVALID_DURATION;
import static dev.sluice.api.ErrorCode.INVALID_REGEX;
import static dev.sluice.api.ErrorCode.INVALID_SIZE;
import static dev.sluice.api.ErrorCode.NOT_A_CHARACTER;
import static dev.sluice.api.ErrorCode.NOT_A_FLAG;
import static dev.sluice.api.ErrorCode.NOT_A_WHOLE_NUMBER;
import static dev.sluice.api.ErrorCode.NUMBER_OUT_OF_RANGE;
import static dev.sluice.api.ErrorCode.UNKNOWN_WORD;
import static dev.sluice.api.ErrorCode.UNKNOWN_ZONE;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.OptionType;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Scalar;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads a single value as an option's type says. */
final class ScalarReader {
    private static final Map<String, Long> SIZES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("GiB", 1L << 30),
            Map.entry("TiB", 1L << 40));
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private final Problems problems;

    ScalarReader(Problems problems) {
        this.problems = problems;
    }

    Optional<?> read(Scalar scalar, OptionType<?> type, String what) {
        String text = scalar.text();
        if (type instanceof OptionType.Text || type instanceof OptionType.Sql && !text.isBlank()) {
            return Optional.of(text);
        } else if (type instanceof OptionType.Character) {
            return character(scalar, what);
        } else if (type instanceof OptionType.Whole whole) {
            return whole(scalar, whole, what);
        } else if (type instanceof OptionType.Flag) {
            return flag(scalar, what);
        } else if (type instanceof OptionType.Choice<?> choice) {
            return choice(scalar, choice.constants(), what);
        } else if (type instanceof OptionType.Size) {
            return amount(scalar, SIZES, INVALID_SIZE, "a count of bytes such as 16MiB", what);
        } else if (type instanceof OptionType.Span) {
            return amount(scalar, MILLIS, INVALID_DURATION, "a span of time such as 30s, 5m, 4h or 1d", what)
                    .map(Duration::ofMillis);
        } else if (type instanceof OptionType.Zone) {
            return zone(scalar, what);
        } else if (type instanceof OptionType.Regex) {
            return regex(scalar, what);
        }
        // What is left names something: a column, a type, an expression.
        return text.isBlank() ? fail(scalar, EMPTY_VALUE, what + " is empty", null) : Optional.of(text);
    }

    private Optional<String> character(Scalar scalar, String what) {
        String text = scalar.text();
        return switch (text) {
            case "tab", "\\t" -> Optional.of("\t");
            case "none" -> Optional.of("none");
            default ->
                text.codePointCount(0, text.length()) == 1
                        ? Optional.of(text)
                        : fail(
                                scalar,
                                NOT_A_CHARACTER,
                                "%s must be one character, not '%s'".formatted(what, text),
                                null);
        };
    }

    private Optional<Long> whole(Scalar scalar, OptionType.Whole type, String what) {
        String text = scalar.text().strip();
        int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (text.length() == digits
                || text.length() > 40
                || !text.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9')) {
            return fail(
                    scalar,
                    NOT_A_WHOLE_NUMBER,
                    "%s must be a whole number, not '%s'".formatted(what, scalar.text()),
                    null);
        }
        BigInteger value = new BigInteger(text);
        if (value.compareTo(BigInteger.valueOf(type.min())) < 0
                || value.compareTo(BigInteger.valueOf(type.max())) > 0) {
            String bounds = type.max() == Long.MAX_VALUE || type.max() == Integer.MAX_VALUE
                    ? "at least " + type.min()
                    : "from %d to %d".formatted(type.min(), type.max());
            return fail(scalar, NUMBER_OUT_OF_RANGE, "%s must be %s, not %s".formatted(what, bounds, text), null);
        }
        return Optional.of(value.longValueExact());
    }

    private Optional<Boolean> flag(Scalar scalar, String what) {
        return switch (scalar.text()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                String meant = switch (scalar.text().toLowerCase(Locale.ROOT)) {
                    case "yes", "on", "1", "true", "y" -> "did you mean 'true'?";
                    case "no", "off", "0", "false", "n" -> "did you mean 'false'?";
                    default -> null;
                };
                yield fail(
                        scalar, NOT_A_FLAG, "%s must be true or false, not '%s'".formatted(what, scalar.text()), meant);
            }
        };
    }

    private Optional<Object> choice(Scalar scalar, Class<? extends Enum<?>> constants, String what) {
        Enum<?>[] values = constants.getEnumConstants();
        for (Enum<?> value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(scalar.text())) {
                return Optional.of(value);
            }
        }
        List<String> words = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        String hint = DidYouMean.hint(scalar.text(), words);
        return fail(
                scalar,
                UNKNOWN_WORD,
                "%s must be one of %s, not '%s'".formatted(what, String.join(", ", words), scalar.text()),
                hint);
    }

    private Optional<Long> amount(Scalar scalar, Map<String, Long> units, ErrorCode code, String form, String what) {
        String text = scalar.text().strip();
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        Long unit = units.get(text.substring(end).strip());
        if (end == 0 || unit == null) {
            return fail(scalar, code, "%s must be %s, not '%s'".formatted(what, form, scalar.text()), null);
        }
        BigInteger value = new BigInteger(text.substring(0, end)).multiply(BigInteger.valueOf(unit));
        return value.bitLength() < Long.SIZE
                ? Optional.of(value.longValueExact())
                : fail(scalar, code, "%s is too large: '%s'".formatted(what, scalar.text()), null);
    }

    private Optional<ZoneId> zone(Scalar scalar, String what) {
        try {
            return Optional.of(ZoneId.of(scalar.text()));
        } catch (DateTimeException e) {
            return fail(
                    scalar,
                    UNKNOWN_ZONE,
                    "%s names no time zone: '%s'".formatted(what, scalar.text()),
                    DidYouMean.hint(
                            scalar.text(),
                            ZoneId.getAvailableZoneIds().stream().sorted().toList()));
        }
    }

    private Optional<Pattern> regex(Scalar scalar, String what) {
        try {
            return Optional.of(Pattern.compile(scalar.text()));
        } catch (PatternSyntaxException e) {
            Location all = scalar.location();
            Location place = e.getIndex() >= 0 && all.length() == scalar.text().length()
                    ? new Location(all.file(), all.line(), all.column() + Math.min(e.getIndex(), all.length() - 1), 1)
                    : all;
            problems.add(place, INVALID_REGEX, "%s is no regular expression: %s".formatted(what, e.getDescription()));
            return Optional.empty();
        }
    }

    private <T> Optional<T> fail(Scalar scalar, ErrorCode code, String message, @Nullable String hint) {
        problems.add(scalar.location(), code, message, hint);
        return Optional.empty();
    }
}
