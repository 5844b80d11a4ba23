package dev.sluice.spark.delivery;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.api.sink.SinkContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;

/**
 * What the sinks of one pipeline are given.
 *
 * @param connections of the project, by name, with their secrets
 */
public record DeliveryContext(
        String owner,
        Path folder,
        Map<String, JdbcConnection> connections,
        SparkSession session,
        DeliveryObserver observer)
        implements SinkContext {
    public DeliveryContext {
        requireNonNull(owner, "owner");
        requireNonNull(folder, "folder");
        connections = Map.copyOf(connections);
        requireNonNull(session, "session");
        requireNonNull(observer, "observer");
    }

    @Override
    public JdbcConnection connection(String name) {
        JdbcConnection connection = connections.get(name);
        if (connection == null) {
            throw new SluiceException(
                    ErrorCode.UNKNOWN_CONNECTION, "Cannot find the connection '%s' of the project".formatted(name));
        }
        return connection;
    }

    /** Who is told of the steps, if it is us who opened the sink. */
    public static DeliveryObserver observer(SinkContext context) {
        return context instanceof DeliveryContext ours ? ours.observer : DeliveryObserver.NONE;
    }

    <T> T step(DeliveryStep step, Callable<T> action) throws Exception {
        observer.before(step);
        T result = action.call();
        observer.after(step);
        return result;
    }
}
