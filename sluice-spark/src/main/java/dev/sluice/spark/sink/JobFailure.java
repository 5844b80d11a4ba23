package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.jspecify.annotations.Nullable;

/** What a failed Spark job says to the user: the cause at its root, not the way by which it came. */
public final class JobFailure {
    private static final Pattern FULL =
            Pattern.compile("no space left on device|quota exceeded", Pattern.CASE_INSENSITIVE);

    private JobFailure() {}

    /**
     * What an action of Spark gives.
     *
     * @throws SluiceException as {@link #of}; one of ours as it is
     */
    public static <T> T mapped(Supplier<T> action) {
        try {
            return action.get();
        } catch (SluiceException e) {
            throw e;
        } catch (Exception e) {
            // Some are checked: Spark's signatures do not tell.
            throw of(e);
        }
    }

    /**
     * Runs a statement that changes a table by itself, outside of the protocol by which runs land.
     *
     * @param hint what to do when it did not, or when nobody can tell; the remedies of the codes speak of runs
     * @throws SluiceException {@code COMMIT_OUTCOME_UNKNOWN}, {@code COMMIT_FAILED}, or as {@link #of}
     */
    public static void changing(Runnable statement, String hint) {
        try {
            statement.run();
        } catch (Exception e) {
            throw ofStatement(e, hint);
        }
    }

    private static SluiceException ofStatement(Exception failure, String hint) {
        Optional<Throwable> unknown = cause(failure, CommitStateUnknownException.class::isInstance);
        if (unknown.isPresent()) {
            return ofCommit(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                    "Cannot tell whether the table was changed",
                    unknown.get(),
                    hint,
                    failure);
        }
        SluiceException other = of(failure);
        Optional<Throwable> refused =
                cause(failure, t -> t instanceof CommitFailedException || t instanceof ValidationException);
        return other.code() == ErrorCode.JOB_FAILED && refused.isPresent()
                ? ofCommit(ErrorCode.COMMIT_FAILED, "Cannot commit to the table", refused.get(), hint, failure)
                : other;
    }

    private static SluiceException ofCommit(
            ErrorCode code, String what, Throwable cause, String hint, Exception failure) {
        return new SluiceException(
                List.of(Problem.of(code, what + ": " + firstLine(cause)).withHint(hint)), failure);
    }

    private static Optional<Throwable> cause(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(wanted)
                .findFirst();
    }

    /** {@code STORAGE_FULL}, {@code JOB_FAILED}, or what an error of ours among the causes says. */
    public static SluiceException of(Throwable failure) {
        Throwable root = failure;
        Optional<String> full = Optional.empty();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SluiceException ours) {
                // Problems do not travel from the executors; the code and the text do.
                return new SluiceException(ours.code(), withoutCode(ours), failure);
            }
            Optional<String> deeper = full(t.getMessage());
            full = deeper.isPresent() ? deeper : full;
            root = t;
        }
        return full.map(line -> new SluiceException(ErrorCode.STORAGE_FULL, "Cannot write: " + line, failure))
                .orElse(new SluiceException(
                        ErrorCode.JOB_FAILED, "Cannot finish the Spark job: " + firstLine(root), failure));
    }

    /** The line that says so: an executor's failure may come as one text, stack trace and all. */
    private static Optional<String> full(@Nullable String message) {
        return Optional.ofNullable(message).stream()
                .flatMap(String::lines)
                .filter(line -> FULL.matcher(line).find())
                .map(String::strip)
                .findFirst();
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getName()
                : message.lines().findFirst().orElse(message);
    }

    private static String withoutCode(SluiceException failure) {
        String prefix = failure.code().id() + " ";
        String line = firstLine(failure);
        return line.startsWith(prefix) ? line.substring(prefix.length()) : line;
    }
}
