package dev.sluice.spark.catalog;

import dev.sluice.core.ledger.SqliteOpening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the catalog's database that never send an action twice. Iceberg's own pool sends a statement again when
 * the connection broke: if the first had landed and only its answer was lost, the second matches no row, and Iceberg takes
 * a commit that succeeded for one that failed. Here each connection is tested before use, and replaced only then.
 */
class SingleSendPool extends JdbcClientPool {
    private static final int TEST_SECONDS = 5;
    private static final Duration OPENING = Duration.ofSeconds(10);

    SingleSendPool(Map<String, String> properties) {
        super(properties.get(CatalogProperties.URI), properties);
    }

    @Override
    protected Connection newClient() {
        return SqliteOpening.patiently(OPENING, super::newClient);
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action) throws SQLException, InterruptedException {
        return run(action, true);
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
            throws SQLException, InterruptedException {
        Attempt<R> attempt = new Attempt<>(action);
        try {
            return super.run(attempt, true);
        } catch (Stale stale) {
            // The pool reports why it replaced the connection rather than how the action then failed.
            attempt.rethrowFailure();
            throw stale;
        }
    }

    @Override
    protected boolean isConnectionException(Exception e) {
        return e instanceof Stale;
    }

    /** The action on a connection that has just answered. */
    private static final class Attempt<R> implements Action<R, Connection, SQLException> {
        private final Action<R, Connection, SQLException> action;
        private @Nullable SQLException refused;
        private @Nullable RuntimeException failed;

        Attempt(Action<R, Connection, SQLException> action) {
            this.action = action;
        }

        @Override
        public R run(Connection connection) throws SQLException {
            if (!connection.isValid(TEST_SECONDS)) {
                throw new Stale();
            }
            try {
                return action.run(connection);
            } catch (SQLException e) {
                refused = e;
                throw e;
            } catch (RuntimeException e) {
                failed = e;
                throw e;
            }
        }

        void rethrowFailure() throws SQLException {
            if (refused != null) {
                throw refused;
            }
            if (failed != null) {
                throw failed;
            }
        }
    }

    /** The connection was dead before the action began. */
    private static final class Stale extends SQLException {
        Stale() {
            super(
                    "Cannot reach the catalog's database: the connection was closed and no new one could be opened",
                    "08003");
        }
    }
}
