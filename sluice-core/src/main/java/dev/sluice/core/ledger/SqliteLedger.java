package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** The ledger in a file of SQLite: one writer at a time, over all processes of one machine. */
public final class SqliteLedger {
    /** How every SQLite ledger's URL begins. */
    public static final String URL_PREFIX = "jdbc:sqlite:";

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    // What could load code or weaken the file's format is not among them.
    private static final Set<String> PARAMETERS = Set.of("journal_mode", "busy_timeout", "synchronous");

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
        Path file = file(jdbcUrl);
        createFolder(file);
        Dialect dialect = new Dialect(nowMillis, failure -> SqliteErrors.of(file.toString(), failure));
        SQLiteDataSource source = new SQLiteDataSource(config());
        source.setUrl(jdbcUrl);
        try {
            return new JdbcLedger(connect(source, file), dialect, liveness);
        } catch (SQLException e) {
            throw dialect.failure().apply(e);
        }
    }

    private static Connection connect(SQLiteDataSource source, Path file) throws SQLException {
        Connection connection = source.getConnection();
        try {
            LedgerSchema.bringUpToDate(connection, source, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setSynchronous(SynchronousMode.FULL);
        // A transaction that reads first and then wants to write could find the file changed and fail at once.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        return config;
    }

    private static Path file(String jdbcUrl) {
        if (!jdbcUrl.startsWith(URL_PREFIX)) {
            throw badUrl(jdbcUrl, "it does not begin with " + URL_PREFIX);
        }
        String rest = jdbcUrl.substring(URL_PREFIX.length());
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
            throw badUrl(jdbcUrl, "it names no file");
        }
        for (String parameter :
                query < 0 ? new String[0] : rest.substring(query + 1).split("&")) {
            String name = parameter.split("=", 2)[0];
            if (!PARAMETERS.contains(name)) {
                throw badUrl(
                        jdbcUrl,
                        "parameter '%s' is not one of %s"
                                .formatted(name, PARAMETERS.stream().sorted().toList()));
            }
        }
        try {
            return Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw badUrl(jdbcUrl, "its path is not one of this system: " + e.getMessage());
        }
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

    private static SluiceException badUrl(String jdbcUrl, String why) {
        return new SluiceException(ErrorCode.LEDGER_URL, "Invalid ledger URL '%s': %s".formatted(jdbcUrl, why));
    }
}
