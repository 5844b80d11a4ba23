package dev.sluice.spark.plan;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.spark.row.RowReasonFields;
import dev.sluice.spark.sink.StepReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The reasons that steps of the row tier give by themselves: made into the quarantine's, and counted. For one task. */
final class GivenReasons {
    /** So many kinds a step may give in one task and have each counted by itself. */
    private static final int MOST_KINDS = 256;
    /** Counts the kinds beyond. */
    static final String OTHER = "OTHER_REASONS";

    private final ReasonSlot[] slots;
    private final UTF8String[] ruleVersions;
    private final Map<Integer, Map<Kind, long[]>> counts = new HashMap<>();

    /** What counts as one kind of reason. */
    private record Kind(String code, @Nullable String column) {}

    /** @param ruleVersions one for each slot */
    GivenReasons(ReasonSlot[] slots, UTF8String[] ruleVersions) {
        this.slots = slots;
        this.ruleVersions = ruleVersions;
    }

    /** Adds the reasons of one step, which the row has. */
    void add(int slot, ArrayData given, List<Object> reasons) {
        ReasonSlot step = slots[slot];
        ArrayData own = given.getArray(step.given());
        Set<Kind> seen = new HashSet<>();
        for (int i = 0; i < own.numElements(); i++) {
            InternalRow reason = own.getStruct(i, RowReasonFields.COUNT);
            UTF8String path = reason.isNullAt(RowReasonFields.PATH) ? null : reason.getUTF8String(RowReasonFields.PATH);
            UTF8String code = reason.getUTF8String(RowReasonFields.CODE).copy();
            reasons.add(new GenericInternalRow(new Object[] {
                UTF8String.fromString(step.stage().word()),
                code,
                UTF8String.fromString(step.rule()),
                new GenericArrayData(path == null ? texts(step.columns()) : new Object[] {path.copy()}),
                reason.isNullAt(RowReasonFields.VALUE) ? null : reason.getUTF8String(RowReasonFields.VALUE),
                reason.getUTF8String(RowReasonFields.MESSAGE),
                ruleVersions[slot]
            }));
            Kind kind = new Kind(code.toString(), path == null ? null : RowReasonFields.pattern(path.toString()));
            if (seen.add(kind)) {
                count(slot, kind);
            }
        }
    }

    private void count(int slot, Kind kind) {
        Map<Kind, long[]> kinds = counts.computeIfAbsent(slot, any -> new LinkedHashMap<>());
        Kind counted = kinds.size() < MOST_KINDS || kinds.containsKey(kind) ? kind : new Kind(OTHER, null);
        kinds.computeIfAbsent(counted, any -> new long[1])[0]++;
    }

    private static Object[] texts(String[] strings) {
        Object[] texts = new Object[strings.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = UTF8String.fromString(strings[i]);
        }
        return texts;
    }

    List<StepReason> counts() {
        List<StepReason> all = new ArrayList<>();
        counts.forEach((slot, kinds) ->
                kinds.forEach((kind, rows) -> all.add(new StepReason(slot, kind.code, kind.column, rows[0]))));
        return all;
    }

    /** Those of all tasks together. */
    static List<ReasonCount> sum(ReasonSlot[] slots, List<StepReason> given) {
        Map<List<Object>, Long> rows = new LinkedHashMap<>();
        Map<List<Object>, StepReason> kinds = new LinkedHashMap<>();
        for (StepReason reason : given) {
            List<Object> key = List.of(reason.slot(), reason.code(), String.valueOf(reason.column()));
            rows.merge(key, reason.rows(), Long::sum);
            kinds.putIfAbsent(key, reason);
        }
        List<ReasonCount> sums = new ArrayList<>();
        kinds.forEach((key, reason) -> {
            ReasonSlot slot = slots[reason.slot()];
            String[] reads = slot.columns();
            String column = reason.column() != null
                            || reads.length == 0
                            || reason.code().equals(OTHER)
                    ? reason.column()
                    : reads[0];
            sums.add(new ReasonCount(slot.stage(), reason.code(), slot.rule(), column, rows.getOrDefault(key, 0L)));
        });
        return sums;
    }
}
