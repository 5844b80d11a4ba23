package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Copies of files that a table has removed, to be added again. The old ones themselves must not be: when the snapshot that
 * removed a file expires, Iceberg deletes it without a look whether a later one has it again.
 *
 * <p>Each is copied once, and under a name of its own. For one thread.
 *
 * @param id what the names begin with: {@code rollback-RUN}
 */
record CopiedFiles(Table table, String id, Map<String, DataFile> copies) {
    private static final Pattern COPY =
            Pattern.compile("/(?:rollback-[^/]*?-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-)+(?=[^/]*$)");

    CopiedFiles(Table table, String id) {
        this(table, id, new HashMap<>());
    }

    /** The place of the file of which this is a copy, or a copy of a copy; its own if it is none. */
    static String origin(DataFile file) {
        return COPY.matcher(file.location()).replaceFirst("/");
    }

    UndoneFiles in(UndoneFiles undone) {
        List<DataFile> back = undone.back().stream()
                .map(file -> copies.computeIfAbsent(file.location(), any -> copy(file)))
                .toList();
        return new UndoneFiles(undone.base(), undone.gone(), back);
    }

    private DataFile copy(DataFile file) {
        PartitionSpec spec = table.specs().get(file.specId());
        if (spec == null) {
            throw new IllegalStateException("Cannot find partition spec " + file.specId());
        }
        if (!table.io().newInputFile(file.location()).exists()) {
            throw new SluiceException(
                    ErrorCode.ROLLBACK_REFUSED,
                    "Cannot bring rows of %s back: the file %s is gone".formatted(table.name(), file.location()));
        }
        int name = file.location().lastIndexOf('/') + 1;
        String location = file.location().substring(0, name)
                + "%s-%s-".formatted(id, UUID.randomUUID())
                + file.location().substring(name);
        try (SeekableInputStream in = table.io().newInputFile(file.location()).newStream();
                PositionOutputStream out = table.io().newOutputFile(location).create()) {
            long ignored = in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + file.location(), e);
        }
        return DataFiles.builder(spec).copy(file).withPath(location).build();
    }
}
