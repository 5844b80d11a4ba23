package dev.sluice.cli;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams, in UTF-8 whatever the locale.
 *
 * @param out for the result and nothing else
 * @param err for progress, warnings and errors
 * @param outIsTerminal whether a person reads the result
 * @param errIsTerminal whether a person reads the progress
 * @param columns the terminal's width in cells
 */
public record Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, int columns) {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int USUAL_COLUMNS = 100;

    public Console {
        requireNonNull(out, "out");
        requireNonNull(err, "err");
    }

    /** The streams of this process; the launcher knows what they are connected to. */
    static Console ofProcess() {
        PrintStream out = new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // A library that prints must not spoil the result.
        System.setOut(err);
        System.setErr(err);
        return new Console(
                out,
                err,
                Boolean.getBoolean("sluice.terminal.out"),
                Boolean.getBoolean("sluice.terminal.err"),
                Integer.getInteger("sluice.terminal.columns", USUAL_COLUMNS));
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
