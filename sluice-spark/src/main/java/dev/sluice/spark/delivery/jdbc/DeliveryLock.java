package dev.sluice.spark.delivery.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.spark.database.SqlName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Keeps other deliveries to one table out, until it is closed or its process dies: by a lock of the connection where the
 * database has such locks, by one of a file beside the database's where it has none.
 */
interface DeliveryLock extends AutoCloseable {
    Duration WAIT = Duration.ofMinutes(10);
    long POLL_MILLIS = 50;

    @Override
    void close() throws SQLException, IOException;

    /** @param connection that stays open as long as the lock */
    static DeliveryLock ofConnection(Connection connection, SqlName table) throws Exception {
        String hex = Sha256.of(("sluice delivery " + table).getBytes(UTF_8)).hex();
        long key = Long.parseUnsignedLong(hex.substring(0, 16), 16);
        await(table, () -> asked(connection, "SELECT pg_try_advisory_lock(?)", key));
        return () -> {
            boolean ignored = asked(connection, "SELECT pg_advisory_unlock(?)", key);
        };
    }

    private static boolean asked(Connection connection, String sql, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static DeliveryLock ofFile(Path database, SqlName table) throws Exception {
        FileChannel channel = FileChannel.open(
                Path.of(database + ".sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            await(table, () -> {
                try {
                    return channel.tryLock() != null;
                } catch (OverlappingFileLockException e) {
                    // By another thread of this process.
                    return false;
                }
            });
            return channel::close;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static void await(SqlName table, Callable<Boolean> attempt) throws Exception {
        long end = System.nanoTime() + WAIT.toNanos();
        while (!attempt.call()) {
            if (System.nanoTime() > end) {
                throw new SluiceException(
                        ErrorCode.SINK_BUSY, "another delivery has had %s for %s".formatted(table, WAIT));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
