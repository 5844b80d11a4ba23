package dev.sluice.core.reference;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the reference tells an option's type and default. */
final class OptionText {
    private OptionText() {}

    static String type(OptionType<?> type) {
        if (type instanceof OptionType.Whole whole) {
            return whole(whole);
        }
        if (type instanceof OptionType.Choice<?> choice) {
            return Stream.of(choice.constants().getEnumConstants())
                    .map(constant -> Markdown.code(word(constant)))
                    .collect(Collectors.joining(", "));
        }
        if (type instanceof OptionType.ListOf<?> list) {
            return "list of: " + type(list.element());
        }
        if (type instanceof OptionType.MapOf<?> map) {
            return "map of %s to: %s".formatted(type(map.key()), type(map.value()));
        }
        return simple(type);
    }

    private static String simple(OptionType<?> type) {
        if (type instanceof OptionType.Character) {
            return "one character";
        }
        if (type instanceof OptionType.Flag) {
            return "`true` or `false`";
        }
        if (type instanceof OptionType.Size) {
            return "size, such as `16MiB`";
        }
        if (type instanceof OptionType.Span) {
            return "span of time, such as `30s`";
        }
        if (type instanceof OptionType.Zone) {
            return "time zone";
        }
        if (type instanceof OptionType.Regex) {
            return "regular expression";
        }
        if (type instanceof OptionType.ColumnName) {
            return "column";
        }
        if (type instanceof OptionType.NewColumn) {
            return "new column";
        }
        if (type instanceof OptionType.TypeName) {
            return "[column type](types.md)";
        }
        if (type instanceof OptionType.Sql) {
            return "[SQL expression](functions.md)";
        }
        return type instanceof OptionType.Section ? "section" : "text";
    }

    private static String whole(OptionType.Whole whole) {
        boolean low = whole.min() > Long.MIN_VALUE;
        boolean high = whole.max() < Integer.MAX_VALUE;
        if (low && high) {
            return "whole number, %d to %d".formatted(whole.min(), whole.max());
        }
        return low ? "whole number from %d".formatted(whole.min()) : "whole number";
    }

    /** The default; a word where the option must be set, nothing where it may be absent. */
    static String unset(Option<?> option) {
        if (option.required()) {
            return "*required*";
        }
        if (option.type() instanceof OptionType.Size && option.whenUnset().orElse(null) instanceof Long bytes) {
            return Markdown.code(size(bytes));
        }
        return option.whenUnset().map(OptionText::value).orElse("");
    }

    private static String size(long bytes) {
        List<String> units = List.of("B", "KiB", "MiB", "GiB", "TiB");
        int unit = 0;
        long count = bytes;
        while (count >= 1024 && count % 1024 == 0 && unit < units.size() - 1) {
            count /= 1024;
            unit++;
        }
        return count + units.get(unit);
    }

    private static String value(Object value) {
        if (value instanceof Collection<?> list) {
            return list.isEmpty()
                    ? "none"
                    : list.stream().map(OptionText::value).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map && map.isEmpty()) {
            return "none";
        }
        if (value instanceof Duration span) {
            return Markdown.code(span.toString().substring(2).toLowerCase(Locale.ROOT));
        }
        if (value instanceof Enum<?> constant) {
            return Markdown.code(word(constant));
        }
        String text = value.toString();
        return text.isBlank() ? Markdown.code("\"" + text + "\"") : Markdown.code(text);
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
}
