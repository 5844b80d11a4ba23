package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.type.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way from a column to values within it, such as {@code address.city} or {@code orders[].price}: a step of the row tier may
 * be bound to one, where it would name a column.
 *
 * @param text as written
 * @param column where it begins
 * @param steps the names of fields, and {@link #EACH} for all elements of an array or all entries of a map; at least one
 */
public record NestedPath(String text, String column, List<String> steps) {
    /** All elements. */
    public static final String EACH = "[]";

    private static final Pattern FORM = Pattern.compile("([^.\\[\\]]+)((?:\\[]|\\.[^.\\[\\]]+)+)");
    private static final Pattern STEP = Pattern.compile("\\[]|[^.\\[\\]]+");

    public NestedPath {
        requireNonNull(text, "text");
        requireNonNull(column, "column");
        steps = List.copyOf(steps);
    }

    /** Empty if the text has not the form of a path. */
    public static Optional<NestedPath> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        List<String> steps = new ArrayList<>();
        for (Matcher step = STEP.matcher(form.group(2)); step.find(); ) {
            steps.add(step.group());
        }
        return Optional.of(new NestedPath(text, form.group(1), steps));
    }

    /** The path that a name is, where it can be no column's name: none of that name is known. */
    static Optional<NestedPath> within(String name, Collection<String> columns) {
        return columns.contains(name)
                ? Optional.empty()
                : parse(name).filter(path -> columns.contains(path.column()) || path.isOfElements());
    }

    /** The columns where the paths begin, and the names that are no paths; each once, in order. */
    static List<String> columns(Collection<String> names, Collection<String> known) {
        return names.stream().map(name -> column(name, known)).distinct().toList();
    }

    /** The column that a name means. */
    static String column(String name, Collection<String> known) {
        return within(name, known).map(NestedPath::column).orElse(name);
    }

    /** Whether it leads to many values. */
    public boolean isOfElements() {
        return steps.contains(EACH);
    }

    /** The path to the elements that it leads into, such as {@code orders[]}; empty if there are none. */
    public String elements() {
        int last = text.lastIndexOf(EACH);
        return last < 0 ? "" : text.substring(0, last + EACH.length());
    }

    /** The type of the values, given the column's; null where only the data can tell; empty where there are none. */
    Optional<Found> in(ColumnType type) {
        @Nullable ColumnType at = type;
        for (String step : steps) {
            if (at == null || at == ColumnType.Primitive.STRING) {
                return Optional.of(new Found(null));
            }
            at = step.equals(EACH) ? element(at) : field(at, step);
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Found(at));
    }

    /** @param type null where only the data can tell */
    record Found(@Nullable ColumnType type) {}

    private static @Nullable ColumnType element(ColumnType type) {
        if (type instanceof ColumnType.Array array) {
            return array.element();
        }
        return type instanceof ColumnType.MapType map ? map.value() : null;
    }

    private static @Nullable ColumnType field(ColumnType type, String name) {
        return type instanceof ColumnType.Struct struct
                ? struct.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .map(ColumnType.Field::type)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
