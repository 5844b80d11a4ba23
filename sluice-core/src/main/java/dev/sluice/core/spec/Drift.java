package dev.sluice.core.spec;

/** What a run does about files whose columns differ from those that the pipeline expects. */
public enum Drift {
    /** Nothing, not even a warning. Records of a file that lacks a required column go to quarantine all the same. */
    IGNORE,
    /** Tells it. */
    WARN,
    /** The records of such a file go to quarantine. */
    QUARANTINE,
    /** The run fails before anything lands. */
    FAIL,
    /** A new column of the source becomes a new column of the target; else as {@link #WARN}. */
    EVOLVE
}
