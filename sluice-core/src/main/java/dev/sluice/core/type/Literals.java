package dev.sluice.core.type;

import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that a configuration writes as text for a column of some type: numbers in plain or scientific form, dates and times
 * in ISO 8601 (a blank may stand for the T), fixed and binary in hex.
 */
public final class Literals {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");
    /** Endings and forms that only Java's source code has. */
    private static final Pattern JAVA_ONLY = Pattern.compile("(?i)[xp]|[df]$");
    /** Beyond this a number is of no type that we have, and dear to compute. */
    private static final int MAX_NUMBER_LENGTH = 400;

    private Literals() {}

    /** Whether the text is a value of the type. Nested types are not judged: any text is taken. */
    public static boolean isValid(ColumnType type, String text) {
        return parse(type, text) != null;
    }

    /** How two valid texts compare as values of the type; empty where that cannot be told. */
    public static OptionalInt compare(ColumnType type, String a, String b) {
        Comparable<?> left = parse(type, a);
        Comparable<?> right = parse(type, b);
        if (left == null
                || right == null
                || !left.getClass().equals(right.getClass())
                || !Conversions.isOrdered(type)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(compare(left, right));
    }

    @SuppressWarnings("unchecked") // both are of one class, which is comparable with itself
    private static int compare(Comparable<?> left, Comparable<?> right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static @Nullable Comparable<?> parse(ColumnType type, String text) {
        try {
            if (type instanceof Decimal decimal) {
                return exact(text.strip(), decimal);
            }
            if (type instanceof Fixed fixed) {
                return HEX.matcher(text).matches() && text.length() == 2 * fixed.length() ? text : null;
            }
            return type instanceof Primitive primitive && primitive != Primitive.STRING
                    ? primitive(primitive, text.strip())
                    : text;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Comparable<?> primitive(Primitive type, String text) {
        return switch (type) {
            case STRING -> text;
            case BOOLEAN ->
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                };
            case INT -> whole(text, 31);
            case LONG -> whole(text, 63);
            case FLOAT, DOUBLE -> JAVA_ONLY.matcher(text).find() ? null : Double.valueOf(bounded(text));
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case TIMESTAMP -> local(text);
            case TIMESTAMPTZ -> zoned(text);
            case UUID -> UUID_FORM.matcher(text).matches() ? UUID.fromString(text) : null;
            case BINARY -> HEX.matcher(text).matches() ? text : null;
        };
    }

    private static @Nullable BigInteger whole(String text, int bits) {
        BigInteger number = new BigInteger(bounded(text));
        return number.bitLength() <= bits ? number : null;
    }

    private static @Nullable BigDecimal exact(String text, Decimal type) {
        BigDecimal number = new BigDecimal(bounded(text)).stripTrailingZeros();
        boolean fits = number.signum() == 0
                || (number.scale() <= type.scale()
                        && (long) number.precision() - number.scale() <= type.precision() - type.scale());
        return fits ? number : null;
    }

    private static String bounded(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException("too long");
        }
        return text;
    }

    private static LocalDateTime local(String text) {
        String iso = text.replace(' ', 'T');
        return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
    }

    private static Comparable<?> zoned(String text) {
        String iso = text.replace(' ', 'T');
        int time = iso.indexOf('T');
        boolean hasOffset = time > 0
                && Pattern.compile("[Zz+-]").matcher(iso.substring(time)).find();
        return hasOffset ? Objects.requireNonNull(OffsetDateTime.parse(iso)).toInstant() : local(text);
    }
}
