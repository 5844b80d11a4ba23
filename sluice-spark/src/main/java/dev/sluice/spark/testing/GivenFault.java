package dev.sluice.spark.testing;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.testing.TestCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with what a case gives. */
final class GivenFault {
    private static final int SHOWN = 300;

    private GivenFault() {}

    static SluiceException of(TestCase test, String why) {
        return of(test, why, null);
    }

    /** Rows that Spark cannot read, or write into their table. */
    static SluiceException ofRows(TestCase test, String what, Exception cause) {
        Throwable root = cause;
        for (int i = 0; i < 100 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String line = (message == null ? "" : message).lines().findFirst().orElse("");
        String why = line.isBlank()
                ? root.getClass().getSimpleName()
                : line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
        return of(test, "%s do not fit its columns: %s".formatted(what, why), cause);
    }

    private static SluiceException of(TestCase test, String why, @Nullable Throwable cause) {
        return new SluiceException(
                List.of(Problem.at(
                        test.location(),
                        ErrorCode.INVALID_TEST,
                        "Cannot run the case '%s': %s".formatted(test.name(), why))),
                cause);
    }
}
