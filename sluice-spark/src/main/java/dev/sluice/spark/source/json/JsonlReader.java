package dev.sluice.spark.source.json;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.LineScanner;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.ScanningReader;
import dev.sluice.spark.source.text.TextRecord;
import java.util.List;

/** Reads JSON Lines as bytes. */
final class JsonlReader extends ScanningReader {
    private static final FileHead NO_HEAD = new FileHead(List.of(), List.of(), -1, null);

    private final JsonRecord json;

    private JsonlReader(JsonlDialect dialect, ByteWindow window, ReadColumns columns, TextRecord record) {
        super(window, new LineScanner(window, dialect.stream().maxRecordBytes()), columns, record);
        this.json = new JsonRecord(dialect.maxDepth(), dialect.maxDigits(), false, columns);
    }

    static JsonlReader of(JsonlDialect dialect, ByteWindow window, ReadColumns columns) {
        return new JsonlReader(dialect, window, columns, new TextRecord(columns.slots()));
    }

    @Override
    public FileHead readHead() {
        return NO_HEAD;
    }

    @Override
    public void useHead(FileHead head) {
        // Files of this format have none.
    }

    @Override
    protected boolean failWithFile(TextRecord record) {
        return false;
    }

    @Override
    protected void examine(TextRecord record) {
        json.read(record);
    }
}
