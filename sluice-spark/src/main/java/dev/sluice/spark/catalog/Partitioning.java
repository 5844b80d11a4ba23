package dev.sluice.spark.catalog;

import dev.sluice.core.spec.PartitionField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;

/** Partition fields as pipelines declare them and as tables have them. */
final class Partitioning {
    private Partitioning() {}

    static PartitionSpec spec(Schema schema, List<PartitionField> fields) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (PartitionField field : fields) {
            String column = field.column();
            switch (field.transform()) {
                case IDENTITY -> builder.identity(column);
                case YEAR -> builder.year(column);
                case MONTH -> builder.month(column);
                case DAY -> builder.day(column);
                case HOUR -> builder.hour(column);
                case BUCKET -> builder.bucket(column, field.parameter().orElseThrow());
                case TRUNCATE -> builder.truncate(column, field.parameter().orElseThrow());
            }
        }
        return builder.build();
    }

    /** Such as {@code [month(birthDate), bucket(16, id)]}. */
    static String describe(List<PartitionField> fields) {
        List<String> texts = new ArrayList<>();
        for (PartitionField field : fields) {
            String word = field.transform().name().toLowerCase(Locale.ROOT);
            if (field.transform() == PartitionField.Transform.IDENTITY) {
                texts.add(field.column());
            } else if (field.parameter().isPresent()) {
                texts.add("%s(%d, %s)".formatted(word, field.parameter().getAsInt(), field.column()));
            } else {
                texts.add(word + "(" + field.column() + ")");
            }
        }
        return texts.toString();
    }

    /** In the form of {@link #describe(List)}. */
    static String describe(Table table) {
        List<String> texts = new ArrayList<>();
        for (org.apache.iceberg.PartitionField field : table.spec().fields()) {
            String column = table.schema().findColumnName(field.sourceId());
            String transform = field.transform().toString();
            if (transform.equals("identity")) {
                texts.add(column);
            } else if (transform.contains("[")) {
                texts.add(transform.replace("[", "(").replace("]", ", ") + column + ")");
            } else if (!transform.equals("void")) {
                texts.add(transform + "(" + column + ")");
            }
        }
        return texts.toString();
    }
}
