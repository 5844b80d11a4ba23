package dev.sluice.spark.merge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.spark.commit.MergedRows;
import dev.sluice.spark.sink.RowsWrite;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** The table holds the newest state of each row. */
final class StateRevision implements Revision {
    private static final String IS_CHANGE = "_sluice_is_change";
    private static final String LATEST = "_sluice_latest";

    private final Table table;
    private final MergedRows how;
    private final Changes changes;
    /** The keys of changes that the table has, each with its file; null if it has none. */
    private @Nullable Dataset<Row> matched;

    StateRevision(Table table, MergedRows how, Changes changes) {
        this.table = table;
        this.how = how;
        this.changes = changes;
    }

    /**
     * All that have the key of a change, even of one that turns out to be older: else its row, not being among those that
     * are written again, would look as if it were not there.
     */
    @Override
    public Dataset<Row> concerned(Dataset<Row> target) {
        Dataset<Row> found = changes.files(target)
                .join(changes.rows().select(changes.keys()), changes.matches(), "left_semi")
                .persist(StorageLevel.DISK_ONLY());
        matched = found;
        return found.select("_file");
    }

    @Override
    public Dataset<Row> rewritten(Dataset<Row> before) {
        Dataset<Row> latest = latest();
        Dataset<Row> known = matched;
        Dataset<Row> added = known == null ? latest : latest.join(known, changes.matches(), "left_anti");
        return changed(before, latest).union(inserted(before, added));
    }

    private Dataset<Row> changed(Dataset<Row> before, Dataset<Row> latest) {
        Column isChange = col(IS_CHANGE).isNotNull();
        Column takes = how.sequence()
                .map(Changes::column)
                .map(known -> known.isNull().or(coalesce(col(Changes.SEQUENCE).geq(known), lit(false))))
                .map(isChange::and)
                .orElse(isChange);
        Column gone = coalesce(col(Changes.GONE), lit(false));
        List<Column> values = new ArrayList<>();
        for (NestedField field : table.schema().columns()) {
            Column now = Changes.column(field.name());
            values.add((how.columns().contains(field.name())
                            ? when(takes, col(Changes.ROW).getField(field.name()))
                                    .otherwise(now)
                            : now)
                    .as(field.name()));
        }
        Column kind = when(not(isChange), lit(Kind.KEPT.ordinal()))
                .when(not(takes), lit(Kind.NEWER.ordinal()))
                .when(gone, lit(Kind.DELETED.ordinal()))
                .otherwise(lit(Kind.UPDATED.ordinal()));
        return before.join(changes.side(latest.withColumn(IS_CHANGE, lit(true))), changes.matches(), "left")
                .select(
                        when(not(takes.and(gone)), struct(values.toArray(Column[]::new)))
                                .as(RowsWrite.ROW),
                        kind.as(RowsWrite.KIND));
    }

    private Dataset<Row> inserted(Dataset<Row> before, Dataset<Row> added) {
        List<Column> values = new ArrayList<>();
        for (NestedField field : table.schema().columns()) {
            String name = field.name();
            values.add((how.columns().contains(name)
                            ? col(Changes.ROW).getField(name)
                            : lit(null).cast(before.schema().apply(name).dataType()))
                    .as(name));
        }
        Column gone = col(Changes.GONE);
        return added.select(
                when(not(gone), struct(values.toArray(Column[]::new))).as(RowsWrite.ROW),
                when(gone, lit(Kind.NOTHING.ordinal()))
                        .otherwise(lit(Kind.INSERTED.ordinal()))
                        .as(RowsWrite.KIND));
    }

    /** One change for each key. Without a sequence there is only one: others went to quarantine. */
    private Dataset<Row> latest() {
        if (how.sequence().isEmpty()) {
            return changes.rows();
        }
        List<Column> columns = new ArrayList<>(List.of(changes.keys()));
        for (String name : List.of(Changes.SEQUENCE, Changes.ROW, Changes.GONE)) {
            columns.add(col(LATEST).getField(name).as(name));
        }
        return changes.rows()
                .groupBy(changes.keys())
                .agg(max_by(struct(col(Changes.SEQUENCE), col(Changes.ROW), col(Changes.GONE)), col(Changes.SEQUENCE))
                        .as(LATEST))
                .select(columns.toArray(Column[]::new));
    }

    @Override
    public void close() {
        if (matched != null) {
            matched.unpersist();
        }
    }
}
