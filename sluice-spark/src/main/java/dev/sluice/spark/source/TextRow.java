package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.TextRecord;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.GeographyVal;
import org.apache.spark.unsafe.types.GeometryVal;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/**
 * A record as Spark sees it. Nothing is made before it is asked for, and texts point into the reader's window: what is
 * kept beyond the next record must be copied, as Spark does.
 */
@SuppressWarnings("NullAway") // Spark's getters give null for null.
final class TextRow extends InternalRow {
    private static final long serialVersionUID = 1;

    /** What an ordinal shows: a slot from 0, or one of these. */
    private static final int URI = -1;

    private static final int NUMBER = -2;
    private static final int OFFSET = -3;
    private static final int RAW = -4;
    private static final int RAW_BYTES = -5;
    private static final int PARSE = -6;

    private final transient TextRecord record;
    private final int[] ordinals;
    private final UTF8String uri;

    TextRow(TextRecord record, int[] ordinals, UTF8String uri) {
        this.record = record;
        this.ordinals = ordinals;
        this.uri = uri;
    }

    /** What each column of a schema shows; source columns are slots in the order in which they come. */
    static int[] ordinals(StructType schema) {
        int[] ordinals = new int[schema.length()];
        int slot = 0;
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = switch (schema.apply(i).name()) {
                case RecordColumns.SOURCE_URI -> URI;
                case RecordColumns.RECORD_NO -> NUMBER;
                case RecordColumns.BYTE_OFFSET -> OFFSET;
                case RecordColumns.RAW -> RAW;
                case RecordColumns.RAW_BYTES -> RAW_BYTES;
                case RecordColumns.PARSE -> PARSE;
                default -> slot++;
            };
        }
        return ordinals;
    }

    @Override
    public int numFields() {
        return ordinals.length;
    }

    @Override
    public boolean isNullAt(int ordinal) {
        int slot = ordinals[ordinal];
        if (slot >= 0) {
            return record.isNull(slot);
        }
        return slot == PARSE ? record.problems().isEmpty() : slot == RAW_BYTES && record.rawDecodable();
    }

    @Override
    public UTF8String getUTF8String(int ordinal) {
        int slot = ordinals[ordinal];
        if (slot >= 0) {
            return record.isNull(slot)
                    ? null
                    : UTF8String.fromBytes(record.base(slot), record.start(slot), record.length(slot));
        }
        if (slot == URI) {
            return uri;
        }
        return record.rawDecodable()
                ? UTF8String.fromBytes(record.rawBase(), record.rawStart(), record.rawLength())
                : UTF8String.fromString(record.rawText());
    }

    @Override
    public long getLong(int ordinal) {
        return ordinals[ordinal] == NUMBER ? record.number() : record.offset();
    }

    @Override
    public byte[] getBinary(int ordinal) {
        return record.rawBytes();
    }

    @Override
    public ArrayData getArray(int ordinal) {
        return reasons(record.problems());
    }

    /** As {@link RecordColumns#PARSE} has them; null for none. */
    static ArrayData reasons(List<ParseProblem> problems) {
        return problems.isEmpty()
                ? null
                : new GenericArrayData(problems.stream().map(TextRow::reason).toArray());
    }

    private static InternalRow reason(ParseProblem problem) {
        return new GenericInternalRow(new Object[] {
            UTF8String.fromString(problem.code().name()),
            text(problem.column()),
            text(problem.value()),
            UTF8String.fromString(problem.message())
        });
    }

    private static @Nullable UTF8String text(@Nullable String text) {
        return text == null ? null : UTF8String.fromString(text);
    }

    @Override
    public Object get(int ordinal, DataType type) {
        if (isNullAt(ordinal)) {
            return null;
        }
        if (type.equals(DataTypes.LongType)) {
            return getLong(ordinal);
        }
        if (type.equals(DataTypes.BinaryType)) {
            return getBinary(ordinal);
        }
        return ordinals[ordinal] == PARSE ? getArray(ordinal) : getUTF8String(ordinal);
    }

    @Override
    public InternalRow copy() {
        Object[] values = new Object[ordinals.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (ordinals[i]) {
                case NUMBER, OFFSET -> getLong(i);
                case RAW_BYTES -> getBinary(i);
                case PARSE -> getArray(i);
                default -> isNullAt(i) ? null : getUTF8String(i).copy();
            };
        }
        return new GenericInternalRow(values);
    }

    @Override
    public void setNullAt(int ordinal) {
        throw new UnsupportedOperationException("Cannot change a record");
    }

    @Override
    public void update(int ordinal, Object value) {
        throw new UnsupportedOperationException("Cannot change a record");
    }

    private static UnsupportedOperationException noSuchType() {
        return new UnsupportedOperationException("Cannot read: records have texts only");
    }

    @Override
    public boolean getBoolean(int ordinal) {
        throw noSuchType();
    }

    @Override
    public byte getByte(int ordinal) {
        throw noSuchType();
    }

    @Override
    public short getShort(int ordinal) {
        throw noSuchType();
    }

    @Override
    public int getInt(int ordinal) {
        throw noSuchType();
    }

    @Override
    public float getFloat(int ordinal) {
        throw noSuchType();
    }

    @Override
    public double getDouble(int ordinal) {
        throw noSuchType();
    }

    @Override
    public CalendarInterval getInterval(int ordinal) {
        throw noSuchType();
    }

    @Override
    public VariantVal getVariant(int ordinal) {
        throw noSuchType();
    }

    @Override
    public MapData getMap(int ordinal) {
        throw noSuchType();
    }

    @Override
    public GeographyVal getGeography(int ordinal) {
        throw noSuchType();
    }

    @Override
    public GeometryVal getGeometry(int ordinal) {
        throw noSuchType();
    }

    @Override
    public Decimal getDecimal(int ordinal, int precision, int scale) {
        throw noSuchType();
    }

    @Override
    public InternalRow getStruct(int ordinal, int numFields) {
        throw noSuchType();
    }
}
