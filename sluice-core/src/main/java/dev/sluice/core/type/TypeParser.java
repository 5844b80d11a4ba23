package dev.sluice.core.type;

import dev.sluice.core.type.ColumnType.Field;
import dev.sluice.core.type.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the text of a column type, such as {@code decimal(10,2)} or {@code struct<id:long not null,tags:array<string>>}.
 *
 * <p>Words are read in any case. A field's name is separated from its type by a colon or by space; names of other than
 * letters, digits and underscores stand in backquotes, a backquote within them doubled.
 */
public final class TypeParser {
    /** How deep types may nest. */
    public static final int MAX_DEPTH = 50;

    private static final int MAX_LENGTH = 100_000;

    private static final Map<String, Primitive> PRIMITIVES = new LinkedHashMap<>();

    /** What other systems call our types. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("varchar", "string"),
            Map.entry("char", "string"),
            Map.entry("text", "string"),
            Map.entry("number", "decimal(p,s)"),
            Map.entry("numeric", "decimal(p,s)"),
            Map.entry("dec", "decimal(p,s)"),
            Map.entry("short", "int"),
            Map.entry("smallint", "int"),
            Map.entry("byte", "int"),
            Map.entry("tinyint", "int"),
            Map.entry("bool", "boolean"),
            Map.entry("real", "float"),
            Map.entry("datetime", "timestamp"),
            Map.entry("timestamp_ntz", "timestamp"),
            Map.entry("timestamp_ltz", "timestamptz"),
            Map.entry("bytes", "binary"),
            Map.entry("blob", "binary"));

    static {
        for (Primitive primitive : Primitive.values()) {
            PRIMITIVES.put(primitive.word(), primitive);
        }
        PRIMITIVES.put("integer", Primitive.INT);
        PRIMITIVES.put("bigint", Primitive.LONG);
    }

    private final String text;
    private int at;
    private int depth;

    private TypeParser(String text) {
        this.text = text;
    }

    /**
     * The type that the text names.
     *
     * @throws TypeSyntaxException if it names none; the message says what is wrong, at which character, and what may have
     *     been meant
     */
    public static ColumnType parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new TypeSyntaxException(
                    "the text has %d characters, at most %d are read".formatted(text.length(), MAX_LENGTH), 0);
        }
        TypeParser parser = new TypeParser(text);
        ColumnType type = parser.type();
        if (parser.peek() != END) {
            throw parser.error("unexpected '" + parser.rest() + "' after the type");
        }
        return type;
    }

    private static final char END = '\0';

    private ColumnType type() {
        if (++depth > MAX_DEPTH) {
            throw error("types nest deeper than " + MAX_DEPTH);
        }
        int start = skipSpace();
        String word = word();
        ColumnType type = switch (word) {
            case "decimal" -> decimal(start);
            case "fixed" -> fixed(start);
            case "array", "list" -> array();
            case "map" -> map();
            case "struct" -> struct();
            default -> primitive(word, start);
        };
        depth--;
        return type;
    }

    private ColumnType primitive(String word, int start) {
        Primitive primitive = PRIMITIVES.get(word);
        if (primitive == null) {
            throw unknown(word, start);
        }
        if (peek() == '(') {
            throw error("%s takes no parameters".formatted(word));
        }
        return primitive;
    }

    private TypeSyntaxException unknown(String word, int start) {
        if (word.isEmpty()) {
            return new TypeSyntaxException(
                    peek() == END ? "a type is missing" : "a type is missing before '%s'".formatted(rest()), start);
        }
        Set<String> known = new TreeSet<>(PRIMITIVES.keySet());
        known.addAll(List.of("decimal", "fixed", "array", "list", "map", "struct"));
        String meant =
                FOREIGN.containsKey(word) ? "did you mean '" + FOREIGN.get(word) + "'?" : DidYouMean.hint(word, known);
        return new TypeSyntaxException(
                "no type is called '%s'%s".formatted(word, meant == null ? "" : ", " + meant), start);
    }

    private ColumnType decimal(int start) {
        if (peek() != '(') {
            throw new TypeSyntaxException("decimal needs precision and scale, such as decimal(10,2)", start);
        }
        expect('(');
        int precision = number();
        int scale = 0;
        if (peek() == ',') {
            expect(',');
            scale = number();
        }
        expect(')');
        try {
            return new ColumnType.Decimal(precision, scale);
        } catch (IllegalArgumentException e) {
            throw new TypeSyntaxException(
                    "decimal(%d,%d) has a precision beyond 1 to 38 or a scale beyond 0 to the precision"
                            .formatted(precision, scale),
                    start,
                    e);
        }
    }

    private ColumnType fixed(int start) {
        if (peek() != '(') {
            throw new TypeSyntaxException("fixed needs a length in bytes, such as fixed(16)", start);
        }
        expect('(');
        int length = number();
        expect(')');
        if (length < 1) {
            throw new TypeSyntaxException("fixed(%d) must have a length of at least 1".formatted(length), start);
        }
        return new ColumnType.Fixed(length);
    }

    private ColumnType array() {
        expect('<');
        ColumnType element = type();
        expect('>');
        return new ColumnType.Array(element);
    }

    private ColumnType map() {
        expect('<');
        ColumnType key = type();
        expect(',');
        ColumnType value = type();
        expect('>');
        return new ColumnType.MapType(key, value);
    }

    private ColumnType struct() {
        expect('<');
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        do {
            if (!fields.isEmpty()) {
                expect(',');
            }
            int start = skipSpace();
            Field field = field();
            if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                throw new TypeSyntaxException(
                        "the struct has two fields called '%s' (case does not count)".formatted(field.name()), start);
            }
            fields.add(field);
        } while (peek() == ',');
        expect('>');
        return new ColumnType.Struct(fields);
    }

    private Field field() {
        String name = peek() == '`' ? quoted() : identifier();
        if (name.isEmpty()) {
            throw error("a field's name is missing");
        }
        if (peek() == ':') {
            expect(':');
        }
        ColumnType type = type();
        int before = at;
        skipSpace();
        if (!word().equals("not")) {
            at = before;
            return new Field(name, type, false);
        }
        skipSpace();
        if (!word().equals("null")) {
            throw error("expected 'not null'");
        }
        return new Field(name, type, true);
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '`') {
                at++;
                if (at == text.length() || text.charAt(at) != '`') {
                    return name.toString();
                }
            }
            name.append(c);
        }
        throw error("a backquote is not closed");
    }

    private String identifier() {
        int start = skipSpace();
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private String word() {
        return identifier().toLowerCase(Locale.ROOT);
    }

    private int number() {
        int start = skipSpace();
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (start == at || at - start > 9) {
            throw new TypeSyntaxException("expected a whole number", start);
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("expected '%s' but found %s".formatted(c, peek() == END ? "the end" : "'" + rest() + "'"));
        }
        at++;
    }

    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : END;
    }

    private int skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private String rest() {
        return text.length() - at > 20 ? text.substring(at, at + 20) + "…" : text.substring(at);
    }

    private TypeSyntaxException error(String what) {
        return new TypeSyntaxException(what, at);
    }
}
