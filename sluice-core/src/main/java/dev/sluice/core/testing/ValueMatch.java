package dev.sluice.core.testing;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a value is the one that a test file says: by meaning, so that 1.50 is 1.5, but text letter by letter. */
final class ValueMatch {
    private ValueMatch() {}

    static boolean matches(Tree expected, @Nullable Object actual) {
        if (expected.isNull() || actual == null) {
            return expected.isNull() && actual == null;
        }
        if (expected instanceof ListTree list) {
            return actual instanceof List<?> items && sameItems(list.items(), items);
        }
        if (expected instanceof MapTree map) {
            return actual instanceof Map<?, ?> values && sameEntries(map, values);
        }
        return same(((Scalar) expected).text(), actual);
    }

    private static boolean sameItems(List<Tree> expected, List<?> actual) {
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = matches(expected.get(i), actual.get(i));
        }
        return same;
    }

    /** Like rows, structs need not be told whole. */
    private static boolean sameEntries(MapTree expected, Map<?, ?> actual) {
        for (Entry entry : expected.entries().values()) {
            if (!actual.containsKey(entry.key()) && !entry.value().isNull()
                    || !matches(entry.value(), actual.get(entry.key()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(String text, Object actual) {
        try {
            if (actual instanceof Float number) {
                return number.equals(Float.valueOf(text));
            } else if (actual instanceof Double number) {
                return number.equals(Double.valueOf(text));
            } else if (actual instanceof Number number) {
                return new BigDecimal(text.strip()).compareTo(new BigDecimal(number.toString())) == 0;
            } else if (actual instanceof LocalDate date) {
                return date.equals(LocalDate.parse(text));
            } else if (actual instanceof LocalDateTime time) {
                return time.equals(localTime(text));
            } else if (actual instanceof Instant instant) {
                return instant.equals(instant(text));
            } else if (actual instanceof byte[] bytes) {
                return Base64.getEncoder().encodeToString(bytes).equals(text);
            }
            return actual.toString().equals(text);
        } catch (NumberFormatException | DateTimeException e) {
            return false; // not even of the type
        }
    }

    private static LocalDateTime localTime(String text) {
        return text.length() <= "2026-01-01".length()
                ? LocalDate.parse(text).atTime(LocalTime.MIDNIGHT)
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }
}
