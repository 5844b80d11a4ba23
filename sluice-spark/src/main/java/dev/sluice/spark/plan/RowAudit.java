package dev.sluice.spark.plan;

import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.sink.RowMending;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes rows of the table of fixes, with the reasons that each changed cell answers. For one task. */
final class RowAudit implements RowMending {
    private static final StructType ROW = QuarantineSchema.spark();
    private static final int QUARANTINE_ID = ROW.fieldIndex(QuarantineSchema.QUARANTINE_ID);
    private static final int PIPELINE = ROW.fieldIndex(QuarantineSchema.PIPELINE);
    private static final int RUN_ID = ROW.fieldIndex(QuarantineSchema.RUN_ID);
    private static final int BATCH_ID = ROW.fieldIndex(QuarantineSchema.BATCH_ID);
    private static final int SOURCE_URI = ROW.fieldIndex(QuarantineSchema.SOURCE_URI);
    private static final int RECORD_NO = ROW.fieldIndex(QuarantineSchema.RECORD_NO);
    private static final int BYTE_OFFSET = ROW.fieldIndex(QuarantineSchema.BYTE_OFFSET);
    private static final int REASONS = ROW.fieldIndex(QuarantineSchema.REASONS);
    private static final int QUARANTINED_AT = ROW.fieldIndex(QuarantineSchema.QUARANTINED_AT);
    private static final StructType REASON =
            (StructType) ((ArrayType) ROW.apply(REASONS).dataType()).elementType();
    private static final int REASON_COLUMNS = REASON.fieldIndex("columns");

    private static final int CHANGED_COLUMN = RowFixing.CHANGE.fieldIndex("column");
    private static final int OLD_TEXT = RowFixing.CHANGE.fieldIndex("old");
    private static final int NEW_TEXT = RowFixing.CHANGE.fieldIndex("new");
    private static final int CHANGED_BY = RowFixing.CHANGE.fieldIndex("fixes");

    private final Facts facts;
    private final QuarantineMapper was;
    private final long[] ignored;
    private final long[] cells;
    private final UTF8String[] names;
    private final UTF8String[] fixes;

    private RowAudit(Facts facts) {
        this.facts = facts;
        this.was = new QuarantineMapper(facts.run);
        this.ignored = new long[facts.run.reasonSlots()];
        this.cells = new long[facts.layout.fixes.length];
        this.names = texts(facts.layout.columns);
        this.fixes = texts(facts.layout.fixes);
    }

    private static UTF8String[] texts(String[] strings) {
        UTF8String[] texts = new UTF8String[strings.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = UTF8String.fromString(strings[i]);
        }
        return texts;
    }

    @Override
    public Audit audit(InternalRow bad, ArrayData changes) {
        InternalRow row = was.map(bad, ignored);
        UTF8String fixId = fixId(row.getUTF8String(QUARANTINE_ID));
        List<InternalRow> rows = new ArrayList<>();
        for (int i = 0; i < changes.numElements(); i++) {
            InternalRow change = changes.getStruct(i, RowFixing.CHANGE.size());
            rows.add(cell(row, fixId, change));
        }
        return new Audit(fixId, rows);
    }

    private InternalRow cell(InternalRow row, UTF8String fixId, InternalRow change) {
        int column = change.getInt(CHANGED_COLUMN);
        ArrayData by = change.getArray(CHANGED_BY);
        Object[] changedBy = new Object[by.numElements()];
        for (int i = 0; i < changedBy.length; i++) {
            changedBy[i] = fixes[by.getInt(i)];
            cells[by.getInt(i)]++;
        }
        return new GenericInternalRow(new Object[] {
            fixId,
            row.getUTF8String(QUARANTINE_ID),
            row.getUTF8String(PIPELINE),
            row.getUTF8String(RUN_ID),
            row.getUTF8String(BATCH_ID),
            row.getUTF8String(SOURCE_URI),
            row.getLong(RECORD_NO),
            row.getLong(BYTE_OFFSET),
            names[column],
            change.getUTF8String(OLD_TEXT),
            change.getUTF8String(NEW_TEXT),
            new GenericArrayData(changedBy),
            answered(row.getArray(REASONS), column),
            row.getLong(QUARANTINED_AT)
        });
    }

    private ArrayData answered(ArrayData reasons, int column) {
        List<Object> own = new ArrayList<>();
        for (int i = 0; i < reasons.numElements(); i++) {
            InternalRow reason = reasons.getStruct(i, REASON.size());
            int slot = was.slot(i);
            if (slot >= 0 && facts.layout.concerns.concerns(slot, reason.getArray(REASON_COLUMNS), column)) {
                own.add(reason);
            }
        }
        return new GenericArrayData(own.toArray());
    }

    /** Of one landing: a row that is discarded with its run, and lands with another, is another. */
    private UTF8String fixId(UTF8String quarantineId) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(facts.run.runId().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(quarantineId.getBytes());
            return UTF8String.fromString(HexFormat.of().formatHex(digest.digest(), 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public long[] cells() {
        return cells.clone();
    }

    /**
     * What every task needs to know of the fixes.
     *
     * @param columns the source's columns of text
     * @param fixes their names, in order
     */
    record Layout(String[] columns, String[] fixes, Concerns concerns) implements Serializable {}

    /** The constants of one run, for its tasks. */
    record Facts(Layout layout, QuarantineMapper.RunFacts run) implements Factory {
        @Override
        public RowMending create() {
            return new RowAudit(this);
        }
    }
}
