package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plug-in is called and how it is set up: the source of the reader, the JSON Schema and the reference.
 *
 * @param word the value of {@code type:} (or {@code format:}), lower case with underscores
 * @param summary one sentence for the reference
 * @param options all options, in the order of the reference; names are unique
 * @param shorthand the option that takes a bare value where the plug-in is used as a key, as in {@code enum: [a, b]}
 *     for a target column; null where it has none
 */
public record Descriptor(
        String word,
        String summary,
        List<Option<?>> options,
        @Nullable Option<?> shorthand) {
    public Descriptor {
        requireNonNull(word, "word");
        requireNonNull(summary, "summary");
        options = List.copyOf(options);
    }

    public static Descriptor of(String word, String summary, Option<?>... options) {
        return new Descriptor(word, summary, List.of(options), null);
    }

    public Descriptor withShorthand(Option<?> option) {
        return new Descriptor(word, summary, options, option);
    }

    public Optional<Option<?>> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }
}
