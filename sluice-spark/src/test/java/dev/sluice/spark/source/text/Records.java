package dev.sluice.spark.source.text;

import dev.sluice.core.spec.SourceColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads bytes as records without Spark. */
public final class Records {
    private Records() {}

    /** One record; values as the columns are asked for. */
    public record Read(
            long number, long offset, String raw, byte[] rawBytes, List<String> values, List<ParseProblem> problems) {
        public List<String> codes() {
            return problems.stream().map(problem -> problem.code().name()).toList();
        }

        /** Number, values and codes, for short assertions. */
        @Override
        public String toString() {
            return number + " " + values + (problems.isEmpty() ? "" : " " + codes());
        }
    }

    public static List<SourceColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new SourceColumn(name.replace("!", ""), List.of(), name.endsWith("!"), null))
                .toList();
    }

    public static List<Read> read(RecordFormat format, String text, String... columns) throws IOException {
        return read(format, text.getBytes(StandardCharsets.UTF_8), "file", columns);
    }

    public static List<Read> read(RecordFormat format, byte[] file, String name, String... columns) throws IOException {
        return read(format, file, name, 1 << 16, columns(columns));
    }

    public static List<Read> read(
            RecordFormat format, byte[] file, String name, int capacity, List<SourceColumn> columns)
            throws IOException {
        SourceStream stream = SourceStream.whole(new ByteArrayInputStream(file), name, format.stream());
        try (RecordReader reader = format.reader(new ByteWindow(stream, capacity), ReadColumns.all(columns))) {
            reader.readHead();
            return rest(reader, columns.size());
        }
    }

    public static List<Read> rest(RecordReader reader, int columns) throws IOException {
        List<Read> all = new ArrayList<>();
        while (reader.next()) {
            TextRecord record = reader.record();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                values.add(record.text(i));
            }
            all.add(new Read(
                    record.number(),
                    record.offset(),
                    record.rawText(),
                    record.rawBytes(),
                    values,
                    List.copyOf(record.problems())));
        }
        return all;
    }
}
