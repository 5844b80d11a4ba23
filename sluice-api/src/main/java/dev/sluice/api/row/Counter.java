package dev.sluice.api.row;

/** A figure of a run, kept by a step under a name. */
public interface Counter {
    /** Adds to it; negative numbers take away. */
    void add(long amount);
}
