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
            close();
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
            RecordReader opened = open(next);
            slice = next;
            row = new TextRow(opened.record(), ordinals, UTF8String.fromString(next.path()));
        }
    }

    /** The reader is closed with this one, whatever its head is like. */
    private RecordReader open(FileSlice slice) throws IOException {
        if (slice.start() == 0) {
            RecordReader whole = format.reader(files.whole(slice), columns);
            reader = whole;
            whole.readHead();
            whole.limit(slice.end(), slice.firstNumber());
            return whole;
        }
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
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
