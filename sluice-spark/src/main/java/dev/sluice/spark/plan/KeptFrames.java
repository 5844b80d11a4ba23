package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** What one run keeps on disk, or sends to all tasks, until its rows have been written. */
final class KeptFrames {
    private final RunTime time;
    /**
     * True for every row. Spark knows what is kept by its plan alone, in the whole application: of two runs that look into
     * the same table, the first to end would free what the other uses.
     */
    private final Column own = lit(UUID.randomUUID().toString()).isNotNull();

    private final List<Dataset<Row>> frames = new ArrayList<>();
    private final List<WholeKeys> keys = new ArrayList<>();

    KeptFrames(RunTime time) {
        this.time = time;
    }

    /** The same rows, made once by whoever reads them first. Only who reads what this gives reads what is kept. */
    Dataset<Row> keep(Dataset<Row> rows) {
        Dataset<Row> disk = time.fix(rows.where(own)).persist(StorageLevel.DISK_ONLY());
        frames.add(disk);
        return disk;
    }

    /** The whole numbers of a column of rows that are kept. */
    WholeKeys keys(Dataset<Row> rows, String column, int count) {
        WholeKeys whole = WholeKeys.of(rows, column, count);
        keys.add(whole);
        return whole;
    }

    void free() {
        frames.forEach(Dataset::unpersist);
        keys.forEach(WholeKeys::free);
    }
}
