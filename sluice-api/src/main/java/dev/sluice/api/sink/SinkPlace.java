package dev.sluice.api.sink;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A place that is open for one delivery. Used by one thread. */
public interface SinkPlace extends AutoCloseable {
    /** The state that readers see; empty if nothing was delivered yet. */
    Optional<SinkState> current() throws Exception;

    /**
     * Writes rows where no reader sees them.
     *
     * @param id of the delivery: letters, digits and hyphens, never used before, in the order of time
     * @param rows whose types {@link Sink#checkColumns} has accepted; timestamps are read in a session whose zone is UTC
     */
    StagedState stage(String id, Dataset<Row> rows) throws Exception;

    /** Gives the place free for other deliveries. */
    @Override
    void close() throws Exception;
}
