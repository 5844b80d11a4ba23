package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.spec.TableName;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;

/**
 * Files that are to become part of a table.
 *
 * @param uuid of the table for which they were written: another table of the same name is not meant
 */
public record TableFiles(TableName table, UUID uuid, List<DataFile> files) {
    public TableFiles {
        requireNonNull(table, "table");
        requireNonNull(uuid, "uuid");
        files = List.copyOf(files);
    }
}
