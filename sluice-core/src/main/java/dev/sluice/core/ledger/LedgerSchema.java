package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the ledger's tables up to date. Flyway is asked only where they are behind: starting it costs about half a
 * second, looking at its history a millisecond.
 */
final class LedgerSchema {
    /** The numbers of the files in {@code migration/}. They came in another order, so that a ledger may have gaps. */
    static final SortedSet<Integer> VERSIONS = Collections.unmodifiableSortedSet(
            new TreeSet<>(List.of(1, 2, 3, 4, 5, 9, 10, 11, 12, 14, 16, 18, 19, 21, 22)));

    static final int VERSION = VERSIONS.last();

    private static final String LOCATION = "classpath:dev/sluice/core/ledger/migration";
    private static final String HISTORY = "ledger_schema";
    private static final Object ONE_MIGRATION_IN_THIS_PROCESS = new Object();

    private LedgerSchema() {}

    /** @param file the database's file, beside which a lock file keeps two processes from migrating at once */
    static void bringUpToDate(Connection connection, DataSource source, Path file) throws SQLException {
        if (isCurrent(connection, file)) {
            return;
        }
        synchronized (ONE_MIGRATION_IN_THIS_PROCESS) {
            Path lockFile = file.resolveSibling(file.getFileName() + ".migration-lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !isCurrent(connection, file)) {
                    migrate(source, file);
                }
            } catch (IOException e) {
                throw new SluiceException(
                        ErrorCode.LEDGER_UNREACHABLE,
                        "Cannot create the ledger's tables in %s: cannot write %s (%s)".formatted(file, lockFile, e),
                        e);
            }
        }
    }

    private static boolean isCurrent(Connection connection, Path file) throws SQLException {
        Set<Integer> versions = versions(connection);
        int version = versions.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (version > VERSION) {
            throw new SluiceException(
                    ErrorCode.LEDGER_NEWER,
                    "Cannot use the ledger %s: its tables have version %d, this Sluice knows them up to %d"
                            .formatted(file, version, VERSION));
        }
        return versions.containsAll(VERSIONS);
    }

    private static Set<Integer> versions(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, HISTORY, new String[] {"TABLE"})) {
            if (!tables.next()) {
                return Set.of();
            }
        }
        Set<Integer> versions = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL")) {
            while (rows.next()) {
                versions.add(Integer.valueOf(rows.getString(1)));
            }
        }
        return versions;
    }

    private static void migrate(DataSource source, Path file) throws SQLException {
        try {
            Flyway.configure(LedgerSchema.class.getClassLoader())
                    .dataSource(source)
                    .locations(LOCATION)
                    .table(HISTORY)
                    .loggers("slf4j")
                    .outOfOrder(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (rootCause(e) instanceof SQLException cause) {
                throw cause;
            }
            // Such as a database that holds somebody else's tables, or a migration cut off half-way.
            throw new SluiceException(
                    ErrorCode.LEDGER_CORRUPT,
                    "Cannot create the ledger's tables in %s: %s".formatted(file, firstLine(e)),
                    e);
        }
    }

    private static String firstLine(FlywayException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
