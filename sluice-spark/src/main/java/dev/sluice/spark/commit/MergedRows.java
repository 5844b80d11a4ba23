package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows that have the keys of the run's good rows, which are changes: their files hold what has changed and are never
 * part of the table.
 *
 * @param columns of the table that a change sets
 * @param keys of these, those that tell which row a change is of
 * @param sequence the column that tells which of two changes is the later one
 * @param deletes whether changes bear the mark that tells whether they delete
 * @param versions where all versions of a row are kept
 * @param unchangedSince the state since which nobody may have changed a row; empty where anybody may
 */
public record MergedRows(
        List<String> columns,
        List<String> keys,
        Optional<String> sequence,
        boolean deletes,
        Optional<Versions> versions,
        Optional<Base> unchangedSince)
        implements Replaced {
    /**
     * The columns of versions.
     *
     * @param validFrom of the sequence's type
     * @param validTo of the sequence's type; null while the version holds
     * @param current boolean
     */
    public record Versions(String validFrom, String validTo, String current) {}

    /** A state of the table. @param snapshot empty if it had none */
    public record Base(OptionalLong snapshot) {
        public Base {
            requireNonNull(snapshot, "snapshot");
        }
    }

    public MergedRows {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        requireNonNull(sequence, "sequence");
        requireNonNull(versions, "versions");
        requireNonNull(unchangedSince, "unchangedSince");
        if (keys.isEmpty() || (versions.isPresent() && sequence.isEmpty())) {
            throw new IllegalArgumentException("Invalid merge: it needs keys, and with versions a sequence");
        }
    }
}
