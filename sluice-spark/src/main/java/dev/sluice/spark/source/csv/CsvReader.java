package dev.sluice.spark.source.csv;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.TextChecks;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.WindowLines;
import java.io.IOException;
import java.util.List;

/**
 * Reads CSV as bytes. Where a record ends depends on nothing but the bytes from its beginning on, so a file may be read
 * from any record on with the same result.
 */
final class CsvReader implements RecordReader {
    private final CsvDialect dialect;
    private final ByteWindow window;
    private final ReadColumns columns;
    private final TextRecord record;
    private final CsvScanner scanner;

    private FileHead head;
    private long endOffset = Long.MAX_VALUE;
    private long nextNumber = 1;
    private int pos;
    private boolean damageTold;

    CsvReader(CsvDialect dialect, ByteWindow window, ReadColumns columns) {
        this.dialect = dialect;
        this.window = window;
        this.columns = columns;
        this.record = new TextRecord(columns.slots());
        this.scanner = new CsvScanner(dialect, window, record);
        this.head = CsvHeader.absent(columns);
    }

    @Override
    public FileHead readHead() throws IOException {
        useHead(dialect.header() ? readNames() : CsvHeader.byPosition(columns));
        return head;
    }

    private FileHead readNames() throws IOException {
        List<String> names = scanner.collectNames();
        boolean any = next();
        scanner.collectNothing();
        nextNumber = 1;
        if (!any || damageTold) {
            // A file that is damaged before its first record ends has no header, only its damage.
            pos = any ? record.rawStart() : pos;
            damageTold = false;
            return CsvHeader.absent(columns);
        }
        if (!record.problems().isEmpty()) {
            return CsvHeader.unreadable(columns, record.problems().get(0).message());
        }
        if (scanner.fields() > dialect.maxColumns()) {
            return CsvHeader.unreadable(
                    columns,
                    "it has %d columns, more than the %d of maxColumns"
                            .formatted(scanner.fields(), dialect.maxColumns()));
        }
        return CsvHeader.of(names, columns);
    }

    @Override
    public void useHead(FileHead newHead) {
        head = newHead;
        scanner.cells().bind(newHead, columns);
    }

    @Override
    public void limit(long newEndOffset, long firstNumber) {
        endOffset = newEndOffset;
        nextNumber = firstNumber;
    }

    @Override
    public void skipLine() throws IOException {
        pos = WindowLines.skip(window, pos);
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (pos >= window.limit()) {
                pos -= window.fill(pos);
                if (pos >= window.limit()) {
                    return !damageTold && window.damage() != null && tellDamage();
                }
            }
            if (endOffset != Long.MAX_VALUE && window.offset(pos) >= endOffset) {
                return false;
            }
            CsvScanner.Found found = scanner.scan(pos);
            while (found == CsvScanner.Found.MORE_NEEDED) {
                pos -= window.fill(pos);
                found = scanner.scan(pos);
            }
            switch (found) {
                case RECORD -> {
                    finish();
                    return true;
                }
                case TOO_LARGE -> {
                    passOver();
                    return true;
                }
                case BLANK -> pos = scanner.after();
                case COMMENT -> pos = WindowLines.skip(window, pos);
                case MORE_NEEDED -> throw new IllegalStateException("Cannot be: more bytes were read");
            }
        }
    }

    private void finish() {
        int start = pos;
        pos = scanner.after();
        record.begin(nextNumber++, window.offset(start));
        record.raw(window.data(), start, scanner.end());
        Damage damage = scanner.unended() ? window.damage() : null;
        if (head.problem() != null) {
            record.fail(head.problem());
        }
        if (damage != null) {
            damageTold = true;
            record.fail(ParseProblem.ofRecord(damage.code(), damage.message()));
        } else if (scanner.broken() != null) {
            record.fail(scanner.broken());
        } else if (head.problem() == null && head.width() >= 0 && scanner.fields() != head.width()) {
            checkWidth(head.width());
        }
        TextChecks.check(record, window, columns);
    }

    private void checkWidth(int width) {
        ReasonCode code = scanner.fields() < width ? ReasonCode.SHORT_ROW : ReasonCode.LONG_ROW;
        if (code == ReasonCode.SHORT_ROW || scanner.cells().used() > width) {
            record.fail(ParseProblem.ofRecord(
                    code, "The row has %d cells instead of %d".formatted(scanner.fields(), width)));
        }
    }

    /** Makes a record of one that is too large: its first part, in bounded memory. */
    private void passOver() throws IOException {
        long offset = window.offset(pos);
        record.begin(nextNumber++, offset);
        byte[] part = window.copy(pos, Math.min(window.limit(), pos + TextRecord.RAW_LIMIT));
        record.raw(part, 0, part.length);
        int lineEnd = WindowLines.skipToEnd(window, pos + scanner.most());
        long bytes = window.offset(lineEnd) - offset;
        record.fail(ParseProblem.ofRecord(
                ReasonCode.RECORD_TOO_LARGE,
                "The record has %d bytes, more than the %d of maxRecordSize; its first %d are kept"
                        .formatted(bytes, dialect.stream().maxRecordBytes(), part.length)));
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
        record.raw(window.data(), pos, pos);
        record.fail(ParseProblem.ofRecord(damage.code(), damage.message()));
        return true;
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
