package dev.sluice.core.run;

/**
 * Rows of a run by what became of them, as counted by the tasks that wrote them.
 *
 * @param read records of the source
 */
public record RowCounts(long read, long landed, long quarantined, long filtered, long deferred) {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);

    /** Whether every row read is accounted for. */
    public boolean balanced() {
        return read == landed + quarantined + filtered + deferred;
    }

    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                read + other.read,
                landed + other.landed,
                quarantined + other.quarantined,
                filtered + other.filtered,
                deferred + other.deferred);
    }
}
