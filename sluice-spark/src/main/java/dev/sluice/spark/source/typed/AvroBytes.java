package dev.sluice.spark.source.typed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Avro's binary form of primitive values. Believes no length beyond the bytes that are there. */
final class AvroBytes {
    /** How deeply values may nest. */
    private static final int MAX_DEPTH = 200;
    /** How many elements without a byte the lists of a block may have. */
    private static final long MAX_EMPTY = 1 << 20;

    private final byte[] data;
    private final ByteBuffer little;
    private int at;
    private int depth;
    private long empty;

    AvroBytes(byte[] data) {
        this.data = data;
        this.little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] data() {
        return data;
    }

    int position() {
        return at;
    }

    int left() {
        return data.length - at;
    }

    long readLong() throws FileFault {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = data[skip(1)];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw FileFault.corrupt("a number has no end");
    }

    int readInt() throws FileFault {
        long value = readLong();
        if (value != (int) value) {
            throw FileFault.corrupt("%d is no int".formatted(value));
        }
        return (int) value;
    }

    boolean readBoolean() throws FileFault {
        byte b = data[skip(1)];
        if (b != 0 && b != 1) {
            throw FileFault.corrupt("%d is no boolean".formatted(b));
        }
        return b == 1;
    }

    float readFloat() throws FileFault {
        return little.getFloat(skip(Float.BYTES));
    }

    double readDouble() throws FileFault {
        return little.getDouble(skip(Double.BYTES));
    }

    /** The length of what follows: it is there. */
    int readLength() throws FileFault {
        long length = readLong();
        if (length < 0 || length > left()) {
            throw FileFault.corrupt("a value claims %d bytes where %d are left".formatted(length, left()));
        }
        return (int) length;
    }

    /** An index into so many. */
    int readIndex(int count) throws FileFault {
        long index = readLong();
        if (index < 0 || index >= count) {
            throw FileFault.corrupt("there is no branch or symbol %d".formatted(index));
        }
        return (int) index;
    }

    /** The number of elements of the next part of a list or map; 0 at its end. */
    long readCount() throws FileFault {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        if (count < 0) {
            throw FileFault.corrupt("a list claims too many elements");
        }
        return count;
    }

    /** Counts an element that began here: those without a byte could be any number. */
    void counted(int start) throws FileFault {
        if (at == start && ++empty > MAX_EMPTY) {
            throw FileFault.corrupt("there are more than %d elements without a byte".formatted(MAX_EMPTY));
        }
    }

    /** Moves on; gives where it was. */
    int skip(long bytes) throws FileFault {
        if (bytes < 0 || bytes > left()) {
            throw FileFault.corrupt("a record goes beyond its block");
        }
        int start = at;
        at += (int) bytes;
        return start;
    }

    void enter() throws FileFault {
        if (++depth > MAX_DEPTH) {
            throw FileFault.corrupt("values nest deeper than %d".formatted(MAX_DEPTH));
        }
    }

    void leave() {
        depth--;
    }
}
