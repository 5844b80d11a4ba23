package dev.sluice.spark.source.text;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the records of one file, or of a slice that begins with a record, one by one. Whatever the bytes are, each of
 * them belongs to a record, a line end, a comment or the header.
 *
 * <p>Not for use by several threads. I/O errors are thrown; damage of the content never is.
 */
public interface RecordReader extends Closeable {
    /** Reads what comes before the first record. To be called first, and only at a file's beginning. */
    FileHead readHead() throws IOException;

    /**
     * The text from which {@link #readHead} took the head, such as a line of names; empty where files of the format have no
     * head, or where it is not whole. A reader of this text alone reads the same head.
     */
    default String headText() {
        return "";
    }

    /** Takes the head that another reader of the same file read. */
    void useHead(FileHead head);

    /**
     * Limits the reader to records that begin before an offset.
     *
     * @param firstNumber the number of the next record
     */
    void limit(long endOffset, long firstNumber);

    /** From now on only where records begin is of interest: the reader may leave out values and problems. */
    void boundsOnly();

    /** Moves to the next record; false if there is none. */
    boolean next() throws IOException;

    /** The current record, the same object for all. */
    TextRecord record();

    /** Where the next line begins that no record, read so far, belongs to. */
    long nextOffset();
}
