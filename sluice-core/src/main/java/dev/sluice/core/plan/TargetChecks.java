package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.DidYouMean;
import dev.sluice.core.spec.PartitionField;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong with a target by itself: names of its columns, and its partitioning. */
final class TargetChecks {
    private TargetChecks() {}

    static List<Problem> of(TargetSpec target) {
        List<Problem> problems = new ArrayList<>();
        Map<String, TargetColumn> byLowerCase = new LinkedHashMap<>();
        Map<String, TargetColumn> byName = new LinkedHashMap<>();
        for (TargetColumn column : target.columns()) {
            byName.put(column.name(), column);
            TargetColumn first = byLowerCase.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column);
            if (first != null) {
                problems.add(Problem.at(
                        column.location(),
                        ErrorCode.DUPLICATE_COLUMN,
                        "the target has the columns '%s' and '%s'".formatted(first.name(), column.name())));
            }
        }
        for (PartitionField field : target.partition()) {
            TargetColumn column = byName.get(field.column());
            if (column == null) {
                problems.add(Problem.at(
                                field.location(),
                                ErrorCode.UNKNOWN_COLUMN,
                                "the target is partitioned by '%s', which is no column of it".formatted(field.column()))
                        .withHint(DidYouMean.hint(field.column(), byName.keySet())));
            } else if (!suits(field.transform(), column.type())) {
                problems.add(Problem.at(
                        field.location(),
                        ErrorCode.PARTITION_TYPE,
                        "%s(%s) cannot divide a column of type %s"
                                .formatted(
                                        field.transform().name().toLowerCase(Locale.ROOT),
                                        column.name(),
                                        column.type())));
            }
        }
        return problems;
    }

    /** Which source types each of Iceberg's transforms takes (table format, "Partition Transforms"). */
    private static boolean suits(PartitionField.Transform transform, ColumnType type) {
        boolean decimalOrFixed = type instanceof Decimal || type instanceof Fixed;
        if (!(type instanceof Primitive primitive)) {
            return switch (transform) {
                case IDENTITY, BUCKET -> decimalOrFixed;
                case TRUNCATE -> type instanceof Decimal;
                case YEAR, MONTH, DAY, HOUR -> false;
            };
        }
        return switch (transform) {
            case IDENTITY -> true;
            case YEAR, MONTH, DAY ->
                primitive == Primitive.DATE || primitive == Primitive.TIMESTAMP || primitive == Primitive.TIMESTAMPTZ;
            case HOUR -> primitive == Primitive.TIMESTAMP || primitive == Primitive.TIMESTAMPTZ;
            case BUCKET ->
                primitive != Primitive.BOOLEAN && primitive != Primitive.FLOAT && primitive != Primitive.DOUBLE;
            case TRUNCATE ->
                primitive == Primitive.INT
                        || primitive == Primitive.LONG
                        || primitive == Primitive.STRING
                        || primitive == Primitive.BINARY;
        };
    }
}
