package dev.sluice.core.type;

import dev.sluice.core.type.ColumnType.Array;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Field;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.MapType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.ColumnType.Struct;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which type becomes which without a step that says so: what the last step gives, as the target's column.
 *
 * <p>A conversion is possible if some of its values convert; one that does not (a text that is no date, a number beyond
 * the range) is a reason of that row. Everything converts from {@code string}, nested types as JSON.
 */
public final class Conversions {
    private static final Set<Primitive> NUMBERS =
            Set.of(Primitive.INT, Primitive.LONG, Primitive.FLOAT, Primitive.DOUBLE);

    private Conversions() {}

    /** Whether any value of one type can become one of the other. */
    public static boolean possible(ColumnType from, ColumnType to) {
        if (from.equals(to) || from == Primitive.STRING) {
            return true;
        }
        if (to == Primitive.STRING) {
            return true;
        }
        if (isNumber(to) && (isNumber(from) || from == Primitive.BOOLEAN)) {
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

    /** Whether the type counts: int, long, float, double or decimal. */
    public static boolean isNumber(ColumnType type) {
        return type instanceof Decimal || (type instanceof Primitive primitive && NUMBERS.contains(primitive));
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
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, TIME, STRING, UUID, BINARY -> false;
        };
    }

    /** Field by field in order, as Spark casts them; names must agree, so that no value lands under another name. */
    private static boolean fieldsPossible(Struct from, Struct to) {
        return from.fields().size() == to.fields().size()
                && IntStream.range(0, to.fields().size())
                        .allMatch(i ->
                                fieldPossible(from.fields().get(i), to.fields().get(i)));
    }

    private static boolean fieldPossible(Field from, Field to) {
        return from.name().equalsIgnoreCase(to.name()) && possible(from.type(), to.type());
    }
}
