package dev.sluice.spark.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How rows reach the partitions of a table. Where few partitions are to be expected, each task keeps a file open for each;
 * where there may be many, the rows of a task are sorted by partition first, and one file is open at a time.
 */
enum Arrangement {
    UNPARTITIONED,
    FAN_OUT,
    SORTED;

    /** So many partitions are few. */
    static final int FEW = 32;

    static Arrangement of(PartitionSpec spec) {
        if (spec.isUnpartitioned()) {
            return UNPARTITIONED;
        }
        long expected = 1;
        for (PartitionField field : spec.fields()) {
            String transform = field.transform().toString();
            if (transform.startsWith("bucket[")) {
                expected *= Long.parseLong(transform.replaceAll("\\D", ""));
            } else if (transform.equals("year")) {
                // Data seldom spans more; if it does, the writer closes files early rather than keep them all.
                expected *= FEW;
            } else if (!transform.equals("void")) {
                return SORTED;
            }
            if (expected > FEW) {
                return SORTED;
            }
        }
        return FAN_OUT;
    }

    /**
     * The rows in an order in which those of one partition are neighbours within each task. No row changes its task, so
     * that a task that is run again sees the same rows.
     */
    static Dataset<Row> arrange(Dataset<Row> rows, String struct, Table table, String functions) {
        PartitionSpec spec = table.spec();
        if (of(spec) != SORTED) {
            return rows;
        }
        List<Column> order = new ArrayList<>();
        for (PartitionField field : spec.fields()) {
            Column column = rows.col(struct);
            for (String part : table.schema().findColumnName(field.sourceId()).split("\\.")) {
                column = column.getField(part);
            }
            String transform = field.transform().toString();
            if (transform.startsWith("bucket[") && isUuid(table, field)) {
                column = bytes(column);
            }
            if (!transform.equals("void")) {
                order.add(transformed(column, transform, functions));
            }
        }
        return rows.sortWithinPartitions(order.toArray(new Column[0]));
    }

    private static boolean isUuid(Table table, PartitionField field) {
        return table.schema().findType(field.sourceId()).typeId() == Type.TypeID.UUID;
    }

    /** The sixteen bytes of a UUID, whose hash is the UUID's; that of its text is another. */
    private static Column bytes(Column uuid) {
        return functions.unhex(functions.translate(uuid, "-", ""));
    }

    private static Column transformed(Column column, String transform, String catalog) {
        String word = transform.replaceFirst("\\[.*", "");
        return switch (word) {
            case "identity" -> column;
            case "bucket", "truncate" -> {
                Column parameter = functions.lit(Integer.parseInt(transform.replaceAll("\\D", "")));
                yield functions.call_function(catalog + ".system." + word, parameter, column);
            }
            default -> functions.call_function(catalog + ".system." + word + "s", column);
        };
    }
}
