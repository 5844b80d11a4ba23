package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key: the only place that knows its name, type, default and meaning.
 *
 * @param name the key in YAML, camelCase
 * @param type how its text becomes a value
 * @param required whether it must be set
 * @param defaultValue the value where it is not set; null where an unset option has no value
 * @param description one or two sentences for the reference; units where there are any
 */
public record Option<T>(
        String name,
        OptionType<T> type,
        boolean required,
        @Nullable T defaultValue,
        String description) {
    public Option {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
    }

    /** An option that must be set. */
    public static <T> Option<T> required(String name, OptionType<T> type, String description) {
        return new Option<>(name, type, true, null, description);
    }

    /** An option that has a value even where it is not set. */
    public static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String description) {
        return new Option<>(name, type, false, defaultValue, description);
    }

    /** An option that may be absent. */
    public static <T> Option<T> optional(String name, OptionType<T> type, String description) {
        return new Option<>(name, type, false, null, description);
    }

    public Optional<T> whenUnset() {
        return Optional.ofNullable(defaultValue);
    }
}
