package dev.sluice.testkit;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Options that remember which unknown ones were asked for. */
final class WatchedOptions implements Options {
    private final Options options;
    private final Descriptor descriptor;
    private final Set<String> unknown = Collections.synchronizedSet(new TreeSet<>());

    WatchedOptions(Options options, Descriptor descriptor) {
        this.options = options;
        this.descriptor = descriptor;
    }

    Set<String> unknown() {
        return Set.copyOf(unknown);
    }

    private void see(Option<?> option) {
        if (descriptor.option(option.name()).isEmpty()) {
            unknown.add(option.name());
        }
    }

    @Override
    public <T> T get(Option<T> option) {
        see(option);
        return options.get(option);
    }

    @Override
    public <T> Optional<T> find(Option<T> option) {
        see(option);
        return options.find(option);
    }

    @Override
    public @Nullable Location location(Option<?> option) {
        see(option);
        return options.location(option);
    }

    @Override
    public @Nullable Location location() {
        return options.location();
    }
}
