package dev.sluice.api.parse;

import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries a parser on bytes that a test makes up, without Spark. */
public final class ParserTrial {
    private ParserTrial() {}

    /**
     * What a parser gave of one record.
     *
     * @param reasons each as {@code CODE}, or {@code CODE column}
     * @param thrown what was thrown at it; null for nothing
     */
    public record Parsed(
            long offset,
            String raw,
            Map<String, @Nullable String> values,
            List<String> reasons,
            @Nullable Exception thrown) {
        public Parsed {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * All records of a file, as a run would have them: one that throws is the last, unless the parser resumes.
     *
     * @throws Exception if the file cannot be opened
     */
    public static List<Parsed> read(RecordParser parser, Options options, byte[] file) throws Exception {
        List<Parsed> records = new ArrayList<>();
        try (RecordCursor cursor = parser.open(new ByteArrayInputStream(file), options)) {
            while (true) {
                Taken taken = new Taken(records.size());
                boolean more;
                try {
                    if (!cursor.next(taken)) {
                        return records;
                    }
                    records.add(taken.parsed(null));
                    continue;
                } catch (Exception e) {
                    records.add(taken.parsed(e));
                    more = cursor.resume();
                }
                if (!more) {
                    return records;
                }
            }
        }
    }

    private static final class Taken implements RecordSink {
        private long offset;
        private String raw = "";
        private final Map<String, @Nullable String> values = new LinkedHashMap<>();
        private final List<String> reasons = new ArrayList<>();

        Taken(long ordinal) {
            offset = ordinal;
        }

        @Override
        public void offset(long newOffset) {
            offset = newOffset;
        }

        @Override
        public void raw(String text) {
            raw = text;
        }

        @Override
        public void set(String column, @Nullable String value) {
            values.put(column, value);
        }

        @Override
        public void fail(ReasonCode code, String message) {
            reasons.add(code.name());
        }

        @Override
        public void fail(String column, ReasonCode code, @Nullable String value, String message) {
            reasons.add(code.name() + " " + column);
        }

        Parsed parsed(@Nullable Exception thrown) {
            return new Parsed(offset, raw, values, reasons, thrown);
        }
    }
}
