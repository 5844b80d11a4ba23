package dev.sluice.spark.catalog;

import dev.sluice.core.spec.ProjectSpec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** Opens a project's catalog over connections that break at an UPDATE or INSERT of the catalog's tables. */
public final class FaultyCatalog {
    /** What becomes of the statement at which the connection breaks. */
    public enum Fault {
        /** It is carried out, and its answer is lost. */
        REPLY_LOST,
        /** It never reaches the database. */
        REQUEST_LOST,
        /** It reaches the database just before the next one does. */
        REQUEST_LATE
    }

    /** Iceberg's pool, which sends a statement again, or ours. */
    public enum Pool {
        STOCK,
        SINGLE_SEND
    }

    private final ProjectSpec project;
    private final AtomicReference<Fault> next = new AtomicReference<>();
    private final AtomicReference<SqlCall> late = new AtomicReference<>();
    private volatile Runnable meanwhile = () -> {};
    private volatile int passing;

    public FaultyCatalog(ProjectSpec project) {
        this.project = project;
    }

    public ProjectCatalog open(Pool pool) {
        Function<Map<String, String>, JdbcClientPool> pools = switch (pool) {
            case STOCK ->
                properties -> new JdbcClientPool(properties.get("uri"), properties) {
                    @Override
                    protected Connection newClient() {
                        return breakable(super.newClient());
                    }
                };
            case SINGLE_SEND ->
                properties -> new SingleSendPool(properties) {
                    @Override
                    protected Connection newClient() {
                        return breakable(super.newClient());
                    }
                };
        };
        return ProjectCatalog.open(new JdbcCatalog(null, pools, true), pools, project, new Configuration());
    }

    /**
     * Breaks the connection at one statement to come.
     *
     * @param after so many statements pass unharmed before
     * @param other what others do between the break and the next statement
     */
    public void breakOnce(Fault fault, int after, Runnable other) {
        passing = after;
        meanwhile = other;
        next.set(fault);
    }

    /** Whether the fault has struck. */
    public boolean struck() {
        return next.get() == null;
    }

    private Connection breakable(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object result = call(real, method, arguments);
            if (method.getName().equals("prepareStatement")) {
                String sql = (String) arguments[0];
                if (sql.startsWith("UPDATE iceberg_tables") || sql.startsWith("INSERT INTO iceberg_tables")) {
                    return breakable(real, (PreparedStatement) result, new SqlCall(sql, new TreeMap<>()));
                }
            }
            return result;
        });
    }

    private PreparedStatement breakable(Connection connection, PreparedStatement real, SqlCall sql) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().equals("setString")) {
                sql.parameters().put((Integer) arguments[0], (String) arguments[1]);
            }
            if (!method.getName().equals("executeUpdate")) {
                return call(real, method, arguments);
            }
            SqlCall delayed = late.getAndSet(null);
            if (delayed != null) {
                delayed.execute(project.catalogUrl());
            }
            if (next.get() == null || passing-- > 0) {
                return call(real, method, arguments);
            }
            switch (next.getAndSet(null)) {
                case REPLY_LOST -> call(real, method, arguments);
                case REQUEST_LOST -> {}
                case REQUEST_LATE -> late.set(sql);
            }
            connection.close();
            meanwhile.run();
            throw new SQLException("the connection was reset", "08006");
        });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private record SqlCall(String sql, Map<Integer, String> parameters) {
        void execute(String url) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url);
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Map.Entry<Integer, String> parameter : parameters.entrySet()) {
                    statement.setString(parameter.getKey(), parameter.getValue());
                }
                statement.executeUpdate();
            }
        }
    }
}
