package dev.sluice.spark.source.text;

import java.io.Serializable;
import java.util.Optional;

/** How the records of a text format are found and taken apart. Travels to the tasks. */
public interface RecordFormat extends Serializable {
    /** A reader that stands at the window's beginning, which is that of a record or of the file. */
    RecordReader reader(ByteWindow window, ReadColumns columns);

    /**
     * The format of a record alone, as a quarantine keeps it, without what stood around it in its document. Empty if a
     * record does not tell all of its values then.
     */
    default Optional<RecordFormat> again() {
        return Optional.of(this);
    }

    /** Whether a record tells nothing without the head of its file. */
    default boolean needsHead() {
        return false;
    }

    /** Whether a reader may begin at any record of a file; if not, one task reads the whole file. */
    default boolean divisible() {
        return true;
    }

    /** How files become a stream of text. */
    StreamOptions stream();
}
