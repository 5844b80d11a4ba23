package dev.sluice.core.reference;

import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.Conversions;
import dev.sluice.core.type.TypeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of column types. */
final class TypePage {
    private TypePage() {}

    static String write() {
        List<List<String>> rows = new ArrayList<>();
        for (Primitive type : Primitive.values()) {
            rows.add(List.of(Markdown.code(type.word()), meaning(type)));
        }
        rows.add(List.of("`decimal(p,s)`", "Exact number of p digits (1 to 38), s of them after the point"));
        rows.add(List.of("`fixed(n)`", "Exactly n bytes"));
        rows.add(List.of("`array<T>`", "Values of one type; also written `list<T>`"));
        rows.add(List.of("`map<K,V>`", "Values by key"));
        rows.add(List.of(
                "`struct<a:T,b:T not null>`",
                "Named fields; a name of other than letters, digits and underscores" + " stands in backquotes"));
        return Markdown.page("Column types")
                .paragraph(
                        "The types of Iceberg's tables. Words are read in any case; `integer` is `int`, `bigint` is `long`."
                                + " Types nest up to %d deep.".formatted(TypeParser.MAX_DEPTH))
                .table(List.of("Type", "Values"), rows)
                .heading(2, "Conversion to the target")
                .paragraph(
                        "After the last step each column becomes the type of the target's column of the same name. Text"
                                + " becomes any type (nested ones from JSON), and any type becomes text. Where there is a mark some"
                                + " values convert; those that do not are a reason of their row. Nested types convert part by part."
                                + " Where there is none the pipeline is refused before it reads anything.")
                .table(header(), conversions())
                .text();
    }

    private static List<ColumnType> all() {
        return Stream.concat(Stream.of(Primitive.values()), Stream.of(new Decimal(38, 9), new Fixed(16)))
                .toList();
    }

    private static List<String> header() {
        return Stream.concat(Stream.of("from \\ to"), all().stream().map(TypePage::word))
                .toList();
    }

    private static List<List<String>> conversions() {
        return all().stream()
                .map(from -> Stream.concat(
                                Stream.of(word(from)),
                                all().stream().map(to -> Conversions.possible(from, to) ? "✓" : ""))
                        .collect(Collectors.toUnmodifiableList()))
                .toList();
    }

    private static String word(ColumnType type) {
        String text = type.toString();
        int parameters = text.indexOf('(');
        return parameters < 0 ? text : text.substring(0, parameters);
    }

    private static String meaning(Primitive type) {
        return switch (type) {
            case BOOLEAN -> "`true` or `false`";
            case INT -> "Whole number of 32 bits";
            case LONG -> "Whole number of 64 bits";
            case FLOAT -> "Floating-point number of 32 bits";
            case DOUBLE -> "Floating-point number of 64 bits";
            case DATE -> "Day of the calendar, such as `2026-02-28`";
            case TIME -> "Time of day in microseconds, without a zone";
            case TIMESTAMP -> "Date and time in microseconds, without a zone";
            case TIMESTAMPTZ -> "Instant in microseconds";
            case STRING -> "Text in UTF-8";
            case UUID -> "UUID, such as `f79c3e09-677c-4bbd-a479-3f349cb785e7`";
            case BINARY -> "Bytes";
        };
    }
}
