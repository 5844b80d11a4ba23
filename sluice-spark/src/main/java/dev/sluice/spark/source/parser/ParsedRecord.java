package dev.sluice.spark.source.parser;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.Stage;
import dev.sluice.api.parse.RecordSink;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a parser says of a record into the record. */
final class ParsedRecord implements RecordSink {
    private static final int SHOWN = 1000;

    private final ReadColumns columns;
    private final TextRecord record;
    private final int maxRecordBytes;
    private final Map<String, List<Place>> places = new HashMap<>();
    private final int[] ranks;
    private long last = -1;

    /** @param rank of the spelling: the file may have several, and the best one counts */
    private record Place(int slot, int rank) {}

    ParsedRecord(ReadColumns columns, int maxRecordBytes) {
        this.columns = columns;
        this.record = new TextRecord(columns.slots());
        this.maxRecordBytes = maxRecordBytes;
        this.ranks = new int[columns.slots()];
        for (int slot = 0; slot < columns.slots(); slot++) {
            List<String> spellings = columns.spellings(columns.column(slot));
            for (int rank = 0; rank < spellings.size(); rank++) {
                places.computeIfAbsent(spellings.get(rank), any -> new ArrayList<>())
                        .add(new Place(slot, rank));
            }
        }
    }

    TextRecord record() {
        return record;
    }

    /** Begins a record, behind the one before. */
    void begin(long number) {
        record.clearScratch();
        record.begin(number, ++last);
        record.raw(new byte[0], 0, 0);
        for (int slot = 0; slot < ranks.length; slot++) {
            record.setNull(slot);
        }
        Arrays.fill(ranks, Integer.MAX_VALUE);
    }

    /** Makes a bad record that is none in the file. */
    void tell(long number, byte[] raw, ParseProblem problem) {
        begin(number);
        raw(raw);
        record.fail(problem);
    }

    @Override
    public void offset(long offset) {
        // Rows are known by it: two of one file must not share one.
        if (offset >= last) {
            record.offset(offset);
            last = offset;
        }
    }

    @Override
    public void raw(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private void raw(byte[] bytes) {
        boolean large = bytes.length > maxRecordBytes;
        byte[] kept = large ? Arrays.copyOf(bytes, TextRecord.RAW_LIMIT) : bytes;
        record.raw(kept, 0, kept.length);
        if (!Utf8.valid(kept, 0, kept.length)) {
            record.undecodable(kept);
        }
        if (large) {
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.RECORD_TOO_LARGE,
                    "The record has %d bytes, more than %d; its first %d are kept"
                            .formatted(bytes.length, maxRecordBytes, kept.length)));
        }
    }

    @Override
    public void set(String column, @Nullable String value) {
        for (Place place : places.getOrDefault(column, List.of())) {
            if (place.rank() > ranks[place.slot()]) {
                continue;
            }
            ranks[place.slot()] = place.rank();
            if (value == null) {
                record.setNull(place.slot());
            } else if (value.indexOf('\0') >= 0) {
                fail(place.slot(), ReasonCode.NUL_BYTE, value, "Column %s holds a NUL character".formatted(column));
            } else if (hasLoneSurrogate(value)) {
                fail(
                        place.slot(),
                        ReasonCode.LONE_SURROGATE,
                        null,
                        "Column %s holds half of a surrogate pair".formatted(column));
            } else {
                byte[] text = value.getBytes(StandardCharsets.UTF_8);
                byte[] room = record.scratch(text.length);
                int from = record.scratchUsed();
                System.arraycopy(text, 0, room, from, text.length);
                record.setScratch(place.slot(), from + text.length);
            }
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    @Override
    public void fail(ReasonCode code, String message) {
        record.fail(ParseProblem.ofRecord(parse(code), line(message)));
    }

    @Override
    public void fail(String column, ReasonCode code, @Nullable String value, String message) {
        parse(code);
        for (Place place : places.getOrDefault(column, List.of())) {
            fail(place.slot(), code, value, message);
        }
    }

    private void fail(int slot, ReasonCode code, @Nullable String value, String message) {
        String shown = value == null || value.length() <= SHOWN ? value : value.substring(0, SHOWN);
        record.fail(slot, new ParseProblem(code, columns.name(columns.column(slot)), shown, line(message)));
    }

    private static ReasonCode parse(ReasonCode code) {
        if (code.stage() != Stage.PARSE) {
            throw new IllegalArgumentException("the reason code %s is not one of parsing".formatted(code));
        }
        return code;
    }

    private static String line(String message) {
        return message.lines().findFirst().orElse("");
    }
}
