package dev.sluice.spark.database;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a database's refusals mean: whether it is out of reach, or the query is wrong. */
final class DatabaseFailure {
    /**
     * Classes of SQL states: of connections, of transactions that were rolled back, of resources, of the operator, of the
     * system, of PostgreSQL itself (its appendix A).
     */
    private static final Set<String> OUTAGES = Set.of("08", "40", "53", "57", "58", "XX");

    static final String HINT = "write one query in the database's own SQL, without a semicolon";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Set<SQLiteErrorCode> SQLITE_OUTAGES = Set.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_NOTADB,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_FULL);

    /** The low byte of an extended result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private DatabaseFailure() {}

    /** {@code DATABASE_UNAVAILABLE}. */
    static SluiceException unavailable(JdbcConnection connection, SQLException failure) {
        return new SluiceException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "Cannot read from %s: %s".formatted(connection.name(), firstLine(failure)),
                failure);
    }

    /** {@code DATABASE_UNAVAILABLE}, or {@code QUERY_INVALID} where the database was there and refused. */
    static SluiceException of(JdbcConnection connection, SQLException failure) {
        return isOutage(failure)
                ? unavailable(connection, failure)
                : new SluiceException(List.of(refused(connection, firstLine(failure))), failure);
    }

    /** Without a place. */
    static Problem refused(JdbcConnection connection, String why) {
        return Problem.of(ErrorCode.QUERY_INVALID, "%s refuses the query: %s".formatted(connection.name(), why))
                .withHint(HINT);
    }

    /** Whether the same query may be answered later. */
    private static boolean isOutage(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return SQLITE_OUTAGES.contains(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY));
        }
        String state = String.valueOf(failure.getSQLState());
        return state.equals(LOCK_NOT_AVAILABLE) || state.length() >= 2 && OUTAGES.contains(state.substring(0, 2));
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
