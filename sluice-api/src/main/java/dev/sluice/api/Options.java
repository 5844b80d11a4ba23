package dev.sluice.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The typed values of one section or step, checked against its options. Immutable. */
public interface Options {
    /**
     * The value that was set, or the default.
     *
     * @throws IllegalStateException if the option has neither; ask {@link #find} for such an option
     */
    <T> T get(Option<T> option);

    /** The value that was set, or the default, or empty. */
    <T> Optional<T> find(Option<T> option);

    /** Where the option was set; null if it was not, or not in a text. */
    @Nullable
    Location location(Option<?> option);

    /** Where the section or step itself begins; null if not in a text. */
    @Nullable
    Location location();

    /**
     * Options with these values, each of its option's type; they stand in no text. For tests and programs.
     */
    static Options of(Map<? extends Option<?>, ?> values) {
        return GivenOptions.of(values);
    }
}
