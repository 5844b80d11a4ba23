package dev.sluice.spark.source.text;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Options as a test sets them, without a text. */
public final class FixedOptions implements Options {
    private final Map<Option<?>, Object> values = new HashMap<>();

    public <T> FixedOptions with(Option<T> option, T value) {
        values.put(option, value);
        return this;
    }

    @Override
    public <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new IllegalStateException("Cannot find a value of " + option.name()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable((T) values.getOrDefault(option, option.defaultValue()));
    }

    @Override
    public Location location(Option<?> option) {
        return null;
    }

    @Override
    public Location location() {
        return null;
    }
}
