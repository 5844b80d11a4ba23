package dev.sluice.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command cannot go on. Carries everything that was found wrong, not only the first. Unchecked; never empty. */
public class SluiceException extends RuntimeException {
    private final transient List<Problem> problems;
    private final ErrorCode code;

    public SluiceException(ErrorCode code, String message) {
        this(List.of(Problem.of(code, message)), null);
    }

    public SluiceException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(List.of(Problem.of(code, message)), cause);
    }

    public SluiceException(Problem problem) {
        this(List.of(problem), null);
    }

    public SluiceException(List<Problem> problems) {
        this(problems, null);
    }

    public SluiceException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot throw without a problem");
        }
        this.problems = List.copyOf(problems);
        this.code = problems.get(0).code();
    }

    /** The code of the first problem. */
    public ErrorCode code() {
        return code;
    }

    /** At least one, in the order found. */
    public List<Problem> problems() {
        return problems;
    }
}
