package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_PARTITION;

import dev.sluice.api.Location;
import dev.sluice.core.spec.PartitionField.Transform;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads partition fields such as {@code month(birthDate)} and {@code bucket(16, id)}, and sees that they fit. */
final class PartitionReader {
    private static final Set<Primitive> DAYS = EnumSet.of(Primitive.DATE, Primitive.TIMESTAMP, Primitive.TIMESTAMPTZ);
    private static final Set<Primitive> INEXACT = EnumSet.of(Primitive.BOOLEAN, Primitive.FLOAT, Primitive.DOUBLE);
    private static final Set<Primitive> CUT =
            EnumSet.of(Primitive.INT, Primitive.LONG, Primitive.STRING, Primitive.BINARY);

    private final Problems problems;
    private final List<TargetColumn> columns;

    /** @param columns the target's, those that could be read */
    PartitionReader(Problems problems, List<TargetColumn> columns) {
        this.problems = problems;
        this.columns = columns;
    }

    /** The fields of a list, or of a single value. */
    List<PartitionField> read(Tree tree) {
        List<Tree> items = tree instanceof ListTree list ? list.items() : List.of(tree);
        List<PartitionField> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Tree item : items) {
            // What is no text was told when the option was read.
            if (item instanceof Scalar scalar && !scalar.isNull()) {
                field(scalar).filter(field -> fits(field, scalar.location())).ifPresent(field -> {
                    if (!seen.add(field.transform() + " " + field.column())) {
                        fail(scalar.location(), "the partition field '%s' stands twice".formatted(scalar.text()), null);
                    }
                    fields.add(field);
                });
            }
        }
        return fields;
    }

    private Optional<PartitionField> field(Scalar scalar) {
        String text = scalar.text().strip();
        Location location = scalar.location();
        int open = text.indexOf('(');
        if (open < 0 && !text.endsWith(")")) {
            return Optional.of(new PartitionField(Transform.IDENTITY, text, OptionalInt.empty(), location));
        }
        if (open < 1 || !text.endsWith(")")) {
            return fail(
                    location,
                    "the partition field '%s' has no closing bracket, or no opening one".formatted(text),
                    text.contains("(") ? "put quotes around a field that has a comma: \"bucket(16, id)\"" : null);
        }
        Transform transform = transform(text.substring(0, open).strip());
        if (transform == null) {
            List<String> words = Arrays.stream(Transform.values())
                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                    .toList();
            String word = text.substring(0, open).strip();
            String hint = DidYouMean.hint(word, words);
            return fail(
                    location,
                    "no partition transform is called '%s'".formatted(word),
                    hint == null ? "known transforms: " + String.join(", ", words) : hint);
        }
        return arguments(transform, text.substring(open + 1, text.length() - 1).split(",", -1), scalar);
    }

    private Optional<PartitionField> arguments(Transform transform, String[] arguments, Scalar scalar) {
        boolean counted = transform == Transform.BUCKET || transform == Transform.TRUNCATE;
        String column = arguments[arguments.length - 1].strip();
        if (arguments.length != (counted ? 2 : 1) || column.isEmpty()) {
            String word = transform.name().toLowerCase(Locale.ROOT);
            return fail(
                    scalar.location(),
                    "the partition field '%s' is not of the form %s"
                            .formatted(scalar.text(), counted ? word + "(number, column)" : word + "(column)"),
                    null);
        }
        OptionalInt parameter = counted ? number(arguments[0].strip()) : OptionalInt.empty();
        if (counted && parameter.isEmpty()) {
            return fail(
                    scalar.location(),
                    "'%s' in the partition field '%s' is not a number from 1 to 1000000"
                            .formatted(arguments[0].strip(), scalar.text()),
                    null);
        }
        return Optional.of(new PartitionField(transform, column, parameter, scalar.location()));
    }

    private boolean fits(PartitionField field, Location location) {
        Optional<TargetColumn> column = columns.stream()
                .filter(candidate -> candidate.name().equals(field.column()))
                .findFirst();
        if (column.isEmpty()) {
            List<String> names = columns.stream().map(TargetColumn::name).toList();
            fail(
                    location,
                    "the target has no column '%s' to partition by".formatted(field.column()),
                    DidYouMean.hint(field.column(), names));
            return false;
        }
        ColumnType type = column.get().type();
        if (!fits(field.transform(), type)) {
            fail(
                    location,
                    "%s does not fit the column '%s' of type %s"
                            .formatted(field.transform().name().toLowerCase(Locale.ROOT), field.column(), type),
                    null);
            return false;
        }
        return true;
    }

    private static boolean fits(Transform transform, ColumnType type) {
        boolean single = type instanceof Primitive || type instanceof Decimal || type instanceof Fixed;
        return switch (transform) {
            case IDENTITY -> single;
            case YEAR, MONTH, DAY -> type instanceof Primitive primitive && DAYS.contains(primitive);
            case HOUR -> type == Primitive.TIMESTAMP || type == Primitive.TIMESTAMPTZ;
            case BUCKET -> single && !(type instanceof Primitive primitive && INEXACT.contains(primitive));
            case TRUNCATE -> type instanceof Decimal || type instanceof Primitive primitive && CUT.contains(primitive);
        };
    }

    private static @Nullable Transform transform(String word) {
        for (Transform transform : Transform.values()) {
            if (transform.name().equalsIgnoreCase(word)) {
                return transform;
            }
        }
        return null;
    }

    private static OptionalInt number(String text) {
        if (text.isEmpty() || text.length() > 7 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(text);
        return value >= 1 && value <= 1_000_000 ? OptionalInt.of(value) : OptionalInt.empty();
    }

    private <T> Optional<T> fail(Location location, String message, @Nullable String hint) {
        problems.add(location, INVALID_PARTITION, message, hint);
        return Optional.empty();
    }
}
