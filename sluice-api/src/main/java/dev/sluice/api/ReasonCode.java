package dev.sluice.api;

/**
 * The reasons that Sluice itself gives for a bad row; a plug-in may use these or its own codes of the same form (capitals,
 * digits and underscores).
 */
public enum ReasonCode {
    // Parsing: the record as a whole.
    CORRUPT_RECORD(Stage.PARSE, "The record cannot be read in its format."),

    // Conversion: one column.
    NOT_A_DATE(Stage.CONVERT, "The text is not a date in any of the formats."),

    // Validation.
    MISSING(Stage.VALIDATE, "A required column is null."),
    EXPECTATION_FAILED(Stage.VALIDATE, "The condition of an expectation is false."),
    EXPRESSION_FAILED(Stage.CONVERT, "An SQL expression failed on the values of this row.");

    private final Stage stage;
    private final String summary;

    ReasonCode(Stage stage, String summary) {
        this.stage = stage;
        this.summary = summary;
    }

    /** The stage in which it usually arises. */
    public Stage stage() {
        return stage;
    }

    /** One sentence for the reference. */
    public String summary() {
        return summary;
    }
}
