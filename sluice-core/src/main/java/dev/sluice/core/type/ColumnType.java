package dev.sluice.core.type;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a column: Iceberg's types. {@link Object#toString} gives the text that a pipeline would declare and that
 * {@link TypeParser} reads back.
 */
public sealed interface ColumnType {
    /** Types without parameters, with the word used in YAML. */
    enum Primitive implements ColumnType {
        BOOLEAN("boolean"),
        INT("int"),
        LONG("long"),
        FLOAT("float"),
        DOUBLE("double"),
        DATE("date"),
        TIME("time"),
        /** Microseconds without a zone. */
        TIMESTAMP("timestamp"),
        /** Microseconds, an instant. */
        TIMESTAMPTZ("timestamptz"),
        STRING("string"),
        UUID("uuid"),
        BINARY("binary");

        private final String word;

        Primitive(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Exact numbers of up to 38 digits. */
    record Decimal(int precision, int scale) implements ColumnType {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "Invalid decimal(%d,%d): precision must be 1 to 38 and scale 0 to precision"
                                .formatted(precision, scale));
            }
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Bytes of one length. */
    record Fixed(int length) implements ColumnType {
        public Fixed {
            if (length < 1) {
                throw new IllegalArgumentException("Invalid fixed(%d): length must be positive".formatted(length));
            }
        }

        @Override
        public String toString() {
            return "fixed(" + length + ")";
        }
    }

    /** A list of values of one type. */
    record Array(ColumnType element) implements ColumnType {
        @Override
        public String toString() {
            return "array<" + element + ">";
        }
    }

    /** Values by key. */
    record MapType(ColumnType key, ColumnType value) implements ColumnType {
        @Override
        public String toString() {
            return "map<" + key + "," + value + ">";
        }
    }

    /** Named fields. */
    record Struct(List<Field> fields) implements ColumnType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.stream().map(Field::toString).collect(Collectors.joining(",", "struct<", ">"));
        }
    }

    /**
     * A field of a struct.
     *
     * @param required whether null is refused ({@code not null} in text)
     */
    record Field(String name, ColumnType type, boolean required) {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");

        public Field {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }

        @Override
        public String toString() {
            return quoted(name) + ":" + type + (required ? " not null" : "");
        }

        private static String quoted(String name) {
            return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
        }
    }
}
