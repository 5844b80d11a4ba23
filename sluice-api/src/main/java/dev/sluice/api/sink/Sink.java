package dev.sluice.api.sink;

import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of place to which published states of a target are delivered, named by {@code type:} in {@code sinks:}.
 *
 * <p>A delivery opens the place, asks for the state that it has, stages the rows of a newer one where no reader sees them,
 * reads them back, compares their number and a checksum with the table's, and publishes them in one step. The place itself
 * remembers which state it has, so that a delivery can be repeated, by whomever, after whatever has been killed.
 */
public interface Sink extends Plugin {
    /** The option whose value names a connection of the project; empty if there is none. Touches no class of Spark. */
    default Optional<Option<String>> connection() {
        return Optional.empty();
    }

    /**
     * What is wrong with delivering a table that has these columns; empty if nothing is. Touches no class of Spark.
     *
     * @param columns types as pipelines declare them, such as {@code decimal(10,2)} and {@code array<int>}, by name, in order
     */
    default List<Problem> checkColumns(Options options, Map<String, String> columns) {
        return List.of();
    }

    /** Where it delivers, as messages call it; two sinks of one place would be refused. Touches no class of Spark. */
    String place(Options options);

    /**
     * Opens the place for one delivery. While another process delivers to it, this call waits, where the place lets it find
     * out; what dead deliveries have left behind is removed.
     *
     * @throws Exception if the place cannot be opened, or holds what another owner has delivered
     */
    SinkPlace open(Options options, SinkContext context) throws Exception;
}
