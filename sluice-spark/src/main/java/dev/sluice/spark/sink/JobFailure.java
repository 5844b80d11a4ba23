package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failed Spark job says to the user: the cause at its root, not the way by which it came. */
final class JobFailure {
    private JobFailure() {}

    static SluiceException of(Throwable failure) {
        Throwable root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SluiceException ours) {
                // Problems do not travel from the executors; the code and the text do.
                return new SluiceException(ours.code(), withoutCode(ours), failure);
            }
            if (isFull(t.getMessage())) {
                return new SluiceException(ErrorCode.STORAGE_FULL, "Cannot write: " + firstLine(t), failure);
            }
            root = t;
        }
        return new SluiceException(ErrorCode.JOB_FAILED, "Cannot finish the Spark job: " + firstLine(root), failure);
    }

    private static boolean isFull(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("quota exceeded");
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
