package dev.sluice.spark.source.csv;

import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the cells of a record that are asked for into their slots; the others cost a look into an array. */
final class CsvCells {
    private final TextRecord record;
    private final int quote;
    private final int escape;
    private final boolean quotedNulls;
    private final boolean emptyIsNull;
    private final byte[][] nullTokens;

    // The slot of each field, -1 for none, for as many fields as a record should have.
    private int[] slots = new int[0];
    // Pairs of slots that show the same field: from, to.
    private int[] copies = new int[0];
    private int used;

    CsvCells(CsvDialect dialect, TextRecord record) {
        this.record = record;
        this.quote = CsvScanner.orNone(dialect.quote());
        this.escape = CsvScanner.orNone(dialect.escape());
        this.quotedNulls = dialect.quotedNulls();
        this.emptyIsNull = dialect.nullTokens().contains("");
        this.nullTokens = dialect.nullTokens().stream()
                .filter(token -> !token.isEmpty())
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Sets which field goes to which slot. */
    void bind(FileHead head, ReadColumns columns) {
        int most = head.fields().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        slots = new int[Math.max(head.width(), most)];
        Arrays.fill(slots, -1);
        List<Integer> pairs = new ArrayList<>();
        for (int slot = 0; slot < columns.slots(); slot++) {
            record.setNull(slot);
            int field = head.fields().get(columns.column(slot));
            if (field >= 0 && slots[field] >= 0) {
                pairs.add(slots[field]);
                pairs.add(slot);
            } else if (field >= 0) {
                slots[field] = slot;
            }
        }
        copies = pairs.stream().mapToInt(Integer::intValue).toArray();
    }

    void begin() {
        used = 0;
        record.clearScratch();
    }

    /** One more than the last field beyond the expected width that is not empty; 0 if there is none. */
    int used() {
        return used;
    }

    void unquoted(byte[] data, int field, int from, int to) {
        if (field >= slots.length) {
            if (to > from) {
                used = field + 1;
            }
            return;
        }
        int slot = slots[field];
        if (slot < 0) {
            return;
        }
        if (from == to ? emptyIsNull : nullTokens.length > 0 && isNull(data, from, to)) {
            record.setNull(slot);
        } else {
            record.set(slot, from, to);
        }
    }

    void quoted(byte[] data, int field, int from, int to, boolean escaped) {
        if (field >= slots.length) {
            used = field + 1;
            return;
        }
        int slot = slots[field];
        if (slot < 0) {
            return;
        }
        if (quotedNulls && (from == to ? emptyIsNull : isNull(data, from, to))) {
            record.setNull(slot);
        } else if (escaped) {
            int end = unescape(data, from, to, record.scratch(to - from), record.scratchUsed());
            record.setScratch(slot, end);
        } else {
            record.set(slot, from, to);
        }
    }

    /** To be called when all cells of a record are known. */
    void complete() {
        for (int i = 0; i < copies.length; i += 2) {
            record.copySlot(copies[i], copies[i + 1]);
        }
    }

    /** A cell as text, for headers. */
    String text(byte[] data, int from, int to, boolean escaped) {
        if (!escaped) {
            return Utf8.decode(data, from, to);
        }
        byte[] target = new byte[to - from];
        return Utf8.decode(target, 0, unescape(data, from, to, target, 0));
    }

    private int unescape(byte[] data, int from, int to, byte[] target, int targetFrom) {
        int out = targetFrom;
        for (int p = from; p < to; p++) {
            byte b = data[p];
            boolean pair = p + 1 < to && (b == quote || b == escape && (data[p + 1] == quote || data[p + 1] == escape));
            target[out++] = pair ? data[++p] : b;
        }
        return out;
    }

    private boolean isNull(byte[] data, int from, int to) {
        for (byte[] token : nullTokens) {
            if (Arrays.equals(token, 0, token.length, data, from, to)) {
                return true;
            }
        }
        return false;
    }
}
