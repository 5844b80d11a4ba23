package dev.sluice.spark.plan;

import dev.sluice.spark.row.RowReasonFields;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Which of the source's columns of text the reasons of a row concern. Travels to the executors.
 *
 * @param steps the number of the step of each slot
 * @param given which of the row's arrays holds the reasons of a slot; -1 where the slot is the reason
 * @param strict whether a row has only the reasons of the first step that gives any
 */
record Concerns(Slot[] slots, int[] steps, int[] given, boolean strict) implements Serializable {
    /**
     * What one slot concerns.
     *
     * @param byColumn where the reasons of the slot name columns row by row, what each concerns
     */
    record Slot(BitSet all, Map<String, BitSet> byColumn) implements Serializable {}

    /**
     * @param concerns what each of the slots concerns
     * @throws IllegalArgumentException if these are not as many as slots: cells would be mended that no reason concerns
     */
    static Concerns of(List<Slot> concerns, List<ReasonSlot> slots, boolean strict) {
        if (concerns.size() != slots.size()) {
            throw new IllegalArgumentException(
                    "Cannot tell what %d reasons concern by %d".formatted(slots.size(), concerns.size()));
        }
        return new Concerns(
                concerns.toArray(Slot[]::new),
                slots.stream().mapToInt(ReasonSlot::step).toArray(),
                slots.stream().mapToInt(ReasonSlot::given).toArray(),
                strict);
    }

    /** @param masks a bit for each slot that holds */
    BitSet of(ArrayData masks, ArrayData reasons) {
        BitSet concerned = new BitSet();
        int lastStep = Integer.MAX_VALUE;
        for (int mask = 0; mask < masks.numElements(); mask++) {
            long bits = masks.getLong(mask);
            while (bits != 0) {
                int slot = mask * Long.SIZE + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                if (steps[slot] > lastStep) {
                    return concerned;
                }
                lastStep = strict ? steps[slot] : lastStep;
                add(slot, reasons, concerned);
            }
        }
        return concerned;
    }

    private void add(int slot, ArrayData reasons, BitSet concerned) {
        if (given[slot] < 0) {
            concerned.or(slots[slot].all);
            return;
        }
        ArrayData own = reasons.getArray(given[slot]);
        for (int i = 0; i < own.numElements(); i++) {
            InternalRow reason = own.getStruct(i, RowReasonFields.COUNT);
            concerned.or(
                    reason.isNullAt(RowReasonFields.PATH)
                            ? slots[slot].all
                            : ofPath(
                                    slot,
                                    reason.getUTF8String(RowReasonFields.PATH).toString()));
        }
    }

    /** A column whose own name has dots or brackets comes before a path. */
    private BitSet ofPath(int slot, String path) {
        BitSet named = slots[slot].byColumn.get(path);
        if (named != null) {
            return named;
        }
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return slots[slot].byColumn.getOrDefault(path.substring(0, end), slots[slot].all);
    }

    /** Whether a reason of the slot that names these columns concerns the column of text. */
    boolean concerns(int slot, ArrayData columns, int text) {
        if (given[slot] < 0 || columns.numElements() == 0) {
            return slots[slot].all.get(text);
        }
        for (int i = 0; i < columns.numElements(); i++) {
            if (ofPath(slot, columns.getUTF8String(i).toString()).get(text)) {
                return true;
            }
        }
        return false;
    }
}
