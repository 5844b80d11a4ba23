package dev.sluice.spark.database;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a database's refusals mean: whether it is out of reach, or the query is wrong. */
final class DatabaseFailure {
    /**
     * Classes of SQL states: of connections, of transactions that were rolled back, of resources, of the operator, of the
     * system (PostgreSQL's appendix A).
     */
    private static final Set<String> OUTAGES = Set.of("08", "40", "53", "57", "58");

    private static final Set<SQLiteErrorCode> SQLITE_OUTAGES = Set.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN);

    /** The low byte of an extended result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private DatabaseFailure() {}

    static SluiceException of(JdbcConnection connection, SQLException failure) {
        return new SluiceException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "Cannot read from %s: %s".formatted(connection.name(), firstLine(failure)),
                failure);
    }

    /** Whether the same query may be answered later. */
    static boolean isOutage(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return SQLITE_OUTAGES.contains(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY));
        }
        String state = String.valueOf(failure.getSQLState());
        return state.length() >= 2 && OUTAGES.contains(state.substring(0, 2));
    }

    static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
