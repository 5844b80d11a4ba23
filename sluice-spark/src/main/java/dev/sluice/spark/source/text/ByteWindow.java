package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A window that slides over a stream of bytes. Readers work on {@link #data} directly, from any index up to
 * {@link #limit}, and call {@link #fill} where they come to the limit.
 *
 * <p>Not for use by several threads.
 */
public final class ByteWindow implements Closeable {
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private final SourceStream in;
    private byte[] data;
    private int limit;
    private boolean ended;
    // Index and offset in the file of one place in the window; offsets of others are worked out from it.
    private int markIndex;
    private long markOffset;
    private int plainFrom;
    private int plainUntil;

    public ByteWindow(SourceStream in) {
        this(in, DEFAULT_CAPACITY);
    }

    public ByteWindow(SourceStream in, int capacity) {
        this.in = requireNonNull(in, "in");
        this.data = new byte[capacity];
        this.markOffset = in.firstOffset();
    }

    /** A window over bytes in memory, for tests and for heads of files. */
    public static ByteWindow of(InputStream in) {
        return new ByteWindow(SourceStream.plain(in, 0));
    }

    /** The bytes; a new array after {@link #fill} where the window had to grow. */
    public byte[] data() {
        return data;
    }

    /** The end of what was read so far. */
    public int limit() {
        return limit;
    }

    /** Whether nothing follows {@link #limit}. */
    public boolean ended() {
        return ended;
    }

    /** Why the stream ended before its time; null if it did not, or has not ended. */
    public @Nullable Damage damage() {
        return ended ? in.damage() : null;
    }

    /**
     * Reads on, until the window is full or the stream at its end. Bytes before {@code keep} are dropped. The window
     * grows where less than half of it would be free, so that reading a record anew after each call costs no more than
     * twice its length.
     *
     * @return how far the bytes moved to the left
     */
    public int fill(int keep) throws IOException {
        markOffset = offset(keep);
        int kept = limit - keep;
        byte[] target = kept > data.length / 2 ? new byte[Math.multiplyExact(data.length, 2)] : data;
        System.arraycopy(data, keep, target, 0, kept);
        data = target;
        markIndex = 0;
        limit = kept;
        plainFrom = Math.max(0, plainFrom - keep);
        plainUntil = Math.max(0, plainUntil - keep);
        while (limit < data.length) {
            int read = in.read(data, limit, data.length - limit);
            if (read < 0) {
                ended = true;
                break;
            }
            limit += read;
        }
        return keep;
    }

    /** Where the byte at this index stands in the (decompressed) file. Indexes must not go back from call to call. */
    public long offset(int index) {
        markOffset += in.encoding().sourceLength(data, markIndex, index);
        markIndex = index;
        return markOffset;
    }

    /** The bytes as they stand in the file, before any change of encoding. */
    public byte[] sourceBytes(int from, int to) {
        return in.encoding().sourceBytes(data, from, to);
    }

    /** Whether the file can be read from any offset on. */
    public boolean splittable() {
        return in.splittable();
    }

    public TextEncoding encoding() {
        return in.encoding();
    }

    /** Whether all of these bytes are ASCII and none is NUL. Cheap where most are; indexes must not go back. */
    public boolean plain(int from, int to) {
        if (from >= plainFrom && to <= plainUntil) {
            return true;
        }
        plainUntil = Utf8.plainUntil(data, Math.max(from, plainUntil), limit);
        plainFrom = from;
        return to <= plainUntil;
    }

    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(data, from, to);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
