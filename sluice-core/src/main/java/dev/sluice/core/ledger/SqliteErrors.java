package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to users. */
final class SqliteErrors {
    /** The low byte of an extended result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private SqliteErrors() {}

    static SluiceException of(String path, SQLException failure) {
        ErrorCode code = code(failure);
        String what = switch (code) {
            case LEDGER_BUSY -> "Cannot write the ledger %s: another process has locked it";
            case LEDGER_FULL -> "Cannot write the ledger %s: its disk is full";
            case LEDGER_CORRUPT -> "Cannot read the ledger %s: the file is damaged or is no SQLite database";
            default -> "Cannot use the ledger %s";
        };
        return new SluiceException(code, what.formatted(path) + " (" + firstLine(failure) + ")", failure);
    }

    static ErrorCode code(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return ErrorCode.LEDGER_UNREACHABLE;
        }
        return switch (primary(sqlite.getResultCode())) {
            case SQLITE_BUSY, SQLITE_LOCKED -> ErrorCode.LEDGER_BUSY;
            case SQLITE_FULL -> ErrorCode.LEDGER_FULL;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> ErrorCode.LEDGER_CORRUPT;
            default -> ErrorCode.LEDGER_UNREACHABLE;
        };
    }

    static SQLiteErrorCode primary(SQLiteErrorCode extended) {
        return SQLiteErrorCode.getErrorCode(extended.code & PRIMARY);
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
