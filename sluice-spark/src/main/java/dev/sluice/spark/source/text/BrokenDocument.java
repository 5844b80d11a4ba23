package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;

/** Why a document cannot be read on. It never leaves its {@link DocumentReader}. */
public final class BrokenDocument extends Exception {
    private static final long serialVersionUID = 1;

    private final ReasonCode code;
    private final String problem;

    public BrokenDocument(ReasonCode code, String problem) {
        super(problem, null, false, false);
        this.code = requireNonNull(code, "code");
        this.problem = requireNonNull(problem, "problem");
    }

    ReasonCode code() {
        return code;
    }

    String problem() {
        return problem;
    }
}
