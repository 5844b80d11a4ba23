package dev.sluice.spark.commit;

import dev.sluice.spark.catalog.ProjectCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target before and after a run that is not published: what its publication would do is done to metadata in memory. All
 * of them start from one state of the target. They can be read, and nothing that is done to them reaches a catalog.
 */
public final class StagedTables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTables.class);

    private final String name;
    private final RehearsedTable staged;
    private final RehearsedTable published;
    private final RehearsedTable result;
    private final boolean hasResult;

    private StagedTables(Table target, PreparedRun run) {
        TableOperations operations = ((HasTableOperations) target).operations();
        TableMetadata metadata = operations.current();
        String folder = "rehearsal-" + run.runId();
        this.name = target.name();
        Schema columns = run.replaced().orElse(null) instanceof MergedRows merged && merged.deletes()
                ? MergedRows.marked(metadata.schema())
                : metadata.schema();
        this.staged = RehearsedTable.emptyLike(operations, metadata, columns, folder + "/staged");
        this.published = RehearsedTable.like(operations, metadata, folder + "/published");
        this.result = RehearsedTable.like(operations, metadata, folder + "/result");
        this.hasResult = !(run.replaced().orElse(null) instanceof MergedRows);
    }

    static StagedTables of(Table target, PreparedRun run, CommitPatience patience) {
        StagedTables tables = new StagedTables(target, run);
        try {
            if (!run.target().files().isEmpty()) {
                new SnapshotCommit(tables.staged(), run.runId(), patience)
                        .append(run.target().files(), Map.of(), () -> {});
            }
            if (tables.hasResult) {
                Publisher.commitTarget(
                        tables.table(tables.result, "result"), run, patience, Map.of(), () -> {}, how -> {
                            throw new IllegalStateException("Cannot rehearse a merge: its files are changes");
                        });
            }
            return tables;
        } catch (RuntimeException | Error e) {
            tables.close();
            throw e;
        }
    }

    /** The rows that the run would land, and no others; of a merge, its changes, with the mark that tells whether they delete. */
    public Table staged() {
        return table(staged, "staged");
    }

    /** The target as its readers see it. */
    public Table published() {
        return table(published, "published");
    }

    /**
     * The target as its readers would see it if the run were published now; empty for a merge, which only a job of its own
     * can carry out.
     */
    public Optional<Table> result() {
        return hasResult ? Optional.of(table(result, "result")) : Optional.empty();
    }

    /** Under a name of its own: by the names of their tables, Spark takes two scans for the same. */
    private Table table(RehearsedTable operations, String what) {
        return ProjectCatalog.readable(operations, name + "#" + what);
    }

    /** Removes what reading them took; one that cannot be removed stays, as a file that no table knows. */
    @Override
    public void close() {
        for (RehearsedTable table : List.of(staged, published, result)) {
            table.forget().forEach(location -> LOG.warn("Cannot delete {}, of a rehearsal", location));
        }
    }
}
