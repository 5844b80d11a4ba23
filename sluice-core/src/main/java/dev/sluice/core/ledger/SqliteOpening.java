package dev.sluice.core.ledger;

import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Opening a file of SQLite that others open, too. To set the journal mode of a new file takes a lock that is not waited
 * for: where two would wait for each other, SQLite ignores the busy timeout and answers {@code SQLITE_BUSY} at once.
 */
public final class SqliteOpening {
    private static final long PAUSE_MILLIS = 10;

    private SqliteOpening() {}

    /**
     * What {@code opening} gives, tried again for as long as the file is locked.
     *
     * @param patience how long it is tried again; at least one try is made
     * @throws E as {@code opening} does: where the file is locked, when patience or the thread's interruption ends it
     */
    public static <T, E extends Exception> T patiently(Duration patience, Opening<T, E> opening) throws E {
        long begun = System.nanoTime();
        while (true) {
            try {
                return opening.open();
            } catch (Exception e) {
                if (!isBusy(e) || System.nanoTime() - begun >= patience.toNanos() || !paused()) {
                    throw e;
                }
            }
        }
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return SqliteErrors.primary(sqlite.getResultCode()) == SQLiteErrorCode.SQLITE_BUSY;
            }
        }
        return false;
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One try. */
    @FunctionalInterface
    public interface Opening<T, E extends Exception> {
        T open() throws E;
    }
}
