package dev.sluice.api;

import static dev.sluice.api.ErrorType.INTERNAL;
import static dev.sluice.api.ErrorType.USER;

import java.util.Locale;

/**
 * Every error that stops a command. (What is wrong with a single row is a {@link ReasonCode}.)
 *
 * <p>Hundreds: 1 YAML, keys and values; 2 columns, types and expressions; 3 sources and paths; 4 target, catalog and
 * commit; 5 batches, runs and ledger; 7 command line; 9 internal. A number is never used again for something else.
 */
public enum ErrorCode {
    YAML_SYNTAX(101, USER, "The file is not well-formed YAML.", "Mend the syntax at the place shown."),
    UNKNOWN_KEY(102, USER, "A key is not known in its section.", "Remove it, or use the key that is suggested."),
    INVALID_TIME_PATTERN(
            230,
            USER,
            "A pattern for dates or times cannot be used.",
            "Correct the pattern; see the guide on converting."),
    UNFIT_OPTIONS(231, USER, "Options of a step do not fit one another.", "Change one of them as the message says."),
    INTERNAL_ERROR(900, INTERNAL, "A defect of Sluice.", "Please report it with the log of the run.");

    private final int number;
    private final ErrorType type;
    private final String summary;
    private final String remedy;

    ErrorCode(int number, ErrorType type, String summary, String remedy) {
        this.number = number;
        this.type = type;
        this.summary = summary;
        this.remedy = remedy;
    }

    /** The code as users see it, such as {@code SLU-102}. */
    public String id() {
        return String.format(Locale.ROOT, "SLU-%03d", number);
    }

    public ErrorType type() {
        return type;
    }

    /** One sentence for the reference. */
    public String summary() {
        return summary;
    }

    /** What to do about it, one sentence. */
    public String remedy() {
        return remedy;
    }
}
