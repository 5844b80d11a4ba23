package dev.sluice.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteDataSource;

class SqliteOpeningTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @AfterEach
    void clearInterruption() {
        Thread.interrupted();
    }

    @Test
    void whoeverOpensANewFileTogetherWithOthersGetsIt() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int number = 0; number < 150; number++) {
                SQLiteDataSource source = file(number);
                CyclicBarrier together = new CyclicBarrier(threads);
                Callable<Boolean> opening = () -> {
                    together.await();
                    try (Connection connection = SqliteOpening.patiently(PATIENCE, source::getConnection)) {
                        return connection.isValid(1);
                    }
                };
                for (Future<Boolean> each : pool.invokeAll(Collections.nCopies(threads, opening))) {
                    assertThat(each.get()).isTrue();
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void patienceEnds() throws Exception {
        try (Connection other = locked()) {
            assertThatThrownBy(() -> SqliteOpening.patiently(Duration.ofMillis(50), file(1)::getConnection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SQLITE_BUSY");
        }
    }

    @Test
    void anInterruptionEndsItAndIsKept() throws Exception {
        try (Connection other = locked()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> SqliteOpening.patiently(PATIENCE, file(1)::getConnection))
                    .hasMessageContaining("SQLITE_BUSY");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    /** File 1, not yet in WAL, in the hands of one who keeps it. */
    private Connection locked() throws SQLException {
        SQLiteConfig exclusive = new SQLiteConfig();
        exclusive.setTransactionMode(SQLiteConfig.TransactionMode.EXCLUSIVE);
        SQLiteDataSource source = new SQLiteDataSource(exclusive);
        source.setUrl(url(1));
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("CREATE TABLE t (a INTEGER)");
        return connection;
    }

    private SQLiteDataSource file(int number) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setBusyTimeout(10);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url(number));
        return source;
    }

    private String url(int number) {
        return SqliteLedger.URL_PREFIX + folder.resolve(number + ".db");
    }
}
