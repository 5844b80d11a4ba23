package dev.sluice.spark.source;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.SourceStream;
import dev.sluice.spark.source.text.TextEncoding;
import dev.sluice.spark.source.text.TextRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Records that were kept as text, read again with the format and the columns of today. Their files may be gone. */
public final class RawRecords {
    /** What {@link #read} reads, in this order: the row's identity, where it stood, and what was kept of it. */
    public static final List<String> INPUT = List.of(
            "quarantine_id",
            "attempt",
            "batch_id",
            "source_uri",
            "record_no",
            "byte_offset",
            "raw",
            "raw_bytes",
            "unix_micros(window_start)",
            "unix_micros(window_end)",
            "run_id");

    private RawRecords() {}

    /**
     * A source file as a run had it.
     *
     * @param runId that quarantined rows of it; it may be a replay, which has rows of several batches
     */
    public record RunFile(String runId, String batchId, String path) implements Serializable {}

    /**
     * The records, each as {@link RecordColumns#schema} has it, with {@link RecordColumns#ORIGIN} behind. A record that is
     * none any more, or several, has a parse reason.
     *
     * @param rows with the columns of {@link #INPUT}
     * @param format as {@link RecordFormat#again} gives it
     * @param headers what the files begin with; those of a format without headers, and those unknown, are not in it
     */
    public static Dataset<Row> read(
            Dataset<Row> rows, RecordFormat format, List<SourceColumn> columns, Map<RunFile, String> headers) {
        StructType schema = RecordColumns.schema(
                        columns.stream().map(SourceColumn::name).toList())
                .add(RecordColumns.ORIGIN, RecordColumns.ORIGIN_FIELDS, false);
        return rows.selectExpr(INPUT.toArray(String[]::new))
                .mapPartitions(new Parser(format, ReadColumns.all(columns), headers), Encoders.row(schema));
    }

    /** Travels to the tasks. */
    private static final class Parser implements MapPartitionsFunction<Row, Row> {
        @Serial
        private static final long serialVersionUID = 1;

        private final RecordFormat format;
        private final ReadColumns columns;
        private final HashMap<RunFile, Integer> headerOf = new HashMap<>();
        private final ArrayList<String> headers = new ArrayList<>();

        Parser(RecordFormat format, ReadColumns columns, Map<RunFile, String> headerTexts) {
            this.format = format;
            this.columns = columns;
            Map<String, Integer> places = new HashMap<>();
            headerTexts.forEach((file, text) -> headerOf.put(file, places.computeIfAbsent(text, any -> {
                headers.add(text);
                return headers.size() - 1;
            })));
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) throws IOException {
            Heads heads = new Heads();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    try {
                        return read(rows.next(), heads);
                    } catch (IOException e) {
                        throw new IllegalStateException("Cannot read from memory", e);
                    }
                }
            };
        }

        /** The heads of files, each read once. */
        private final class Heads {
            private final Map<Integer, FileHead> known = new HashMap<>();

            FileHead of(RunFile file) throws IOException {
                int header = headerOf.getOrDefault(file, -1);
                FileHead head = known.get(header);
                if (head == null) {
                    head = read(header < 0 ? "" : headers.get(header));
                    known.put(header, head);
                }
                return head;
            }

            private FileHead read(String text) throws IOException {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                try (RecordReader reader = format.reader(window(bytes, TextEncoding.UTF_8), columns)) {
                    FileHead head = reader.readHead();
                    boolean unknown = format.needsHead() && reader.headText().isEmpty();
                    return unknown && head.problem() == null
                            ? new FileHead(
                                    head.names(),
                                    head.fields(),
                                    head.width(),
                                    ParseProblem.ofRecord(
                                            ReasonCode.HEADER_MISMATCH, "The header of the record's file was not kept"))
                            : head;
                }
            }
        }

        private Row read(Row row, Heads heads) throws IOException {
            String raw = row.getString(6);
            byte[] kept = row.isNullAt(7) ? null : row.<byte[]>getAs(7);
            byte[] bytes = kept == null ? raw.getBytes(StandardCharsets.UTF_8) : kept;
            TextEncoding encoding =
                    kept == null ? TextEncoding.UTF_8 : format.stream().encoding();
            int first = 6;
            @Nullable Object[] values = new @Nullable Object[first + columns.slots() + 1];
            values[0] = row.getString(3);
            values[1] = row.getLong(4);
            values[2] = row.isNullAt(5) ? 0L : row.getLong(5);
            values[3] = raw;
            values[4] = kept;
            FileHead head = heads.of(new RunFile(row.getString(10), row.getString(2), row.getString(3)));
            try (RecordReader reader = format.reader(window(bytes, encoding), columns)) {
                reader.useHead(head);
                if (!reader.next()) {
                    values[5] = notOne("The raw record, read again, is no record");
                } else {
                    take(reader.record(), values, first);
                    if (reader.next()) {
                        values[3] = raw;
                        values[4] = kept;
                        java.util.Arrays.fill(values, first, values.length, null);
                        values[5] = notOne("The raw record, read again, is several records");
                    }
                }
            }
            values[values.length - 1] = RowFactory.create(
                    row.getString(0), row.getInt(1), row.getString(2), row.get(8), row.get(9), row.getString(10));
            return RowFactory.create(values);
        }

        private static void take(TextRecord record, @Nullable Object[] values, int first) {
            values[3] = record.rawText();
            values[4] = record.rawDecodable() ? null : record.rawBytes();
            List<Row> problems = new ArrayList<>();
            for (ParseProblem problem : record.problems()) {
                problems.add(
                        RowFactory.create(problem.code().name(), problem.column(), problem.value(), problem.message()));
            }
            values[5] = problems.isEmpty() ? null : seq(problems);
            for (int slot = 0; slot < values.length - first - 1; slot++) {
                values[first + slot] = record.text(slot);
            }
        }

        private static Object notOne(String message) {
            return seq(List.of(RowFactory.create(ReasonCode.NOT_ONE_RECORD.name(), null, null, message)));
        }

        /** Spark's encoder takes no other list. */
        private static Object seq(List<Row> rows) {
            return CollectionConverters.asScala(rows).toSeq();
        }

        /** Room for all of the text, and to see that it ends. */
        private static ByteWindow window(byte[] bytes, TextEncoding encoding) {
            int most = encoding == TextEncoding.UTF_8 ? bytes.length : Math.multiplyExact(bytes.length, 3);
            return new ByteWindow(SourceStream.from(new ByteArrayInputStream(bytes), 0, encoding), most + 16);
        }
    }
}
