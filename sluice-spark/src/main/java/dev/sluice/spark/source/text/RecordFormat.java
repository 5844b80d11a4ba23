package dev.sluice.spark.source.text;

import java.io.Serializable;

/** How the records of a text format are found and taken apart. Travels to the tasks. */
public interface RecordFormat extends Serializable {
    /** A reader that stands at the window's beginning, which is that of a record or of the file. */
    RecordReader reader(ByteWindow window, ReadColumns columns);

    /** Whether a reader may begin at any record of a file; if not, one task reads the whole file. */
    default boolean divisible() {
        return true;
    }

    /** How files become a stream of text. */
    StreamOptions stream();
}
