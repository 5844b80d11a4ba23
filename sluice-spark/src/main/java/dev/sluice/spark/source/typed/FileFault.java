package dev.sluice.spark.source.typed;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.source.text.Damage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

/** Content that cannot be read, with its reason. */
public final class FileFault extends IOException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 300;

    private final ReasonCode code;

    public FileFault(ReasonCode code, String message) {
        super(message);
        this.code = requireNonNull(code, "code");
    }

    public static FileFault corrupt(String message) {
        return new FileFault(ReasonCode.CORRUPT_FILE, message);
    }

    public static FileFault truncated(String message) {
        return new FileFault(ReasonCode.TRUNCATED_FILE, message);
    }

    /**
     * What an exception of a reader says of the file's content.
     *
     * @param what cannot be read, as a message begins
     * @throws RuntimeException the cause itself, where it tells of the storage, the task's end or the process rather than
     *     of the content
     */
    public static Damage damage(String what, Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SluiceException outside) {
                throw outside;
            }
            if (e instanceof InterruptedException
                    || e instanceof InterruptedIOException
                    || e instanceof ClosedByInterruptException
                    || e instanceof TaskKilledException) {
                throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
            }
        }
        // A stack that overflows was filled by nesting in the content; other errors are the process's own.
        if (cause instanceof Error error && !(cause instanceof StackOverflowError)) {
            throw error;
        }
        Throwable told = cause;
        ReasonCode code = ReasonCode.CORRUPT_FILE;
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof FileFault fault) {
                told = fault;
                code = fault.code;
            } else if (e instanceof EOFException) {
                code = ReasonCode.TRUNCATED_FILE;
            }
        }
        return new Damage(code, "%s cannot be read: %s".formatted(what, text(told)), "");
    }

    private static String text(Throwable cause) {
        String message = first(cause);
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    private static String first(Throwable cause) {
        @Nullable String message = cause.getMessage();
        if (cause instanceof FileFault && message != null) {
            return message;
        }
        String kind = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }
}
