package dev.sluice.core.batch;

import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Window;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table as an input of a run, told like a file: its path names the table, and for a run of a window the window too; its
 * version is the snapshot that is read. A database has none that could be named: each reading of it is a state of its own.
 */
public final class TableState {
    /** How the paths of tables begin, and those of databases; no file's URI does. */
    public static final List<String> PREFIXES = List.of("table:", "database:");

    private static final String TABLE = PREFIXES.get(0);
    private static final String DATABASE = PREFIXES.get(1);
    private static final String SNAPSHOT = "snapshot:";
    private static final String READ = "read:";
    private static final String GONE = "gone";

    private TableState() {}

    /**
     * The table in a state.
     *
     * @param bytes of its files together
     * @param window of the run; empty for a run without one
     */
    public static SourceFile of(TableName table, long snapshot, long bytes, Optional<Window> window) {
        return new SourceFile(path(table, window), bytes, SNAPSHOT + snapshot);
    }

    /**
     * A database as it is read now.
     *
     * @param connection the project's name for it
     * @param reading tells this reading from all others
     * @param window of the run; empty for a run without one
     */
    public static SourceFile ofDatabase(String connection, String reading, Optional<Window> window) {
        return new SourceFile(DATABASE + connection + suffix(window), 0, READ + reading);
    }

    /** An input that a window's rows once came from, and that is read no more. */
    public static SourceFile gone(String path) {
        return new SourceFile(path, 0, GONE);
    }

    /** Under which the table is known as an input. */
    public static String path(TableName table, Optional<Window> window) {
        return TABLE + table + suffix(window);
    }

    private static String suffix(Optional<Window> window) {
        return window.map(of -> "@" + of).orElse("");
    }

    /** The name of an input that is a table, as {@link TableName#toString} has it, or of a database's connection. */
    public static String table(SourceFile input) {
        String name = input.path().substring(input.path().indexOf(':') + 1);
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** Whether the path is one of a table or a database. */
    public static boolean isPath(String path) {
        return PREFIXES.stream().anyMatch(path::startsWith);
    }

    /** Whether the input is a table or a database that is read, rather than one that is gone. */
    public static boolean isRead(SourceFile input) {
        return isPath(input.path()) && !input.version().equals(GONE);
    }

    /** The snapshot of an input; empty if it is no table in some state. */
    public static OptionalLong snapshot(SourceFile input) {
        return input.path().startsWith(TABLE) && input.version().startsWith(SNAPSHOT)
                ? OptionalLong.of(Long.parseLong(input.version().substring(SNAPSHOT.length())))
                : OptionalLong.empty();
    }
}
