package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Makes a row of the quarantine table out of what the one pass kept of a bad row. One instance for each task. */
public interface BadRowMapper {
    /**
     * The row for the quarantine table, in the order of its schema; valid until the next call. Counts its reasons by
     * their ordinal in {@link Factory#reasonSlots}.
     */
    InternalRow map(InternalRow bad, long[] reasonRows);

    /** The reasons so far that have no ordinal, because a plug-in names them as it goes. */
    default List<StepReason> stepReasons() {
        return List.of();
    }

    /** Travels to the executors. */
    interface Factory extends Serializable {
        BadRowMapper create();

        /** How many kinds of reasons there can be; the driver knows what each ordinal means. */
        int reasonSlots();
    }
}
