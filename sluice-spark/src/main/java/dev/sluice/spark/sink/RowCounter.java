package dev.sluice.spark.sink;

import dev.sluice.core.run.CounterTotal;
import dev.sluice.spark.window.PlaceCode;
import dev.sluice.spark.window.SeenRows;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Counts a task's rows as {@link TaskWriter} would, and writes none. Travels to the executors.
 *
 * @param mends null where nothing is mended
 * @param mended the ordinal of {@link ClassifiedRows#MENDED}; -1 for none
 * @param place the ordinal of {@link ClassifiedRows#PLACE}; -1 for none
 */
record RowCounter(
        BadRowMapper.Factory badRows,
        RowMending.@Nullable Factory mends,
        int good,
        int bad,
        int badFields,
        int mended,
        int place)
        implements FlatMapFunction<Iterator<InternalRow>, TaskMessage> {
    static RowCounter of(StructType schema, BadRowMapper.Factory badRows, Optional<RowMending.Factory> mends) {
        int bad = schema.fieldIndex(ClassifiedRows.BAD);
        return new RowCounter(
                badRows,
                mends.orElse(null),
                schema.fieldIndex(ClassifiedRows.GOOD),
                bad,
                ((StructType) schema.apply(bad).dataType()).size(),
                List.of(schema.fieldNames()).indexOf(ClassifiedRows.MENDED),
                List.of(schema.fieldNames()).indexOf(ClassifiedRows.PLACE));
    }

    @Override
    public Iterator<TaskMessage> call(Iterator<InternalRow> rows) {
        BadRowMapper mapper = badRows.create();
        RowMending mending = mends == null ? null : mends.create();
        long[] reasonRows = new long[badRows.reasonSlots()];
        long landed = 0;
        long quarantined = 0;
        long filtered = 0;
        long deferred = 0;
        long mendedRows = 0;
        long mendedCells = 0;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (place >= 0 && PlaceCode.leaves(row.getLong(place))) {
                deferred++;
            } else if (!row.isNullAt(good)) {
                landed++;
                if (mending != null && !row.isNullAt(bad)) {
                    mendedRows++;
                    mendedCells += mending.audit(row.getStruct(bad, badFields), row.getArray(mended))
                            .cells()
                            .size();
                }
            } else if (!row.isNullAt(bad)) {
                mapper.map(row.getStruct(bad, badFields), reasonRows);
                quarantined++;
            } else {
                filtered++;
            }
        }
        return List.of(new TaskMessage(
                        new DataFile[0],
                        new DataFile[0],
                        new DataFile[0],
                        mending == null ? MendedCells.NONE : new MendedCells(mendedRows, mendedCells, mending.cells()),
                        reasonRows,
                        mapper.stepReasons().toArray(StepReason[]::new),
                        new CounterTotal[0],
                        FileCounts.NONE,
                        SeenRows.NONE,
                        new TaskFacts(
                                0,
                                0,
                                landed + quarantined + filtered + deferred,
                                landed,
                                quarantined,
                                filtered,
                                deferred,
                                0,
                                0,
                                0),
                        NoticeTally.NONE,
                        new Measured[0]))
                .iterator();
    }
}
