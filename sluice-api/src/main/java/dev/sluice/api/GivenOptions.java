package dev.sluice.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options that stand in no text. */
record GivenOptions(Map<String, Object> values) implements Options {
    static GivenOptions of(Map<? extends Option<?>, ?> given) {
        Map<String, Object> values = new HashMap<>();
        given.forEach((option, value) -> values.put(option.name(), value));
        return new GivenOptions(Map.copyOf(values));
    }

    @Override
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() ->
                        new IllegalStateException("Cannot get option '%s': it is not set".formatted(option.name())));
    }

    @Override
    @SuppressWarnings("unchecked") // whoever gave the value knows the option's type
    public <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable((T) values.get(option.name())).or(option::whenUnset);
    }

    @Override
    public @Nullable Location location(Option<?> option) {
        return null;
    }

    @Override
    public @Nullable Location location() {
        return null;
    }
}
