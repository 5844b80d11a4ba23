package dev.sluice.spark.source.text;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the records at which a file can be divided, and their numbers.
 *
 * <p>A file is divided at fixed offsets. Which record is the first one from such an offset on, and its number, only
 * reading from the file's beginning can tell for sure: any line may be inside a quoted cell. So all parts but the last
 * are scanned at once, each from a line that looks like the beginning of a record; where the part before it ends
 * elsewhere, the guess was wrong, and the part is scanned again from there. The result is that of reading from the
 * beginning, whatever the guesses were. Values are of no interest, so the columns given should be {@link ReadColumns#none}.
 */
public final class BoundaryScan {
    // How many records must look right, of how many looked at, for a guess.
    private static final int ENOUGH = 3;
    private static final int LOOKED_AT = 50;

    private BoundaryScan() {}

    /** A way to the bytes of one file. */
    public interface Bytes {
        ByteWindow whole() throws IOException;

        ByteWindow from(long offset, TextEncoding encoding) throws IOException;
    }

    /**
     * What scanning a part of a file gave.
     *
     * @param start the offset of the line from which it was scanned; no record before it was counted
     * @param records how many records begin from there to the part's end
     * @param next the offset of the first line, from the part's end on, that begins a record (or is blank)
     */
    public record Part(long start, long records, long next) implements Serializable {}

    /** A place at which to divide: a record's offset and number. */
    public record Boundary(long offset, long number) {}

    /** The offsets that divide a file into parts of about equal size; the first is 0. */
    public static List<Long> offsets(long size, int parts) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            offsets.add(size / parts * i + size % parts * i / parts);
        }
        return offsets;
    }

    /** Scans a part from its begin, or from a guess if that is not the file's. */
    public static Part scan(RecordFormat format, ReadColumns columns, Bytes bytes, long begin, long end)
            throws IOException {
        try (ByteWindow whole = bytes.whole()) {
            RecordReader first = format.reader(whole, columns);
            FileHead head = first.readHead();
            if (begin == 0) {
                return count(first, first.nextOffset(), end);
            }
            long line = lineFrom(bytes, begin, whole.encoding());
            long guess = guess(format, columns, head, bytes, line, whole.encoding());
            return scanFrom(format, columns, bytes, guess, end, whole.encoding());
        }
    }

    /** Scans a part from a record that is known to begin there. */
    public static Part scanFrom(
            RecordFormat format, ReadColumns columns, Bytes bytes, long start, long end, TextEncoding encoding)
            throws IOException {
        try (RecordReader reader = format.reader(bytes.from(start, encoding), columns)) {
            return count(reader, start, end);
        }
    }

    private static Part count(RecordReader reader, long start, long end) throws IOException {
        reader.boundsOnly();
        reader.limit(end, 1);
        long records = 0;
        while (reader.next()) {
            records++;
        }
        return new Part(start, records, reader.nextOffset());
    }

    /** The first line that begins at an offset or after it. */
    private static long lineFrom(Bytes bytes, long offset, TextEncoding encoding) throws IOException {
        try (ByteWindow window = bytes.from(offset - 1, encoding)) {
            return window.offset(WindowLines.skip(window, 0));
        }
    }

    /** The first line from one on that some records follow which look right; that line if there is none. */
    private static long guess(
            RecordFormat format, ReadColumns columns, FileHead head, Bytes bytes, long line, TextEncoding encoding)
            throws IOException {
        try (RecordReader reader = format.reader(bytes.from(line, encoding), columns)) {
            reader.useHead(head);
            long start = line;
            int right = 0;
            for (int i = 0; i < LOOKED_AT && right < ENOUGH && reader.next(); i++) {
                if (!reader.record().problems().isEmpty()) {
                    right = 0;
                } else if (right++ == 0) {
                    start = reader.record().offset();
                }
            }
            return right == ENOUGH ? start : line;
        }
    }

    /** Scans again what was guessed wrong. */
    public interface Rescan {
        Part from(long start, long end) throws IOException;
    }

    /**
     * The beginnings of the second part and those that follow.
     *
     * @param offsets that divide the file, with the first
     * @param parts what scanning all parts but the last gave
     */
    public static List<Boundary> boundaries(List<Long> offsets, List<Part> parts, Rescan rescan) throws IOException {
        List<Boundary> boundaries = new ArrayList<>();
        long start = parts.isEmpty() ? 0 : parts.get(0).start();
        long number = 1;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            long end = offsets.get(i + 1);
            if (part.start() != start) {
                part = start >= end ? new Part(start, 0, start) : rescan.from(start, end);
            }
            number += part.records();
            start = part.next();
            boundaries.add(new Boundary(start, number));
        }
        return boundaries;
    }
}
