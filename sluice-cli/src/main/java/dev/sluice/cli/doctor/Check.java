package dev.sluice.cli.doctor;

import static java.util.Objects.requireNonNull;

/**
 * One thing that was looked at.
 *
 * @param detail what was found, one line
 * @param advice what to do; empty where nothing is to be done
 */
public record Check(String name, Verdict verdict, String detail, String advice) {
    /** How bad it is. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    public Check {
        requireNonNull(name, "name");
        requireNonNull(verdict, "verdict");
        requireNonNull(detail, "detail");
        requireNonNull(advice, "advice");
    }

    static Check ok(String name, String detail) {
        return new Check(name, Verdict.OK, detail, "");
    }

    static Check warn(String name, String detail, String advice) {
        return new Check(name, Verdict.WARN, detail, advice);
    }

    static Check fail(String name, String detail, String advice) {
        return new Check(name, Verdict.FAIL, detail, advice);
    }
}
