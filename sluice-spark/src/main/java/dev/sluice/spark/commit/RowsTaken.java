package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Projections;

/**
 * Whether somebody has taken rows away from those that a run replaces, since it looked. Who rewrites their files, as a
 * compaction does, takes none away: the rows of the new files are those of the old ones, and are replaced with them.
 *
 * <p>Iceberg's own look, {@code validateNoConflictingDeletes}, takes a rewritten file for a removed one.
 *
 * @param rows whole partitions
 */
record RowsTaken(Table table, Expression rows, OptionalLong since) {
    /**
     * Looks at what a commit is based on.
     *
     * @param ancestors newest first
     * @throws SluiceException {@code WINDOW_CHANGED}
     */
    void refuse(Iterable<Snapshot> ancestors) {
        for (Snapshot snapshot : ancestors) {
            if (since.isPresent() && snapshot.snapshotId() == since.getAsLong()) {
                return;
            }
            if (takesRows(snapshot)) {
                throw new SluiceException(
                        ErrorCode.WINDOW_CHANGED,
                        "Cannot replace rows of %s: %s has removed some of them meanwhile"
                                .formatted(table.name(), author(snapshot)));
            }
        }
    }

    private static String author(Snapshot snapshot) {
        return Optional.ofNullable(snapshot.summary())
                .map(summary -> summary.get(Summary.RUN_ID))
                .map(run -> "run " + run)
                .orElse("snapshot " + snapshot.snapshotId());
    }

    private boolean takesRows(Snapshot snapshot) {
        String operation = snapshot.operation();
        if (DataOperations.APPEND.equals(operation)) {
            return false;
        }
        Stream<ContentFile<?>> taken = DataOperations.REPLACE.equals(operation)
                ? Stream.empty()
                : files(snapshot.removedDataFiles(table.io()));
        return Stream.concat(taken, files(snapshot.addedDeleteFiles(table.io())))
                .anyMatch(this::concerned);
    }

    private static Stream<ContentFile<?>> files(Iterable<? extends ContentFile<?>> files) {
        return StreamSupport.stream(files.spliterator(), false).map(file -> file);
    }

    private boolean concerned(ContentFile<?> file) {
        PartitionSpec spec = table.specs().get(file.specId());
        return spec == null
                || spec.isUnpartitioned()
                || new Evaluator(
                                spec.partitionType(),
                                Projections.inclusive(spec).project(rows))
                        .eval(file.partition());
    }
}
