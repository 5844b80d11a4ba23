package dev.sluice.spark.run;

import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.WriteSpec;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.AddedRows;
import dev.sluice.spark.commit.MergedRows;
import dev.sluice.spark.commit.MergedRows.Audited;
import dev.sluice.spark.commit.MergedRows.Base;
import dev.sluice.spark.commit.Replaced;
import dev.sluice.spark.commit.ReplacedPartitions;
import dev.sluice.spark.commit.ReplacedTable;
import dev.sluice.spark.merge.ChangeTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;

/** How the good rows of one run become part of its target. */
record TargetWrite(TargetSpec target) {
    /** The target's snapshot, on which a run that replaces rows is based. */
    OptionalLong base(Engine engine) {
        return engine.catalog()
                .find(target.table())
                .map(table -> table.currentSnapshot())
                .map(Snapshot::snapshotId)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * What the rows of a batch take the place of.
     *
     * @param since as {@link #base} told when the run began
     */
    Optional<Replaced> ofBatch(OptionalLong since) {
        WriteSpec write = target.write();
        if (write instanceof WriteSpec.Replace) {
            return Optional.of(new ReplacedTable(since));
        } else if (write instanceof WriteSpec.OverwritePartitions) {
            return Optional.of(new ReplacedPartitions(since));
        }
        return write instanceof WriteSpec.Merge merge
                ? Optional.of(merged(merge, Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    /** The same of a batch that waits until somebody accepts it: a merge then comes after later batches, as in a replay. */
    Optional<Replaced> ofHeldBatch(OptionalLong since, Optional<Audited> audited) {
        return target.write() instanceof WriteSpec.Merge merge
                ? Optional.of(merged(merge, unchanged(since), audited))
                : ofBatch(since);
    }

    /**
     * The same of rows that come after their batch: they join what it has brought.
     *
     * @param since as {@link #base} told before the rows were selected
     */
    Optional<Replaced> ofReplay(OptionalLong since) {
        if (target.write() instanceof WriteSpec.Merge merge) {
            return Optional.of(merged(merge, unchanged(since), Optional.empty()));
        }
        return needsLastBatch() ? Optional.of(new AddedRows(since)) : Optional.empty();
    }

    private Optional<Base> unchanged(OptionalLong since) {
        return needsLastBatch() ? Optional.of(new Base(since)) : Optional.empty();
    }

    private Replaced merged(WriteSpec.Merge merge, Optional<Base> unchangedSince, Optional<Audited> audited) {
        List<String> columns = Stream.concat(
                        target.columns().stream().map(TargetColumn::name), target.audit().map(Audit::fixId).stream())
                .toList();
        return new MergedRows(
                columns,
                merge.keys(),
                merge.sequence(),
                merge.delete().isPresent(),
                merge.history()
                        .map(history ->
                                new MergedRows.Versions(history.validFrom(), history.validTo(), history.current())),
                unchangedSince,
                audited);
    }

    /** The tables into whose files the rows are written, with what rows tell beside their columns. */
    TwoTables written(TwoTables tables) {
        return target.marks().isEmpty()
                ? tables
                : new TwoTables(
                        ChangeTable.of(tables.target()),
                        tables.quarantine(),
                        tables.changes(),
                        tables.warnings(),
                        tables.fixes());
    }

    /** Why a run without good rows must not be published by itself. */
    Optional<String> refusal(long goodRows) {
        return target.write() instanceof WriteSpec.Replace replace && !replace.allowEmpty() && goodRows == 0
                ? Optional.of("it has no good row and would empty %s".formatted(target.table()))
                : Optional.empty();
    }

    /** Whether a row that comes after later batches might undo what they brought. */
    boolean needsLastBatch() {
        WriteSpec write = target.write();
        return write instanceof WriteSpec.Merge merge
                ? merge.sequence().isEmpty()
                : write.mode() != WriteSpec.Mode.APPEND;
    }
}
