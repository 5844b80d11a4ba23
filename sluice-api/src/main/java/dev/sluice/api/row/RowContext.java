package dev.sluice.api.row;

import java.time.ZoneId;

/** What a step of the row tier is given when it is opened. */
public interface RowContext {
    /**
     * A counter of this step. Counts of all tasks are added up, exactly, also where Spark runs a task more than once, and
     * stand in the run's result and report. A row that fixes changed is given to a step a second time, and counts a second
     * time.
     *
     * @param name the same name gives the same counter; a step has at most 50
     */
    Counter counter(String name);

    /** The pipeline's zone: that of timestamps which carry none. */
    ZoneId zone();
}
