package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of documents have in common, whose records stand somewhere within: a cursor that reads on in bounded
 * memory, and what becomes of damage. A document that breaks off or is not well-formed gives the records before, and one
 * bad record for the rest.
 */
public abstract class DocumentReader implements RecordReader {
    private static final FileHead NO_HEAD = new FileHead(List.of(), List.of(), -1, null);

    private final ByteWindow window;
    private final ReadColumns columns;
    private final TextRecord record;
    private final int maxRecordBytes;
    private int pos;
    // Where the record begins that is being passed; below zero for none, or one that is too large to be kept.
    private int mark = -1;
    private long markOffset;
    private byte @Nullable [] large;
    private boolean inRecord;
    // Whether the record's text stands in the window.
    private boolean kept;
    private long nextNumber = 1;
    private boolean over;

    protected DocumentReader(ByteWindow window, ReadColumns columns, int maxRecordBytes) {
        this.window = window;
        this.columns = columns;
        this.record = new TextRecord(columns.slots());
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Goes to the next record and makes it, by {@link #begin}, {@link #finish} or {@link #tell}; false at the end. */
    protected abstract boolean find() throws IOException, BrokenDocument;

    @Override
    public boolean next() throws IOException {
        if (over) {
            return false;
        }
        boolean found;
        try {
            found = find();
        } catch (BrokenDocument e) {
            over = true;
            tellRest(e);
            found = true;
        }
        if (found) {
            if (kept) {
                TextChecks.check(record, window, columns);
            }
            return true;
        }
        over = true;
        return tellDamage();
    }

    // The cursor.

    /** The byte at the cursor; -1 at the end. */
    protected final int peek() throws IOException {
        return pos < window.limit() || fill() ? window.data()[pos] & 0xff : -1;
    }

    /** Reads on where the cursor is at the window's limit; false at the end. The window's bytes and places change. */
    protected final boolean fill() throws IOException {
        if (window.ended()) {
            return false;
        }
        if (mark >= 0 && pos - mark > maxRecordBytes) {
            giveUpKeeping();
        }
        int moved = window.fill(mark < 0 ? pos : mark);
        pos -= moved;
        mark = mark < 0 ? mark : mark - moved;
        return pos < window.limit();
    }

    protected final byte[] data() {
        return window.data();
    }

    protected final int limit() {
        return window.limit();
    }

    protected final int at() {
        return pos;
    }

    protected final void to(int index) {
        pos = index;
    }

    /** Where the cursor stands in the file. Not to be asked within a record. */
    protected final long offset() {
        return window.offset(pos);
    }

    /** What stands at the cursor, up to so many bytes of what was read already. */
    protected final byte[] sample(int bytes) {
        return window.copy(pos, Math.min(window.limit(), pos + bytes));
    }

    // Making records.

    /** A record begins at the cursor, or anything else that is to be kept as a whole. */
    protected final void begin() {
        mark = pos;
        markOffset = window.offset(pos);
        large = null;
        inRecord = true;
    }

    /** Where in the window that begins which {@link #begin} told; below zero if it is too large to be kept. */
    protected final int begun() {
        if (mark >= 0 && pos - mark > maxRecordBytes) {
            giveUpKeeping();
        }
        return mark;
    }

    /** Forgets what was begun. */
    protected final void forget() {
        mark = -1;
        large = null;
        inRecord = false;
    }

    /** Makes a record of what was passed since {@link #begin}. False if it is a bad one already. */
    protected final boolean finish() {
        int start = begun();
        record.begin(nextNumber++, markOffset);
        byte[] part = large;
        kept = part == null;
        if (part == null) {
            record.raw(window.data(), start, pos);
        } else {
            record.raw(part, 0, part.length);
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.RECORD_TOO_LARGE,
                    "The record has %d bytes, more than the %d of maxRecordSize; its first %d are kept"
                            .formatted(window.offset(pos) - markOffset, maxRecordBytes, part.length)));
        }
        forget();
        return part == null;
    }

    /** Makes a bad record that is none in the document. */
    protected final void tell(long offset, byte[] raw, ParseProblem problem) {
        kept = false;
        record.begin(nextNumber++, offset);
        record.raw(raw, 0, raw.length);
        record.fail(problem);
    }

    private void giveUpKeeping() {
        large = window.copy(mark, Math.min(pos, mark + TextRecord.RAW_LIMIT));
        mark = -1;
    }

    private void tellRest(BrokenDocument broken) {
        Damage damage = window.damage();
        byte[] raw = large;
        if (raw == null) {
            int from = inRecord ? mark : Math.min(pos, window.limit());
            raw = window.copy(from, Math.min(window.limit(), from + TextRecord.RAW_LIMIT));
        }
        ParseProblem problem = damage == null || pos < window.limit()
                ? ParseProblem.ofRecord(broken.code(), broken.problem())
                : ParseProblem.ofRecord(damage.code(), damage.message());
        tell(inRecord ? markOffset : window.offset(pos), raw, problem);
    }

    /** Makes a bad record of damage that no record shows. */
    private boolean tellDamage() {
        Damage damage = window.damage();
        if (damage == null) {
            return false;
        }
        tell(
                window.offset(pos),
                damage.sample().getBytes(StandardCharsets.UTF_8),
                ParseProblem.ofRecord(damage.code(), damage.message()));
        return true;
    }

    @Override
    public FileHead readHead() throws IOException {
        return NO_HEAD;
    }

    @Override
    public void useHead(FileHead head) {
        // Documents have none.
    }

    @Override
    public void limit(long endOffset, long firstNumber) {
        nextNumber = firstNumber;
    }

    @Override
    public void boundsOnly() {
        // Documents are not divided.
    }

    @Override
    public TextRecord record() {
        return record;
    }

    @Override
    public long nextOffset() {
        return window.offset(pos);
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
