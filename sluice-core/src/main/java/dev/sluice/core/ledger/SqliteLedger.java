package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** The ledger in a file of SQLite: one writer at a time, over all processes of one machine. */
public final class SqliteLedger {
    /** How every SQLite ledger's URL begins. */
    public static final String URL_PREFIX = SqliteUrl.PREFIX;

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private static final String NOW_MILLIS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    private SqliteLedger() {}

    /**
     * Opens the ledger, and makes file, folder and tables where they are missing.
     *
     * @param jdbcUrl {@code jdbc:sqlite:PATH}; {@code ?journal_mode=…&busy_timeout=…&synchronous=…} override the
     *     defaults (WAL, 10 s, FULL)
     * @throws SluiceException {@code LEDGER_…}: the URL is none that can be used; the file cannot be opened or written,
     *     is damaged, or of a newer version
     */
    public static Ledger open(String jdbcUrl) {
        return open(jdbcUrl, NOW_MILLIS, new LocalProcesses());
    }

    // Tests bring a clock and a liveness of their own.
    static Ledger open(String jdbcUrl, String nowMillis, Liveness liveness) {
        SqliteUrl url = SqliteUrl.parse(jdbcUrl);
        Path file = url.file();
        createFolder(file);
        Dialect dialect = new Dialect(nowMillis, failure -> SqliteErrors.of(file.toString(), failure));
        SQLiteConfig config = config(url.parameters());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(URL_PREFIX + file);
        try {
            Connection connection =
                    SqliteOpening.patiently(Duration.ofMillis(config.getBusyTimeout()), source::getConnection);
            return new JdbcLedger(upToDate(connection, source, file), dialect, liveness);
        } catch (SQLException e) {
            throw dialect.failure().apply(e);
        }
    }

    private static Connection upToDate(Connection connection, SQLiteDataSource source, Path file) throws SQLException {
        try {
            LedgerSchema.bringUpToDate(connection, source, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLiteConfig config(Map<String, String> parameters) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setSynchronous(SynchronousMode.FULL);
        // A transaction that reads first and then wants to write could find the file changed and fail at once.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        Properties properties = config.toProperties();
        properties.putAll(parameters);
        return new SQLiteConfig(properties);
    }

    private static void createFolder(Path file) {
        Path folder = file.getParent();
        try {
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.LEDGER_UNREACHABLE, "Cannot create the ledger's folder %s (%s)".formatted(folder, e), e);
        }
    }
}
