package dev.sluice.spark.catalog;

import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.Postgres;
import dev.sluice.spark.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** A project's catalog in a PostgreSQL database of its own, and a way there that breaks. */
public final class FaultyCatalog implements AutoCloseable {
    /** Iceberg's pool, which sends a statement again, or ours. */
    public enum Pool {
        STOCK,
        SINGLE_SEND
    }

    private final ProjectSpec project;
    private final ProjectSpec behindProxy;
    private final PostgresProxy proxy;

    /** @param folder the project's */
    public FaultyCatalog(Path folder) {
        try {
            String url = Postgres.newDatabase();
            proxy = PostgresProxy.before(url);
            project = Workbench.project(folder, url + "?user=postgres");
            // Each statement is sent with its text, so that the proxy can tell them apart.
            behindProxy = Workbench.project(
                    folder,
                    proxy.url() + "?user=postgres&sslmode=disable&prepareThreshold=0&loginTimeout=30&socketTimeout=60");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose connections do not break. */
    public ProjectSpec project() {
        return project;
    }

    /** Over connections that do not break. */
    public ProjectCatalog openClean() {
        return ProjectCatalog.open(project);
    }

    /** Over connections that break where {@link #breakOnce} says so. */
    public ProjectCatalog open(Pool pool) {
        Function<Map<String, String>, JdbcClientPool> pools = switch (pool) {
            case STOCK -> properties -> new JdbcClientPool(properties.get("uri"), properties);
            case SINGLE_SEND -> SingleSendPool::new;
        };
        return ProjectCatalog.open(new JdbcCatalog(null, pools, true), pools, behindProxy, new Configuration());
    }

    /**
     * Breaks the connection at one UPDATE or INSERT of the catalog's tables to come.
     *
     * @param after so many of them pass unharmed before
     * @param other what others do between the break and the next statement
     */
    public void breakOnce(PostgresProxy.Fault fault, int after, Runnable other) {
        proxy.breakOnce(fault, after, other);
    }

    /** Whether the fault has struck. */
    public boolean struck() {
        return proxy.struck();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
