package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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

    /** {@code STORAGE_FULL}, {@code COMMIT_FAILED}, {@code JOB_FAILED}, or what an error of ours among the causes says. */
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
            if (isOfCommit(t)) {
                return new SluiceException(
                        ErrorCode.COMMIT_FAILED, "Cannot commit to the table: " + firstLine(t), failure);
            }
            root = t;
        }
        return full.map(line -> new SluiceException(ErrorCode.STORAGE_FULL, "Cannot write: " + line, failure))
                .orElse(new SluiceException(
                        ErrorCode.JOB_FAILED, "Cannot finish the Spark job: " + firstLine(root), failure));
    }

    /** What Iceberg throws where a statement changes a table by itself. */
    private static boolean isOfCommit(Throwable failure) {
        return failure instanceof CommitFailedException
                || failure instanceof CommitStateUnknownException
                || failure instanceof ValidationException;
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
