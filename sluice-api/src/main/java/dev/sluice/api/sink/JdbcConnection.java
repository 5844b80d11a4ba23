package dev.sluice.api.sink;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * How a database is reached that the operator has named; its URL and properties were checked. Its text shows no secret.
 *
 * @param url without parameters
 * @param properties of the driver, {@code user} and {@code password} among them
 */
public record JdbcConnection(String name, String url, Map<String, String> properties) implements Serializable {
    public JdbcConnection {
        requireNonNull(name, "name");
        requireNonNull(url, "url");
        properties = Map.copyOf(properties);
    }

    /** A new connection, which the caller closes. */
    public Connection open() throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        return DriverManager.getConnection(url, all);
    }

    @Override
    public String toString() {
        return name + " (" + url + ")";
    }
}
