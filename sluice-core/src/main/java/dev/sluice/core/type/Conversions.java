package dev.sluice.core.type;

import dev.sluice.core.type.ColumnType.Array;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Field;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.MapType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.ColumnType.Struct;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which type becomes which without a step that says so: what the last step gives, as the target's column.
 *
 * <p>A conversion is possible if some of its values convert; one that does not (a text that is no date, a number beyond
 * the range) is a reason of that row. Everything converts from {@code string}, nested types as JSON.
 */
public final class Conversions {
    /** Digits of the whole numbers as decimals. */
    private static final Map<Primitive, Integer> WHOLE = Map.of(Primitive.INT, 10, Primitive.LONG, 19);

    private static final Set<Primitive> FLOATING = Set.of(Primitive.FLOAT, Primitive.DOUBLE);

    private Conversions() {}

    /** Whether any value of one type can become one of the other. */
    public static boolean possible(ColumnType from, ColumnType to) {
        if (from.equals(to) || from == Primitive.STRING) {
            return true;
        }
        if (to == Primitive.STRING) {
            return true;
        }
        if (isNumber(from) && isNumber(to)) {
            return true;
        }
        if (from instanceof Array a && to instanceof Array b) {
            return possible(a.element(), b.element());
        }
        if (from instanceof MapType a && to instanceof MapType b) {
            return possible(a.key(), b.key()) && possible(a.value(), b.value());
        }
        if (from instanceof Struct a && to instanceof Struct b) {
            return fieldsPossible(a, b);
        }
        if (from instanceof Fixed || to instanceof Fixed) {
            return isBytes(from) && isBytes(to);
        }
        return from instanceof Primitive a && to instanceof Primitive b && primitivePossible(a, b);
    }

    /** Whether every value of one type becomes one of the other without loss. */
    public static boolean widens(ColumnType from, ColumnType to) {
        if (from.equals(to)) {
            return true;
        }
        if (from instanceof Primitive a && WHOLE.containsKey(a)) {
            if (to instanceof Decimal decimal) {
                return decimal.precision() - decimal.scale() >= WHOLE.getOrDefault(a, 0);
            }
            return a == Primitive.INT && (to == Primitive.LONG || to == Primitive.DOUBLE);
        }
        if (from instanceof Decimal a && to instanceof Decimal b) {
            return b.scale() >= a.scale() && b.precision() - b.scale() >= a.precision() - a.scale();
        }
        return (from == Primitive.FLOAT && to == Primitive.DOUBLE) || (from instanceof Fixed && to == Primitive.BINARY);
    }

    /** Whether the type counts: int, long, float, double or decimal. */
    public static boolean isNumber(ColumnType type) {
        return type instanceof Decimal
                || (type instanceof Primitive primitive
                        && (WHOLE.containsKey(primitive) || FLOATING.contains(primitive)));
    }

    /** Whether the values of the type have an order, so that a range makes sense. */
    public static boolean isOrdered(ColumnType type) {
        return isNumber(type)
                || (type instanceof Primitive primitive
                        && switch (primitive) {
                            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, STRING -> true;
                            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, UUID, BINARY -> isNumber(type);
                        });
    }

    private static boolean isBytes(ColumnType type) {
        return type instanceof Fixed || type == Primitive.BINARY;
    }

    private static boolean primitivePossible(Primitive from, Primitive to) {
        return switch (from) {
            case DATE -> to == Primitive.TIMESTAMP || to == Primitive.TIMESTAMPTZ;
            case TIMESTAMP -> to == Primitive.DATE || to == Primitive.TIME || to == Primitive.TIMESTAMPTZ;
            case TIMESTAMPTZ -> to == Primitive.DATE || to == Primitive.TIME || to == Primitive.TIMESTAMP;
            case UUID -> to == Primitive.BINARY;
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, TIME, STRING, BINARY -> false;
        };
    }

    /** By name, as Spark resolves them; a field that the value lacks must be optional. */
    private static boolean fieldsPossible(Struct from, Struct to) {
        Map<String, Field> given = from.fields().stream()
                .collect(Collectors.toMap(
                        field -> field.name().toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));
        return to.fields().stream().allMatch(field -> {
            Field source = given.get(field.name().toLowerCase(Locale.ROOT));
            return source == null ? !field.required() : possible(source.type(), field.type());
        });
    }
}
