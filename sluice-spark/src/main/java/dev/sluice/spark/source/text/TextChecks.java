package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;

/** Whether what was read is text. */
public final class TextChecks {
    private static final int SHOWN_BYTES = 1000;

    private TextChecks() {}

    /** Examines the record that a reader found: its raw text, and each value asked for. */
    public static void check(TextRecord record, ByteWindow window, ReadColumns columns) {
        int from = record.rawStart();
        int to = from + record.rawLength();
        if (window.plain(from, to)) {
            return;
        }
        byte[] data = record.rawBase();
        boolean text = Utf8.valid(data, from, to);
        if (!text) {
            record.undecodable(window.sourceBytes(from, to));
        }
        if (text && !Utf8.hasNul(data, from, to)) {
            return;
        }
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (!record.isNull(slot)) {
                check(record, slot, columns.name(columns.column(slot)));
            }
        }
    }

    private static void check(TextRecord record, int slot, String column) {
        byte[] data = record.base(slot);
        int from = record.start(slot);
        int to = from + record.length(slot);
        if (!Utf8.valid(data, from, to)) {
            record.fail(slot, problem(ReasonCode.UNDECODABLE, column, data, from, to, "bytes that are not text"));
        } else if (Utf8.hasNul(data, from, to)) {
            record.fail(slot, problem(ReasonCode.NUL_BYTE, column, data, from, to, "a NUL character"));
        }
    }

    private static ParseProblem problem(ReasonCode code, String column, byte[] data, int from, int to, String what) {
        String value = Utf8.decode(data, from, Math.min(to, from + SHOWN_BYTES));
        return new ParseProblem(code, column, value, "Column %s holds %s".formatted(column, what));
    }
}
