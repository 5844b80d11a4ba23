package dev.sluice.core.batch;

import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Window;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table as an input of a run, told like a file: its path names the table, and for a run of a window the window too; its
 * version is the snapshot that is read.
 */
public final class TableState {
    /** How the paths of tables begin; no file's URI does. */
    public static final String PREFIX = "table:";

    private static final String SNAPSHOT = "snapshot:";
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

    /** An input that a window's rows once came from, and that is read no more. */
    public static SourceFile gone(String path) {
        return new SourceFile(path, 0, GONE);
    }

    /** Under which the table is known as an input. */
    public static String path(TableName table, Optional<Window> window) {
        return PREFIX + table + window.map(of -> "@" + of).orElse("");
    }

    /** The name of an input that is a table, as {@link TableName#toString} has it. */
    public static String table(SourceFile input) {
        String name = input.path().substring(PREFIX.length());
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** Whether the path is one of a table. */
    public static boolean isPath(String path) {
        return path.startsWith(PREFIX);
    }

    /** The snapshot of an input; empty if it is no table in some state. */
    public static OptionalLong snapshot(SourceFile input) {
        return isPath(input.path()) && input.version().startsWith(SNAPSHOT)
                ? OptionalLong.of(Long.parseLong(input.version().substring(SNAPSHOT.length())))
                : OptionalLong.empty();
    }
}
