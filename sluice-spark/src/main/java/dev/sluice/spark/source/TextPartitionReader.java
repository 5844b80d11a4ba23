package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.TextEncoding;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads the slices of a task one after the other. */
final class TextPartitionReader implements PartitionReader<InternalRow> {
    private final Iterator<FileSlice> slices;
    private final SourceFiles files;
    private final RecordFormat format;
    private final ReadColumns columns;
    private final int[] ordinals;
    private @Nullable SourceParts parts;
    private long end;
    private @Nullable RecordReader reader;
    private @Nullable TextRow row;
    /** The slice that is being read. */
    private @Nullable FileSlice slice;

    TextPartitionReader(
            List<FileSlice> slices, SourceFiles files, RecordFormat format, ReadColumns columns, int[] ordinals) {
        this.slices = slices.iterator();
        this.files = files;
        this.format = format;
        this.columns = columns;
        this.ordinals = ordinals;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (reader != null && reader.next()) {
                return true;
            }
            closeReader();
            if (!openNext()) {
                return false;
            }
        }
    }

    /** Opens the next file within the file at hand, or the next slice; false if there is none. */
    private boolean openNext() throws IOException {
        SourceParts.Part part = parts == null ? null : parts.next();
        if (part != null) {
            RecordReader whole = format.reader(part.window(), columns);
            reader = whole;
            whole.readHead();
            whole.limit(end, 1);
            row = row(whole, part.uri());
            return true;
        }
        closeParts();
        FileSlice ended = slice;
        if (ended != null) {
            slice = null;
            // A writer that went on while it was read has given a last slice half a record, or records too many.
            files.checkUnchanged(ended);
        }
        if (!slices.hasNext()) {
            return false;
        }
        FileSlice next = slices.next();
        if (next.start() == 0) {
            end = next.end();
            parts = files.parts(next);
        } else {
            row = row(openRest(next), next.path());
        }
        slice = next;
        return true;
    }

    private TextRow row(RecordReader opened, String uri) {
        return new TextRow(opened.record(), ordinals, UTF8String.fromString(uri));
    }

    /** The reader is closed with this one, whatever its head is like. */
    private RecordReader openRest(FileSlice slice) throws IOException {
        FileHead head;
        TextEncoding encoding;
        try (ByteWindow window = files.head(slice)) {
            encoding = window.encoding();
            head = format.reader(window, columns).readHead();
        }
        RecordReader rest = format.reader(files.from(slice, slice.start(), encoding), columns);
        reader = rest;
        rest.useHead(head);
        rest.limit(slice.end(), slice.firstNumber());
        return rest;
    }

    @Override
    @SuppressWarnings("NullAway") // Spark asks only after next() was true.
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() throws IOException {
        try {
            closeReader();
        } finally {
            closeParts();
        }
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void closeParts() throws IOException {
        if (parts != null) {
            parts.close();
            parts = null;
        }
    }
}
