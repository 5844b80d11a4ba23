package dev.sluice.spark.merge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.spark.commit.MergedRows;
import dev.sluice.spark.commit.MergedRows.Versions;
import dev.sluice.spark.sink.RowsWrite;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * The table holds every version of each row: a slowly changing dimension of type 2. A change that is not newer than what is
 * known of its key, even of one that was deleted, passes by; versions are never put between others.
 */
final class VersionRevision implements Revision {
    private static final String KNOWN = "_sluice_known";
    private static final String NEXT = "_sluice_next";
    private static final String ENDS = "_sluice_ends";
    /** Whether a change passes by; never null. */
    private static final String OUTDATED = "_sluice_outdated";

    private final Table table;
    private final MergedRows how;
    private final Changes changes;
    private final Versions versions;
    /** All changes; every one of a key has the next one's sequence. */
    private Dataset<Row> judged;

    VersionRevision(Table table, MergedRows how, Changes changes) {
        this.table = table;
        this.how = how;
        this.changes = changes;
        this.versions = how.versions().orElseThrow();
        this.judged = followed(changes.rows().withColumn(OUTDATED, lit(false)));
    }

    @Override
    public Dataset<Row> concerned(Dataset<Row> target) {
        Dataset<Row> known = target.join(changes.rows().select(changes.keys()), changes.matches(), "left_semi")
                .groupBy(how.keys().stream().map(Changes::column).toArray(Column[]::new))
                .agg(max(coalesce(Changes.column(versions.validTo()), Changes.column(versions.validFrom())))
                        .as(KNOWN));
        List<Column> columns = new ArrayList<>(List.of(changes.keys()));
        List.of(Changes.SEQUENCE, Changes.ROW, Changes.GONE).forEach(name -> columns.add(col(name)));
        columns.add(coalesce(col(Changes.SEQUENCE).leq(col(KNOWN)), lit(false)).as(OUTDATED));
        // Read several times, and it must be the same each time.
        judged = followed(changes.rows().join(known, changes.matches(), "left").select(columns.toArray(Column[]::new)))
                .persist(StorageLevel.DISK_ONLY());
        return changes.files(target.where(Changes.column(versions.current())))
                .join(newer().select(changes.keys()), changes.matches(), "left_semi")
                .select("_file");
    }

    /** Those that are newer than what is known. Of a key they follow all others, so that the next one is newer too. */
    private Dataset<Row> newer() {
        return judged.where(not(col(OUTDATED)));
    }

    private Dataset<Row> followed(Dataset<Row> rows) {
        return rows.withColumn(
                NEXT,
                lead(col(Changes.SEQUENCE), 1)
                        .over(Window.partitionBy(changes.keys()).orderBy(col(Changes.SEQUENCE))));
    }

    @Override
    public Dataset<Row> rewritten(Dataset<Row> before) {
        Dataset<Row> ends =
                newer().groupBy(changes.keys()).agg(min(col(Changes.SEQUENCE)).as(ENDS));
        Column current = coalesce(Changes.column(versions.current()), lit(false));
        Column closes = col(ENDS).isNotNull();
        List<Column> closed = new ArrayList<>();
        List<Column> opened = new ArrayList<>();
        for (NestedField field : table.schema().columns()) {
            String name = field.name();
            closed.add(closed(name, closes).as(name));
            opened.add(opened(field.name(), before).as(name));
        }
        Dataset<Row> old = before.join(changes.side(ends), changes.matches().and(current), "left")
                .select(
                        struct(closed.toArray(Column[]::new)).as(RowsWrite.ROW),
                        when(closes, lit(Kind.UPDATED.ordinal()))
                                .otherwise(lit(Kind.KEPT.ordinal()))
                                .as(RowsWrite.KIND));
        Dataset<Row> added = newer().where(not(col(Changes.GONE)))
                .select(
                        struct(opened.toArray(Column[]::new)).as(RowsWrite.ROW),
                        lit(Kind.INSERTED.ordinal()).as(RowsWrite.KIND));
        Dataset<Row> outdated = judged.where(col(OUTDATED))
                .select(
                        lit(null)
                                .cast(added.schema().apply(RowsWrite.ROW).dataType())
                                .as(RowsWrite.ROW),
                        lit(Kind.OUTDATED.ordinal()).as(RowsWrite.KIND));
        return old.union(added).union(outdated);
    }

    private Column closed(String name, Column closes) {
        Column now = Changes.column(name);
        if (name.equals(versions.validTo())) {
            return when(closes, col(ENDS)).otherwise(now);
        }
        return name.equals(versions.current()) ? when(closes, lit(false)).otherwise(now) : now;
    }

    private Column opened(String name, Dataset<Row> before) {
        if (name.equals(versions.validFrom())) {
            return col(Changes.SEQUENCE);
        } else if (name.equals(versions.validTo())) {
            return col(NEXT);
        } else if (name.equals(versions.current())) {
            return col(NEXT).isNull();
        }
        return how.columns().contains(name)
                ? col(Changes.ROW).getField(name)
                : lit(null).cast(before.schema().apply(name).dataType());
    }

    @Override
    public void close() {
        judged.unpersist();
    }
}
