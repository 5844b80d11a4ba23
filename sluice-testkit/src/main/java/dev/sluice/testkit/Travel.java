package dev.sluice.testkit;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a value can be sent to another process. */
final class Travel {
    private Travel() {}

    /** Why it cannot; empty if it can. */
    static Optional<String> fault(Object value, OptionType<?> type) {
        if (type instanceof OptionType.Section section && value instanceof Options options) {
            return section.options().stream()
                    .flatMap(option -> fault(options, option).stream())
                    .findFirst();
        }
        if (type instanceof OptionType.ListOf<?> list && value instanceof List<?> items) {
            return items.stream()
                    .flatMap(item -> fault(item, list.element()).stream())
                    .findFirst();
        }
        if (type instanceof OptionType.MapOf<?> map && value instanceof Map<?, ?> entries) {
            return entries.values().stream()
                    .flatMap(item -> fault(item, map.value()).stream())
                    .findFirst();
        }
        return single(value);
    }

    private static Optional<String> fault(Options options, Option<?> option) {
        return options.find(option).flatMap(value -> fault(value, option.type()));
    }

    private static Optional<String> single(Object value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                Object copy = in.readObject();
                return copy.toString().equals(value.toString())
                        ? Optional.empty()
                        : Optional.of("it arrives as %s".formatted(copy));
            }
        } catch (IOException | ClassNotFoundException e) {
            return Optional.of(e.toString());
        }
    }
}
