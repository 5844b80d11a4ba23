package dev.sluice.api.sink;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that were written and that no reader sees yet. Used by one thread. */
public interface StagedState extends AutoCloseable {
    /** What was written, read back from where it was written: the columns and types that were given, in any order of rows. */
    Dataset<Row> rows() throws Exception;

    /**
     * Shows the rows to readers and remembers the state, both in one step: whoever is killed when, readers see the state of
     * before or this one, whole.
     *
     * @throws Exception if the place has another state by now than {@link SinkPlace#current} gave: nothing has changed then
     */
    void publish(SinkState state) throws Exception;

    /** Removes what was staged and not published. Not called if the process dies. */
    @Override
    void close() throws Exception;
}
