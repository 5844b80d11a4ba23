package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.PartitionSet;

/**
 * Refuses a commit that would undo what somebody did to the table after its run had begun. Compaction, which changes no
 * row, is no such thing.
 *
 * @param since the table's snapshot when the run began; empty if it had none
 * @param matters whether what a snapshot did would be undone
 */
record ChangesSince(Table table, String runId, OptionalLong since, Predicate<Snapshot> matters) {
    static ChangesSince any(Table table, String runId, OptionalLong since) {
        return new ChangesSince(table, runId, since, touches(table, file -> true));
    }

    /** Only what concerns partitions of which the run has rows. */
    static ChangesSince inPartitions(Table table, String runId, OptionalLong since, Iterable<DataFile> files) {
        PartitionSet own = PartitionSet.create(table.specs());
        int spec = table.spec().specId();
        files.forEach(file -> own.add(file.specId(), file.partition()));
        Predicate<ContentFile<?>> concerns =
                file -> file.specId() != spec || own.contains(file.specId(), file.partition());
        return new ChangesSince(table, runId, since, touches(table, concerns));
    }

    /** A snapshot without files, such as that of a run without good rows, changes nothing. */
    private static Predicate<Snapshot> touches(Table table, Predicate<ContentFile<?>> concerns) {
        return snapshot -> any(snapshot.addedDataFiles(table.io()), concerns)
                || any(snapshot.removedDataFiles(table.io()), concerns)
                || any(snapshot.addedDeleteFiles(table.io()), concerns);
    }

    private static boolean any(Iterable<? extends ContentFile<?>> files, Predicate<ContentFile<?>> concerns) {
        for (ContentFile<?> file : files) {
            if (concerns.test(file)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks at the state on which a commit is based.
     *
     * @param ancestors the newest first
     * @throws SluiceException {@code TARGET_CHANGED}
     */
    void check(Iterable<Snapshot> ancestors) {
        for (Snapshot snapshot : ancestors) {
            if (since.isPresent() && snapshot.snapshotId() == since.getAsLong()) {
                return;
            }
            if (!DataOperations.REPLACE.equals(snapshot.operation()) && matters.test(snapshot)) {
                String by = snapshot.summary().get(Summary.RUN_ID);
                throw changed("%s has changed it by snapshot %d"
                        .formatted(by == null ? "somebody" : "run " + by, snapshot.snapshotId()));
            }
        }
        if (since.isPresent()) {
            throw changed(
                    "snapshot %d, on which the run is based, is no longer in its history".formatted(since.getAsLong()));
        }
    }

    private SluiceException changed(String why) {
        return new SluiceException(
                ErrorCode.TARGET_CHANGED,
                "Cannot replace rows of %s by those of run %s: since the run began, %s"
                        .formatted(table.name(), runId, why));
    }
}
