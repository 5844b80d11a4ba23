package dev.sluice.spark.source.csv;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the pipeline's columns among the names of a file. */
final class CsvHeader {
    private static final int SHOWN = 200;

    private CsvHeader() {}

    /** The head of a file whose columns are those declared, in their order. */
    static FileHead byPosition(ReadColumns columns) {
        return new FileHead(
                List.of(), IntStream.range(0, columns.size()).boxed().toList(), columns.size(), null);
    }

    /** The head of a file without a byte. */
    static FileHead absent(ReadColumns columns) {
        return new FileHead(
                List.of(),
                IntStream.range(0, columns.size()).mapToObj(column -> -1).toList(),
                -1,
                null);
    }

    /** The head of a file whose first record cannot be read. */
    static FileHead unreadable(ReadColumns columns, String cause) {
        return new FileHead(
                List.of(),
                absent(columns).fields(),
                -1,
                ParseProblem.ofRecord(ReasonCode.HEADER_MISMATCH, "The file's header cannot be read: " + cause));
    }

    /** The head of a file with these names, as written but for white space around them. */
    static FileHead of(List<String> names, ReadColumns columns) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(names.get(i), i);
            times.merge(names.get(i), 1, Integer::sum);
        }
        List<Integer> fields = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            String found = columns.spellings(column).stream()
                    .filter(places::containsKey)
                    .findFirst()
                    .orElse(null);
            fields.add(found == null ? -1 : places.get(found));
            if (found == null && columns.required(column)) {
                missing.add(columns.name(column));
            } else if (found != null && times.getOrDefault(found, 0) > 1) {
                doubled.add(found);
            }
        }
        return new FileHead(names, fields, names.size(), problem(names, missing, doubled));
    }

    private static @Nullable ParseProblem problem(List<String> names, List<String> missing, List<String> doubled) {
        if (!missing.isEmpty()) {
            return ParseProblem.ofRecord(
                    ReasonCode.HEADER_MISMATCH,
                    "The file's header lacks %s; it is: %s"
                            .formatted(shorten(String.join(", ", missing)), shorten(String.join(",", names))));
        }
        if (!doubled.isEmpty()) {
            return ParseProblem.ofRecord(
                    ReasonCode.DUPLICATE_HEADER,
                    "The file's header has more than one %s".formatted(shorten(String.join(", ", doubled))));
        }
        return null;
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
