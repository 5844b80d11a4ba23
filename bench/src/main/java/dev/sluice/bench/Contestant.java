package dev.sluice.bench;

/** One way to load a workload. For one thread. */
interface Contestant {
    String name();

    /** Loads the whole file into tables that did not exist before. This is what is timed. */
    void load(int round) throws Exception;

    /** The rows that the round has written, counted in its tables. */
    Counts counts(int round) throws Exception;

    /** What {@link #counts} must be. */
    Counts expected();

    /** Drops what the round has written. */
    void discard(int round) throws Exception;
}
