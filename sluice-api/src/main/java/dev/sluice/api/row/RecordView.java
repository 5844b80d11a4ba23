package dev.sluice.api.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record, or a struct in it: the columns that the step has said it reads, and no others. Read-only. Each getter gives
 * null for null, and throws {@link IllegalArgumentException} where there is no such column or it has another type.
 */
public interface RecordView {
    /** The columns that can be read, in order. */
    List<String> columns();

    /**
     * The value in Java's form.
     *
     * <ul>
     *   <li>string, uuid: {@link String}; boolean: {@link Boolean}
     *   <li>int: {@link Integer}; long, and time as microseconds of the day: {@link Long}; float: {@link Float}; double:
     *       {@link Double}; decimal: {@link BigDecimal}
     *   <li>date: {@link LocalDate}; timestamp: {@link LocalDateTime}; timestamptz: {@link Instant}
     *   <li>binary: {@code byte[]}, a copy
     *   <li>array: {@link List}; map: {@link Map}; struct: {@code RecordView}
     * </ul>
     */
    @Nullable
    Object value(String column);

    default boolean isNull(String column) {
        return value(column) == null;
    }

    default @Nullable String text(String column) {
        return as(String.class, column);
    }

    default @Nullable Boolean flag(String column) {
        return as(Boolean.class, column);
    }

    /** An int or a long. */
    default @Nullable Long whole(String column) {
        Object value = value(column);
        return value instanceof Integer small ? Long.valueOf(small) : as(Long.class, column, value);
    }

    /** A float or a double. */
    default @Nullable Double floating(String column) {
        Object value = value(column);
        return value instanceof Float small ? Double.valueOf(small) : as(Double.class, column, value);
    }

    /** A decimal, an int or a long. */
    default @Nullable BigDecimal decimal(String column) {
        Object value = value(column);
        return value instanceof Integer || value instanceof Long
                ? BigDecimal.valueOf(((Number) value).longValue())
                : as(BigDecimal.class, column, value);
    }

    default @Nullable LocalDate date(String column) {
        return as(LocalDate.class, column);
    }

    /** A timestamp without a zone. */
    default @Nullable LocalDateTime timestamp(String column) {
        return as(LocalDateTime.class, column);
    }

    /** A timestamp with a zone. */
    default @Nullable Instant instant(String column) {
        return as(Instant.class, column);
    }

    default byte @Nullable [] bytes(String column) {
        return as(byte[].class, column);
    }

    default @Nullable List<?> list(String column) {
        return as(List.class, column);
    }

    default @Nullable Map<?, ?> map(String column) {
        return as(Map.class, column);
    }

    /** A struct. */
    default @Nullable RecordView struct(String column) {
        return as(RecordView.class, column);
    }

    /** A record made of values in the form of {@link #value}; structs may be maps of names to values. For tests. */
    static RecordView of(Map<String, ? extends @Nullable Object> values) {
        return new GivenRecord(values);
    }

    private <T> @Nullable T as(Class<T> type, String column) {
        return as(type, column, value(column));
    }

    private static <T> @Nullable T as(Class<T> type, String column, @Nullable Object value) {
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw new IllegalArgumentException("the column '%s' is a %s, not a %s"
                .formatted(column, value.getClass().getSimpleName(), type.getSimpleName()));
    }
}
