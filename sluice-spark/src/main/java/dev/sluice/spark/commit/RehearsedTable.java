package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table's metadata in memory, to which commits do what they would do to the table. No catalog knows of them; their
 * manifests lie in a folder of their own beside the table's until {@link #forget}. Safe for use by many threads.
 */
final class RehearsedTable implements TableOperations {
    /** Manifests of the table are left as they are, which a rehearsal need not tidy. */
    private static final Map<String, String> QUICKLY = Map.of("commit.manifest-merge.enabled", "false");

    private final TableOperations real;
    private final String folder;
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private TableMetadata current;

    private RehearsedTable(TableOperations real, String folder, TableMetadata current) {
        this.real = real;
        this.folder = folder;
        this.current = current;
    }

    /** The table as it is. */
    static RehearsedTable like(TableOperations real, TableMetadata metadata, String folder) {
        return new RehearsedTable(
                real,
                folder,
                TableMetadata.buildFrom(metadata).setProperties(QUICKLY).build());
    }

    /** A table of the same form without rows, with these columns. */
    static RehearsedTable emptyLike(TableOperations real, TableMetadata metadata, Schema columns, String folder) {
        return new RehearsedTable(
                real,
                folder,
                TableMetadata.buildFrom(metadata)
                        .removeRef(SnapshotRef.MAIN_BRANCH)
                        .setCurrentSchema(columns, Math.max(metadata.lastColumnId(), columns.highestFieldId()))
                        .setProperties(QUICKLY)
                        .build());
    }

    @Override
    public synchronized TableMetadata current() {
        return current;
    }

    @Override
    public TableMetadata refresh() {
        return current();
    }

    @Override
    public synchronized void commit(TableMetadata base, TableMetadata metadata) {
        if (base != current) {
            throw new CommitFailedException("Cannot commit: the table has changed");
        }
        current = requireNonNull(metadata, "metadata");
    }

    @Override
    public FileIO io() {
        return real.io();
    }

    @Override
    public EncryptionManager encryption() {
        return real.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        String location = real.metadataFileLocation(folder + "/" + fileName);
        written.add(location);
        return location;
    }

    @Override
    public LocationProvider locationProvider() {
        return real.locationProvider();
    }

    @Override
    public long newSnapshotId() {
        return real.newSnapshotId();
    }

    /** Removes its manifests; gives those that could not be removed. */
    List<String> forget() {
        return written.stream().filter(location -> !removed(location)).toList();
    }

    private boolean removed(String location) {
        try {
            real.io().deleteFile(location);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
