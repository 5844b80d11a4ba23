package dev.sluice.spark.source.text;

import java.io.IOException;

/** Reads records whose fields the format's options name, behind lines that are no records. */
public abstract class FieldReader extends ScanningReader {
    private final FileHead head;
    private final int headerRecords;

    /** @param headerRecords how many records at a file's beginning do not count */
    protected FieldReader(
            ByteWindow window,
            RecordScanner scanner,
            ReadColumns columns,
            TextRecord record,
            FileHead head,
            int headerRecords) {
        super(window, scanner, columns, record);
        this.head = head;
        this.headerRecords = headerRecords;
    }

    @Override
    public FileHead readHead() throws IOException {
        for (int i = 0; i < headerRecords; i++) {
            if (!readUncounted()) {
                break;
            }
        }
        return head;
    }

    @Override
    public void useHead(FileHead newHead) {
        // It is that of the options for all files.
    }

    @Override
    protected boolean failWithFile(TextRecord record) {
        ParseProblem problem = head.problem();
        if (problem != null) {
            record.fail(problem);
        }
        return problem != null;
    }
}
