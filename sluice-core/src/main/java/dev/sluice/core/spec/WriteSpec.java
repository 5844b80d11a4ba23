package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.type.ColumnType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the good rows of a run become part of the target. */
public sealed interface WriteSpec {
    /** They are added. */
    WriteSpec APPEND = new Append();

    /** The words of {@code write:}. */
    enum Mode {
        APPEND,
        REPLACE,
        OVERWRITE_PARTITIONS,
        MERGE
    }

    Mode mode();

    /** Where the mode stands; null if nowhere. */
    default @Nullable Location location() {
        return null;
    }

    /** They are added to the table. */
    record Append() implements WriteSpec {
        @Override
        public Mode mode() {
            return Mode.APPEND;
        }
    }

    /**
     * They are the whole table from then on.
     *
     * @param allowEmpty whether a batch without good rows may empty the table
     */
    record Replace(boolean allowEmpty, @Nullable Location location) implements WriteSpec {
        @Override
        public Mode mode() {
            return Mode.REPLACE;
        }
    }

    /** They take the place of all rows of the partitions for which there are any. */
    record OverwritePartitions(@Nullable Location location) implements WriteSpec {
        @Override
        public Mode mode() {
            return Mode.OVERWRITE_PARTITIONS;
        }
    }

    /**
     * Each is a change of the row that has its key.
     *
     * @param keys columns of the target, at least one
     * @param keysAt where they stand
     * @param sequence the column of the target that tells which of two changes is the later one
     * @param delete the step that makes {@link #DELETE_MARK}; empty if no change deletes
     * @param history where versions are kept instead of the newest state only
     */
    record Merge(
            List<String> keys,
            @Nullable Location keysAt,
            Optional<String> sequence,
            @Nullable Location sequenceAt,
            Optional<String> delete,
            Optional<History> history,
            @Nullable Location location)
            implements WriteSpec {
        /** A column that is no column of the target: whether the row deletes the one that has its key. */
        public static final String DELETE_MARK = "_sluice_delete";

        public Merge {
            keys = List.copyOf(keys);
            requireNonNull(sequence, "sequence");
            requireNonNull(delete, "delete");
            requireNonNull(history, "history");
        }

        @Override
        public Mode mode() {
            return Mode.MERGE;
        }
    }

    /**
     * The columns of a slowly changing dimension of type 2, which are added to the target.
     *
     * @param validFrom the value of the sequence column from which on the version holds
     * @param validTo the one from which on it holds no more; null while it does
     * @param current whether it still holds
     */
    record History(
            String validFrom,
            String validTo,
            String current,
            @Nullable Location location) {
        /** @param sequence the type of the sequence column */
        List<TargetColumn> columns(ColumnType sequence) {
            return List.of(
                    new TargetColumn(validFrom, sequence, false, List.of(), null, "since when the row holds", location),
                    new TargetColumn(
                            validTo,
                            sequence,
                            false,
                            List.of(),
                            null,
                            "until when the row held; null if it does",
                            location),
                    new TargetColumn(
                            current,
                            ColumnType.Primitive.BOOLEAN,
                            false,
                            List.of(),
                            null,
                            "whether the row still holds",
                            location));
        }
    }
}
