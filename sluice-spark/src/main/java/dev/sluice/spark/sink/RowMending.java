package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Tells what was mended in a row that lands because of it. One instance for each task. */
public interface RowMending {
    /**
     * Looks at one row.
     *
     * @param was what a {@link BadRowMapper} would need of the row as it was read
     * @param changes as {@link ClassifiedRows#MENDED} has them
     */
    Audit audit(InternalRow was, ArrayData changes);

    /** How many cells each fix has changed so far, in the order of the pipeline. */
    long[] cells();

    /**
     * What is kept of one row.
     *
     * @param fixId that lands with it
     * @param cells rows of the table of fixes, in the order of its schema; valid until the next call
     */
    record Audit(UTF8String fixId, List<InternalRow> cells) {
        public Audit {
            cells = List.copyOf(cells);
        }
    }

    /** Travels to the executors. */
    interface Factory extends Serializable {
        RowMending create();
    }
}
