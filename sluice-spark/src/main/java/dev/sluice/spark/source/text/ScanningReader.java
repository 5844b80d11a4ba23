package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the readers of all text formats have in common: going from record to record, limits, and damaged files. */
public abstract class ScanningReader implements RecordReader {
    private final ByteWindow window;
    private final RecordScanner scanner;
    private final ReadColumns columns;
    private final TextRecord record;
    private long endOffset = Long.MAX_VALUE;
    private long nextNumber = 1;
    private int pos;
    private boolean damageTold;
    private boolean boundsOnly;

    protected ScanningReader(ByteWindow window, RecordScanner scanner, ReadColumns columns, TextRecord record) {
        this.window = window;
        this.scanner = scanner;
        this.columns = columns;
        this.record = record;
    }

    /** Examines the record that was found, and its values; what is wrong goes into the record. */
    protected abstract void examine(TextRecord found);

    /** What makes every record of the file a bad one goes into the record. True if something does. */
    protected abstract boolean failWithFile(TextRecord found);

    @Override
    public void limit(long newEndOffset, long firstNumber) {
        endOffset = newEndOffset;
        nextNumber = firstNumber;
    }

    @Override
    public void boundsOnly() {
        boundsOnly = true;
        scanner.boundsOnly();
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (pos >= window.limit()) {
                pos -= window.fill(pos);
                if (pos >= window.limit()) {
                    return !damageTold && tellDamage();
                }
            }
            if (endOffset != Long.MAX_VALUE && window.offset(pos) >= endOffset) {
                return false;
            }
            RecordScanner.Found found = scanner.scan(pos);
            while (found == RecordScanner.Found.MORE_NEEDED) {
                pos -= window.fill(pos);
                found = scanner.scan(pos);
            }
            switch (found) {
                case RECORD -> {
                    if (scanner.end() - pos > scanner.most() - 2) {
                        passOver(scanner.end());
                    } else {
                        finish();
                    }
                    return true;
                }
                case TOO_LARGE -> {
                    passOver(pos + scanner.most());
                    return true;
                }
                case BLANK -> pos = scanner.after();
                case COMMENT -> pos = WindowLines.skip(window, pos);
                case MORE_NEEDED -> throw new IllegalStateException("Cannot be: more was read");
            }
        }
    }

    private void finish() {
        int start = pos;
        pos = scanner.after();
        if (boundsOnly) {
            return;
        }
        record.begin(nextNumber++, window.offset(start));
        record.raw(window.data(), start, scanner.end());
        boolean failed = failWithFile(record);
        Damage damage = scanner.unended() ? window.damage() : null;
        if (damage != null) {
            damageTold = true;
            record.fail(ParseProblem.ofRecord(damage.code(), damage.message()));
        } else if (!failed) {
            examine(record);
        }
        TextChecks.check(record, window, columns);
    }

    /** Makes a record of one that is too large: its first part, in bounded memory. It ends with the line of an index. */
    private void passOver(int from) throws IOException {
        long offset = window.offset(pos);
        record.begin(nextNumber++, offset);
        byte[] part = window.copy(pos, Math.min(from, pos + TextRecord.RAW_LIMIT));
        record.raw(part, 0, part.length);
        failWithFile(record);
        int lineEnd = WindowLines.skipToEnd(window, from);
        long bytes = window.offset(lineEnd) - offset;
        record.fail(ParseProblem.ofRecord(
                ReasonCode.RECORD_TOO_LARGE,
                "The record has %d bytes, more than the %d of maxRecordSize; its first %d are kept"
                        .formatted(bytes, scanner.most() - 2, part.length)));
        pos = WindowLines.skip(window, lineEnd);
    }

    /** Makes a bad record of damage that no record shows. */
    private boolean tellDamage() {
        Damage damage = window.damage();
        if (damage == null) {
            return false;
        }
        damageTold = true;
        record.begin(nextNumber++, window.offset(pos));
        byte[] sample = damage.sample().getBytes(StandardCharsets.UTF_8);
        record.raw(sample, 0, sample.length);
        record.fail(ParseProblem.ofRecord(damage.code(), damage.message()));
        return true;
    }

    /** Reads one record that does not count. True if there is one that is whole. */
    protected boolean readUncounted() throws IOException {
        int before = pos;
        boolean any = next();
        nextNumber = 1;
        if (any && damageTold) {
            // The damage is still to be told, by the first record that counts.
            damageTold = false;
            pos = before == 0 ? record.rawStart() : pos;
            return false;
        }
        return any;
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
