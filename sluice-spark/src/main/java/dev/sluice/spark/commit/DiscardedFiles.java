package dev.sluice.spark.commit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the good rows of a run that was discarded.
 *
 * <p>That a run is discarded does not say that it never landed: its table may have been out of the catalog when that was
 * decided, and be back. So the table is asked, behind a fence, for the run and for its files: its snapshot may have been
 * expired, and of its files those may be left that older snapshots, branches or tags have.
 *
 * @param patience for the fence
 */
record DiscardedFiles(Table table, PreparedRun run, CommitPatience patience) {
    private static final Logger LOG = LoggerFactory.getLogger(DiscardedFiles.class);

    /**
     * Removes them, unless the table has them. One that cannot be removed stays, as one that no table knows.
     *
     * @param tried whether the run may ever have been committed to the table; one that was held until it was discarded never
     *     was, and looking through a table takes long
     */
    void delete(boolean tried) {
        TableFiles target = run.target();
        if (target.files().isEmpty() || !table.uuid().equals(target.uuid())) {
            return;
        }
        try {
            if (tried && (hasLanded() || hasRun() || hasFiles())) {
                LOG.warn("The files of run {}, which was discarded, stay: {} has them", run.runId(), table.name());
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The files of run {} stay: cannot tell whether {} has them", run.runId(), table.name(), e);
            return;
        }
        target.files().forEach(file -> delete(file.location()));
    }

    private boolean hasLanded() {
        return new SnapshotCommit(table, run.runId(), patience)
                .landedAfterFence()
                .isPresent();
    }

    private boolean hasRun() {
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.summary() != null
                    && run.runId().equals(snapshot.summary().get(Summary.RUN_ID))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasFiles() throws IOException {
        Set<String> own = run.target().files().stream().map(DataFile::location).collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
                if (seen.add(manifest.path()) && hasAny(manifest, own)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasAny(ManifestFile manifest, Set<String> own) throws IOException {
        try (CloseableIterable<String> files = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            for (String file : files) {
                if (own.contains(file)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void delete(String location) {
        try {
            table.io().deleteFile(location);
        } catch (RuntimeException e) {
            LOG.warn("Cannot delete {}, written by a run that was discarded", location, e);
        }
    }
}
