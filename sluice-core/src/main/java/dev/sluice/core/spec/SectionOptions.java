package dev.sluice.core.spec;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options that were read from a tree. Each value was read by the option's own type. */
record SectionOptions(
        Map<String, Object> values,
        Map<String, Location> locations,
        @Nullable Location location) implements Options {
    SectionOptions {
        values = Map.copyOf(values);
        locations = Map.copyOf(locations);
    }

    @Override
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() ->
                        new IllegalStateException("Cannot get option '%s': it is not set".formatted(option.name())));
    }

    @Override
    @SuppressWarnings("unchecked") // OptionReader put it there by the option's own type
    public <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable((T) values.get(option.name())).or(option::whenUnset);
    }

    @Override
    public @Nullable Location location(Option<?> option) {
        return locations.get(option.name());
    }
}
