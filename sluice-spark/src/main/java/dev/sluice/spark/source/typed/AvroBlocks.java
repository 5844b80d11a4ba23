package dev.sluice.spark.source.typed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The blocks of an Avro file, one by one. A block is believed only if the file's marker stands behind it; else the next
 * marker is looked for. No more is allocated than the file has bytes.
 */
final class AvroBlocks implements Closeable {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int MARKER = 16;
    private static final int MAX_HEADER = 16 << 20;
    private static final int MAX_BLOCK = 256 << 20;
    private static final int BUFFER = 64 << 10;

    private final FSDataInputStream file;
    private final long size;
    private final Schema schema;
    private final AvroCodec codec;
    private final byte[] marker = new byte[MARKER];
    private DataInputStream in;
    private long position;

    /**
     * Records in their binary form, not yet unpacked.
     *
     * @param records how many there are said to be
     */
    record AvroBlock(long records, byte[] packed) {}

    AvroBlocks(TypedInput input) throws IOException {
        size = input.size();
        if (size == 0) {
            throw FileFault.truncated("it has no bytes");
        }
        file = input.open();
        try {
            in = buffered();
            Map<String, byte[]> header = header();
            codec = AvroCodec.of(text(header, "avro.codec", "null"));
            schema = schema(text(header, "avro.schema", ""));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            file.close();
            throw e;
        }
    }

    /** Of a record. */
    Schema schema() {
        return schema;
    }

    AvroCodec codec() {
        return codec;
    }

    /** Whether nothing is left. */
    boolean atEnd() {
        return position >= size;
    }

    /** The next block. Where that throws a {@link FileFault}, {@link #skipToMarker} may find the one behind it. */
    AvroBlock next() throws IOException {
        long start = position;
        try {
            long records = readLong();
            long bytes = readLong();
            if (records < 0 || bytes < 0) {
                throw FileFault.corrupt("the block at byte %d has no header".formatted(start));
            }
            if (bytes > size - position - MARKER) {
                throw FileFault.truncated("the block at byte %d claims %d bytes, the file has %d more"
                        .formatted(start, bytes, size - position));
            }
            if (bytes > MAX_BLOCK) {
                throw FileFault.corrupt("the block at byte %d has %d bytes, more than %d are not read"
                        .formatted(start, bytes, MAX_BLOCK));
            }
            byte[] packed = new byte[(int) bytes];
            byte[] found = new byte[MARKER];
            readFully(packed);
            readFully(found);
            if (!Arrays.equals(marker, found)) {
                throw FileFault.corrupt("the block at byte %d has no end".formatted(start));
            }
            return new AvroBlock(records, packed);
        } catch (EOFException e) {
            throw FileFault.truncated("the block at byte %d is cut short".formatted(start));
        } catch (FileFault e) {
            seek(start);
            throw e;
        }
    }

    /** Moves behind the next marker from here on; false, and to the end, if there is none. */
    boolean skipToMarker() throws IOException {
        byte[] last = new byte[MARKER];
        for (long read = 1; ; read++) {
            int b = in.read();
            if (b < 0) {
                position = size;
                return false;
            }
            position++;
            System.arraycopy(last, 1, last, 0, MARKER - 1);
            last[MARKER - 1] = (byte) b;
            if (read >= MARKER && b == (marker[MARKER - 1] & 0xff) && Arrays.equals(marker, last)) {
                return true;
            }
        }
    }

    private Map<String, byte[]> header() throws IOException {
        try {
            byte[] magic = new byte[MAGIC.length];
            readFully(magic);
            if (!Arrays.equals(MAGIC, magic)) {
                throw FileFault.corrupt("it is not an Avro file");
            }
            Map<String, byte[]> header = new HashMap<>();
            for (long entries = readLong(); entries != 0; entries = readLong()) {
                if (entries < 0) {
                    readLong();
                }
                for (long i = Math.abs(entries); i > 0; i--) {
                    String key = new String(bytes(), UTF_8);
                    header.put(key, bytes());
                }
            }
            readFully(marker);
            return header;
        } catch (EOFException e) {
            throw FileFault.truncated("its header is cut short");
        }
    }

    private byte[] bytes() throws IOException {
        long length = readLong();
        if (length < 0 || length > MAX_HEADER) {
            throw FileFault.corrupt("its header is damaged");
        }
        if (length > size - position) {
            throw FileFault.truncated("its header is cut short");
        }
        byte[] bytes = new byte[(int) length];
        readFully(bytes);
        return bytes;
    }

    private static String text(Map<String, byte[]> header, String key, String unset) {
        byte[] bytes = header.get(key);
        return bytes == null ? unset : new String(bytes, UTF_8);
    }

    private static Schema schema(String json) throws FileFault {
        Schema schema;
        try {
            schema = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(json);
        } catch (AvroRuntimeException | StackOverflowError e) {
            throw FileFault.corrupt("its schema cannot be read: " + e);
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw FileFault.corrupt("it holds values of type %s, not records".formatted(schema.getType()));
        }
        return schema;
    }

    private long readLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = in.readUnsignedByte();
            position++;
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw FileFault.corrupt("a number at byte %d has no end".formatted(position));
    }

    private void readFully(byte[] target) throws IOException {
        in.readFully(target);
        position += target.length;
    }

    private void seek(long offset) throws IOException {
        file.seek(offset);
        in = buffered();
        position = offset;
    }

    private DataInputStream buffered() {
        return new DataInputStream(new BufferedInputStream(file, BUFFER));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
