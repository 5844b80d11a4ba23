package dev.sluice.spark.source.text;

/** Finds where records end in a window. What it tells depends on nothing but the bytes from a record's beginning on. */
public interface RecordScanner {
    /** What stands at an index. */
    enum Found {
        /** A record: {@link #end} and {@link #after} are set. */
        RECORD,
        /** A line that is no record: {@link #after} is set. */
        BLANK,
        /** A line that is no record, whose end is still to be found. */
        COMMENT,
        /** A record that does not end within {@link #most} bytes. */
        TOO_LARGE,
        /** The window's limit came before the record's end, though the stream goes on. */
        MORE_NEEDED
    }

    /** Finds the end of what begins at an index below the window's limit. */
    Found scan(int start);

    /** The end of the record's text. */
    int end();

    /** The beginning of the next line. */
    int after();

    /** Whether it was the stream's end that ended the record. */
    boolean unended();

    /** After how many bytes a record is given up as too large. */
    int most();

    /** From now on nothing but the ends of records is of interest. */
    default void boundsOnly() {}
}
