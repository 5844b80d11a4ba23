package dev.sluice.api.sink;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** What a sink is given to deliver with. */
public interface SinkContext {
    /** Who delivers, as {@code project/pipeline}: what another owner has delivered is left alone. */
    String owner();

    /** The project's folder, absolute: where relative paths start. */
    Path folder();

    /**
     * A connection of the project, with its secrets.
     *
     * @throws dev.sluice.api.SluiceException {@code UNKNOWN_CONNECTION} if there is none of that name
     */
    JdbcConnection connection(String name);

    /** The session of the rows. Its zone is UTC. */
    SparkSession session();
}
