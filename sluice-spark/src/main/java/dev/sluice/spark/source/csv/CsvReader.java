package dev.sluice.spark.source.csv;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.ScanningReader;
import dev.sluice.spark.source.text.TextRecord;
import java.io.IOException;
import java.util.List;

/** Reads CSV as bytes. */
final class CsvReader extends ScanningReader {
    private final CsvDialect dialect;
    private final ReadColumns columns;
    private final CsvScanner scanner;
    private FileHead head;
    private String headText = "";

    private CsvReader(
            CsvDialect dialect, ByteWindow window, ReadColumns columns, CsvScanner scanner, TextRecord record) {
        super(window, scanner, columns, record);
        this.dialect = dialect;
        this.columns = columns;
        this.scanner = scanner;
        this.head = CsvHeader.absent(columns);
    }

    static CsvReader of(CsvDialect dialect, ByteWindow window, ReadColumns columns) {
        TextRecord record = new TextRecord(columns.slots());
        return new CsvReader(dialect, window, columns, new CsvScanner(dialect, window, record), record);
    }

    @Override
    public FileHead readHead() throws IOException {
        useHead(dialect.header() ? readNames() : CsvHeader.byPosition(columns));
        return head;
    }

    private FileHead readNames() throws IOException {
        List<String> names = scanner.collectNames();
        boolean any = readUncounted();
        scanner.collectNothing();
        if (!any) {
            return CsvHeader.absent(columns);
        }
        if (record().problems().stream().noneMatch(ParseProblem::cutsRecord)) {
            headText = record().rawText();
        }
        if (!record().problems().isEmpty()) {
            return CsvHeader.unreadable(columns, record().problems().get(0).message());
        }
        if (scanner.fields() > dialect.maxColumns()) {
            return CsvHeader.unreadable(
                    columns,
                    "It has %d columns, more than the %d of maxColumns"
                            .formatted(scanner.fields(), dialect.maxColumns()));
        }
        return CsvHeader.of(names, columns);
    }

    @Override
    public String headText() {
        return headText;
    }

    @Override
    public void useHead(FileHead newHead) {
        head = newHead;
        scanner.cells().bind(newHead, columns);
    }

    @Override
    protected boolean failWithFile(TextRecord record) {
        ParseProblem problem = head.problem();
        if (problem != null) {
            record.fail(problem);
        }
        return problem != null;
    }

    @Override
    protected void examine(TextRecord record) {
        ParseProblem broken = scanner.broken();
        if (broken != null) {
            record.fail(broken);
        } else if (scanner.fields() != head.width() && head.width() >= 0) {
            checkWidth(record);
        }
    }

    private void checkWidth(TextRecord record) {
        int fields = scanner.fields();
        if (fields < head.width()) {
            record.fail(ParseProblem.ofRecord(ReasonCode.SHORT_ROW, widths(fields)));
        } else if (scanner.cells().used() > head.width()) {
            record.fail(ParseProblem.ofRecord(ReasonCode.LONG_ROW, widths(fields)));
        }
    }

    private String widths(int fields) {
        return "The row has %d %s instead of %d".formatted(fields, fields == 1 ? "cell" : "cells", head.width());
    }
}
