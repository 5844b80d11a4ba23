package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one section: the only place that knows them, for reader, JSON Schema and reference.
 *
 * @param title how messages call the section, such as {@code source}
 * @param options keys with a typed value
 * @param nested keys with a section of their own
 */
public record SectionKeys(String title, List<Option<?>> options, List<Nested> nested) {
    public SectionKeys {
        requireNonNull(title, "title");
        options = List.copyOf(options);
        nested = List.copyOf(nested);
    }

    /**
     * A key that holds a section.
     *
     * @param keys of a {@link Shape#SECTION}; null for other shapes
     */
    public record Nested(
            String name,
            Shape shape,
            boolean required,
            @Nullable SectionKeys keys,
            String description) {
        public Nested {
            requireNonNull(name, "name");
            requireNonNull(shape, "shape");
            requireNonNull(description, "description");
        }
    }

    /** All keys in the order of the reference. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        options.forEach(option -> names.add(option.name()));
        nested.forEach(section -> names.add(section.name()));
        return names;
    }
}
