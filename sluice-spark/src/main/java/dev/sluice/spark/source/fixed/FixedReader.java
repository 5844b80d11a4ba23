package dev.sluice.spark.source.fixed;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.CharacterPlaces;
import dev.sluice.spark.source.text.FieldNames;
import dev.sluice.spark.source.text.FieldReader;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.LineScanner;
import dev.sluice.spark.source.text.NullTokens;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordScanner;
import dev.sluice.spark.source.text.TextRecord;
import org.jspecify.annotations.Nullable;

/** Reads fixed-width text as bytes. */
final class FixedReader extends FieldReader {
    private final FixedDialect dialect;
    private final @Nullable FixedColumn[] slots;
    private final int least;
    private final NullTokens nulls;
    private final CharacterPlaces places = new CharacterPlaces();

    private FixedReader(
            FixedDialect dialect,
            ByteWindow window,
            RecordScanner scanner,
            ReadColumns columns,
            TextRecord record,
            FileHead head) {
        super(window, scanner, columns, record, head, dialect.line().headerLines());
        this.dialect = dialect;
        this.least = dialect.least();
        this.nulls = new NullTokens(dialect.line().nullTokens());
        this.slots = new FixedColumn[columns.slots()];
        for (int slot = 0; slot < slots.length; slot++) {
            int field = head.fields().get(columns.column(slot));
            slots[slot] = field < 0 ? null : dialect.columns().get(field);
        }
    }

    static FixedReader of(FixedDialect dialect, ByteWindow window, ReadColumns columns) {
        int maxBytes = dialect.stream().maxRecordBytes();
        RecordScanner scanner = dialect.lines()
                ? new LineScanner(window, maxBytes, dialect.line().comment())
                : new BlockScanner(window, dialect.recordLength(), maxBytes);
        FileHead head = FieldNames.head(dialect.names(), columns);
        return new FixedReader(dialect, window, scanner, columns, new TextRecord(columns.slots()), head);
    }

    @Override
    protected void examine(TextRecord record) {
        byte[] data = record.rawBase();
        int from = record.rawStart();
        int to = from + record.rawLength();
        places.of(data, from, to);
        if (places.length() < least && !dialect.ragged()) {
            record.fail(lengths(ReasonCode.SHORT_ROW, "at least ", least));
            return;
        }
        if (dialect.recordLength() > 0 && places.length() > dialect.recordLength() && textFrom(data, to)) {
            record.fail(lengths(ReasonCode.LONG_ROW, "", dialect.recordLength()));
            return;
        }
        for (int slot = 0; slot < slots.length; slot++) {
            take(record, slot, slots[slot], data);
        }
    }

    private void take(TextRecord record, int slot, @Nullable FixedColumn column, byte[] data) {
        if (column == null || column.start() >= places.length() && column.end() != FixedColumn.OPEN) {
            record.setNull(slot);
            return;
        }
        int p = places.at(Math.min(column.start(), places.length()));
        int q = places.at(Math.min(column.end(), places.length()));
        while (dialect.trim().left() && p < q && data[p] == dialect.padding()) {
            p++;
        }
        while (dialect.trim().right() && p < q && data[q - 1] == dialect.padding()) {
            q--;
        }
        if (nulls.isNull(data, p, q)) {
            record.setNull(slot);
        } else {
            record.set(slot, p, q);
        }
    }

    /** Whether something other than blanks follows the record's last place. */
    private boolean textFrom(byte[] data, int to) {
        for (int i = places.at(dialect.recordLength()); i < to; i++) {
            if (data[i] != ' ' && data[i] != dialect.padding()) {
                return true;
            }
        }
        return false;
    }

    private ParseProblem lengths(ReasonCode code, String bound, int expected) {
        return ParseProblem.ofRecord(
                code, "The record has %d characters instead of %s%d".formatted(places.length(), bound, expected));
    }
}
