package dev.sluice.api.parse;

import java.io.IOException;

/** Reads one file record by record. Used by one thread. */
@FunctionalInterface
public interface RecordCursor extends AutoCloseable {
    /**
     * Reads the next record.
     *
     * @param record takes it; valid during this call only
     * @return false if there is none
     * @throws Exception becomes the reason of this record, with what it has been given so far; see {@link #resume}
     */
    boolean next(RecordSink record) throws Exception;

    /**
     * After {@link #next} has thrown: goes to the next record.
     *
     * @return whether it could; if not, the exception is the reason why the rest of the file is not read
     * @throws Exception as false
     */
    default boolean resume() throws Exception {
        return false;
    }

    @Override
    default void close() throws IOException {}
}
