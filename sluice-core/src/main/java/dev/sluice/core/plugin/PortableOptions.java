package dev.sluice.core.plugin;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options that can travel to a JVM that has not loaded the plug-in yet: no value is of a class of the plug-in's own. They
 * remember no places.
 *
 * @param values serializable; a choice is the name of its constant
 */
public record PortableOptions(Map<String, Object> values) implements Options, Serializable {
    /** Those of the options that are set. */
    public static PortableOptions of(List<Option<?>> known, Options options) {
        Map<String, Object> values = new HashMap<>();
        for (Option<?> option : known) {
            options.find(option).ifPresent(value -> values.put(option.name(), pack(option.type(), value)));
        }
        return new PortableOptions(values);
    }

    private static Object pack(OptionType<?> type, Object value) {
        if (type instanceof OptionType.Choice<?>) {
            return ((Enum<?>) value).name();
        }
        if (type instanceof OptionType.ListOf<?> list) {
            List<Object> packed = new ArrayList<>();
            ((List<?>) value).forEach(element -> packed.add(pack(list.element(), element)));
            return packed;
        }
        if (type instanceof OptionType.MapOf<?> map) {
            Map<Object, Object> packed = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> packed.put(key, pack(map.value(), each)));
            return packed;
        }
        return type instanceof OptionType.Section section ? of(section.options(), (Options) value) : value;
    }

    private static Object unpack(OptionType<?> type, Object value) {
        if (type instanceof OptionType.Choice<?> choice) {
            for (Enum<?> constant : choice.constants().getEnumConstants()) {
                if (constant.name().equals(value)) {
                    return constant;
                }
            }
            throw new IllegalStateException("Cannot find '%s' in %s".formatted(value, choice.constants()));
        }
        if (type instanceof OptionType.ListOf<?> list) {
            return ((List<?>) value)
                    .stream().map(element -> unpack(list.element(), element)).toList();
        }
        if (type instanceof OptionType.MapOf<?> map) {
            Map<Object, Object> unpacked = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> unpacked.put(key, unpack(map.value(), each)));
            return unpacked;
        }
        return value;
    }

    @Override
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() ->
                        new IllegalStateException("Cannot get option '%s': it is not set".formatted(option.name())));
    }

    @Override
    @SuppressWarnings("unchecked") // unpack gives what the option's type says
    public <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable(values.get(option.name()))
                .map(value -> (T) unpack(option.type(), value))
                .or(option::whenUnset);
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
