package dev.sluice.spark.catalog;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.WriteSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How an existing table differs from what a pipeline declares: what can be evolved, what is only worth a warning, and what
 * does not fit. Judges everything, column by column, before anything is changed.
 */
final class TableDifference {
    private final Table table;
    private final boolean hasRows;
    private final List<Consumer<UpdateSchema>> updates = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable Location location;

    private TableDifference(Table table) {
        this.table = table;
        this.hasRows = hasRows(table);
    }

    static TableDifference between(Table table, TargetSpec spec) {
        TableDifference difference = new TableDifference(table);
        difference.compareColumns(spec);
        if (spec.write() instanceof WriteSpec.Merge merge) {
            difference.compareMerge(spec, merge);
        }
        difference.compareProperties(spec);
        difference.location = spec.partition().isEmpty()
                ? spec.location()
                : spec.partition().get(0).location();
        String declared = Partitioning.describe(spec.partition());
        String actual = Partitioning.describe(table);
        if (!declared.equals(actual)) {
            difference.refuse(
                    "partition: table %s has %s, the pipeline says %s".formatted(spec.table(), actual, declared),
                    "declare partition: %s, or write to a new table".formatted(actual));
        }
        return difference;
    }

    List<String> changes() {
        return changes;
    }

    List<String> warnings() {
        return warnings;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Changes the schema; commits nothing if there is nothing to change. */
    void evolve() {
        if (!updates.isEmpty()) {
            // Needed for required columns, which are added only while the table has no rows.
            UpdateSchema update =
                    hasRows ? table.updateSchema() : table.updateSchema().allowIncompatibleChanges();
            updates.forEach(step -> step.accept(update));
            update.commit();
        }
    }

    private static boolean hasRows(Table table) {
        return table.currentSnapshot() != null
                && !"0".equals(table.currentSnapshot().summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
    }

    private void compareColumns(TargetSpec spec) {
        Set<String> declared = new HashSet<>();
        for (TargetColumn column : spec.tableColumns()) {
            declared.add(column.name());
            location = column.location() == null ? spec.location() : column.location();
            NestedField field = table.schema().findField(column.name());
            Type wanted = IcebergTypes.toIceberg(column.type());
            if (field == null) {
                add(null, column.name(), wanted, column.required(), column.comment());
            } else {
                compare(column.name(), field, wanted, column.required());
                if (column.comment() != null && !column.comment().equals(field.doc())) {
                    change(
                            "set the comment of " + column.name(),
                            u -> u.updateColumnDoc(column.name(), column.comment()));
                }
            }
        }
        location = spec.location();
        missing(declared, table.schema().columns(), "");
    }

    /** A merge reads the table and goes on with what it finds. */
    private void compareMerge(TargetSpec spec, WriteSpec.Merge merge) {
        location = merge.location();
        for (NestedField field : table.schema().columns()) {
            if (TypeUtil.indexById(StructType.of(field)).values().stream()
                    .anyMatch(part -> part.type().typeId() == Type.TypeID.TIME)) {
                refuse(
                        "column %s holds a time, which Spark cannot read, so that a merge would lose it"
                                .formatted(field.name()),
                        "drop it, or write to a new table");
            }
        }
        if (!hasRows) {
            return;
        }
        merge.history().ifPresent(history -> {
            location = history.location();
            Stream.of(history.validFrom(), history.validTo(), history.current())
                    .filter(name -> table.schema().findField(name) == null)
                    .findFirst()
                    .ifPresent(name -> refuse(
                            "column %s: 'history' adds it, but the table has rows, of which nobody could tell whether they are current"
                                    .formatted(name),
                            "add %s, %s and %s and fill them, or write to a new table"
                                    .formatted(history.validFrom(), history.validTo(), history.current())));
        });
    }

    private void add(@Nullable String parent, String name, Type type, boolean required, @Nullable String comment) {
        String path = parent == null ? name : parent + "." + name;
        NestedField other = parent == null ? table.schema().caseInsensitiveFindField(name) : null;
        if (other != null) {
            refuse(
                    "column %s: the table has %s, and names may not differ by case alone".formatted(name, other.name()),
                    "write '%s'".formatted(other.name()));
        } else if (required && hasRows) {
            refuse(
                    "column %s: new and required, but the table has rows without it".formatted(path),
                    "declare it without required, or fill it in a new table");
        } else {
            change(
                    "add column %s %s%s".formatted(path, IcebergTypes.describe(type), required ? " required" : ""),
                    update -> {
                        if (required) {
                            update.addRequiredColumn(parent, name, type, comment);
                        } else {
                            update.addColumn(parent, name, type, comment);
                        }
                    });
        }
    }

    private void compare(String path, NestedField field, Type wanted, boolean required) {
        compareTypes(path, field.type(), wanted);
        if (field.isRequired() && !required) {
            change("make column %s optional".formatted(path), update -> update.makeColumnOptional(path));
        }
    }

    private void compareTypes(String path, Type actual, Type wanted) {
        if (actual.isStructType() && wanted.isStructType()) {
            compareStructs(path, actual, wanted);
        } else if (actual.isListType() && wanted.isListType()) {
            compare(
                    path + ".element",
                    actual.asListType().fields().get(0),
                    wanted.asListType().elementType(),
                    false);
        } else if (actual.isMapType() && wanted.isMapType()) {
            Type key = actual.asMapType().keyType();
            if (!IcebergTypes.describe(key)
                    .equals(IcebergTypes.describe(wanted.asMapType().keyType()))) {
                refuseType(path + ".key", key, wanted.asMapType().keyType());
            }
            compare(
                    path + ".value",
                    actual.asMapType().fields().get(1),
                    wanted.asMapType().valueType(),
                    false);
        } else if (!actual.equals(wanted)) {
            if (wanted.isPrimitiveType() && TypeUtil.isPromotionAllowed(actual, wanted.asPrimitiveType())) {
                change(
                        "widen column %s from %s to %s"
                                .formatted(path, IcebergTypes.describe(actual), IcebergTypes.describe(wanted)),
                        update -> update.updateColumn(path, wanted.asPrimitiveType()));
            } else {
                refuseType(path, actual, wanted);
            }
        }
    }

    private void compareStructs(String path, Type actual, Type wanted) {
        Set<String> declared = new HashSet<>();
        for (NestedField field : wanted.asStructType().fields()) {
            declared.add(field.name());
            NestedField existing = actual.asStructType().field(field.name());
            if (existing == null) {
                add(path, field.name(), field.type(), field.isRequired(), null);
            } else {
                compare(path + "." + field.name(), existing, field.type(), field.isRequired());
            }
        }
        missing(declared, actual.asStructType().fields(), path + ".");
    }

    private void missing(Set<String> declared, List<NestedField> fields, String prefix) {
        for (NestedField field : fields) {
            String path = prefix + field.name();
            if (declared.contains(field.name())) {
                continue;
            }
            if (field.isRequired()) {
                refuse(
                        "column %s: required in the table, not in the pipeline".formatted(path),
                        "declare it, or make it optional in the table");
            } else {
                warnings.add("column %s of the table is not in the pipeline: left null".formatted(path));
            }
        }
    }

    private void compareProperties(TargetSpec spec) {
        spec.properties().forEach((key, value) -> {
            String actual = table.properties().get(key);
            if (!key.equals("format-version") && !value.equals(actual)) {
                changes.add("set property %s to %s".formatted(key, value));
            }
        });
    }

    private void change(String text, Consumer<UpdateSchema> update) {
        changes.add(text);
        updates.add(update);
    }

    private void refuseType(String path, Type actual, Type wanted) {
        refuse(
                "column %s: the table has %s, the pipeline says %s"
                        .formatted(path, IcebergTypes.describe(actual), IcebergTypes.describe(wanted)),
                "declare it as %s, or write to a new table".formatted(IcebergTypes.describe(actual)));
    }

    private void refuse(String message, String hint) {
        problems.add(Problem.at(location, ErrorCode.TARGET_DIFFERS, "Cannot write to the target: " + message)
                .withHint(hint));
    }
}
