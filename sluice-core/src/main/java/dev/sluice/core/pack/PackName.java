package dev.sluice.core.pack;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a pack, which is that of its folder too. */
public record PackName(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");

    public PackName {
        requireNonNull(text, "text");
    }

    /** Empty where no pack can be called so. */
    public static Optional<PackName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new PackName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
