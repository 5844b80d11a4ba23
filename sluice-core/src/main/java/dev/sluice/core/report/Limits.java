package dev.sluice.core.report;

/** What a page shows at most, so that it opens at once whatever came in. In all they keep it far below 2 MB. */
final class Limits {
    /** Reasons in the table; the rest are told as a number. */
    static final int REASONS = 100;

    /** Reasons that come with sample rows. */
    static final int SAMPLED_REASONS = 20;

    static final int SAMPLES_OF_A_REASON = 3;
    static final int REASONS_OF_A_SAMPLE = 12;
    static final int NOTICES = 40;
    static final int CHECKS = 60;
    static final int FILES = 20;

    /** Exceeded limits of a budget. */
    static final int OVERRUNS = 5;

    static final int WARNINGS = 30;
    static final int COUNTERS = 100;
    static final int PHASES = 40;
    static final int STAGES = 40;

    /** Steps in the graph: of more, the middle ones without a flagged row are folded. */
    static final int STEPS = 16;

    /** Characters of a value, a raw record, a name, a code, a message and the text of a failure. */
    static final int VALUE = 240;

    static final int RAW = 800;
    static final int NAME = 120;
    static final int CODE = 60;
    static final int MESSAGE = 300;
    static final int FAILURE = 1200;

    /** Bytes of HTML that all samples together may take at most. */
    static final long SAMPLE_BYTES = 700_000;

    private Limits() {}
}
