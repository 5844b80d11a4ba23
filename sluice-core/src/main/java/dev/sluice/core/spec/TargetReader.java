package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.RESERVED_PROPERTY;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Location;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.spec.PartitionField.Transform;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code target:}, into which the keys of a schema file were merged before. */
final class TargetReader {
    /** Stands in a draft only, which a problem keeps from being used. */
    private static final TableName UNREADABLE = new TableName(TableName.DEFAULT_NAMESPACE, "unreadable");

    /**
     * What tables drop silently from the properties they are given: {@code TableProperties.RESERVED_PROPERTIES} of Iceberg
     * 1.12.0, without {@code format-version}, which has its effect.
     */
    private static final Set<String> RESERVED = Set.of(
            "uuid",
            "snapshot-count",
            "current-snapshot-id",
            "current-snapshot-summary",
            "current-snapshot-timestamp-ms",
            "current-schema",
            "default-partition-spec",
            "default-sort-order");

    private final Problems problems;
    private final OptionReader options;
    private final PluginRegistry registry;
    private final StepReader steps;
    private final Names names;

    TargetReader(Problems problems, PluginRegistry registry, StepReader steps) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.registry = registry;
        this.steps = steps;
        this.names = new Names(problems);
    }

    /** So that no file holds rows of two windows, and one can be replaced by whole files. */
    private static Stream<PartitionField> byWindow(List<TargetColumn> added, List<PartitionField> declared) {
        return added.stream()
                .limit(1)
                .map(start ->
                        new PartitionField(Transform.IDENTITY, start.name(), OptionalInt.empty(), start.location()))
                .filter(field -> declared.stream()
                        .noneMatch(other -> other.transform() == Transform.IDENTITY
                                && other.column().equals(field.column())));
    }

    /** What could be read of the section; nothing if it is no map. @param added columns that windows add to the target @param usual how it is written where nothing is said */
    Optional<Draft> read(Tree tree, Location at, List<TargetColumn> added, WriteSpec.Mode usual) {
        MapTree map = options.map(tree, "target").orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        List<String> known = new ArrayList<>(Keys.TARGET.names());
        if (map.find(Keys.SCHEMA.name()).isPresent()) {
            known.add(Keys.RULES.name());
        }
        options.refuseUnknown(map, "target", known);
        SectionOptions values = options.read(map, "target", Keys.TARGET.options(), at);
        Optional<TableName> table =
                values.find(Keys.TABLE).flatMap(name -> names.table(name, values.location(Keys.TABLE)));
        Optional<TableName> quarantine = values.find(Keys.QUARANTINE)
                .flatMap(name -> names.table(name, values.location(Keys.QUARANTINE)))
                .or(() -> table.map(TableName::quarantine));
        if (table.isPresent() && table.equals(quarantine)) {
            problems.add(
                    values.location(Keys.QUARANTINE),
                    CONFLICTING_KEYS,
                    "the quarantine is the target table '%s' itself".formatted(table.get()),
                    "name another table, or remove 'quarantine'");
        }
        Optional<TableName> fixes = values.find(Keys.FIXES)
                .flatMap(name -> names.table(name, values.location(Keys.FIXES)))
                .or(() -> table.map(TableName::fixes));
        if (fixes.isPresent() && (fixes.equals(table) || fixes.equals(quarantine))) {
            problems.add(
                    values.location(Keys.FIXES),
                    CONFLICTING_KEYS,
                    "the table of fixes is the target or quarantine '%s' itself".formatted(fixes.get()),
                    "name another table, or remove 'fixes'");
        }
        refuseReserved(map);
        List<Step<ValidatorPlugin>> rules = new ArrayList<>();
        int before = problems.size();
        List<TargetColumn> columns = columns(map, at, rules);
        boolean columnsKnown = problems.size() == before;
        map.find(Keys.RULES.name())
                .ifPresent(
                        entry -> rules.addAll(steps.list(entry.value(), "rules", "validator", registry.validators())));
        WriteReader.Read write = new WriteReader(problems, registry, steps).read(map, values, at, rules, usual);
        rules.addAll(write.rules());
        List<TargetColumn> more =
                Stream.concat(added.stream(), history(write.write(), columns)).toList();
        List<TargetColumn> all = Stream.concat(columns.stream(), more.stream()).toList();
        List<PartitionField> partition = map.find(Keys.PARTITION.name())
                .map(entry -> new PartitionReader(problems, all).read(entry.value()))
                .orElse(List.of());
        List<PartitionField> fields =
                Stream.concat(byWindow(added, partition), partition.stream()).toList();
        TargetSpec spec = new TargetSpec(
                table.orElse(UNREADABLE),
                quarantine.orElse(UNREADABLE),
                columns,
                fields,
                values.get(Keys.TABLE_PROPERTIES),
                rules,
                at,
                Optional.empty(),
                more,
                write.write());
        Audit audit = new Audit(fixes.orElse(UNREADABLE), values.get(Keys.FIX_ID));
        Location fixIdAt = values.location(Keys.FIX_ID);
        if (names.isColumn(audit.fixId(), fixIdAt)) {
            names.refuseMetadata(audit.fixId(), fixIdAt, "_fix_id");
        }
        return Optional.of(new Draft(spec, columnsKnown, audit, fixIdAt == null ? at : fixIdAt, write.delete()));
    }

    private void refuseReserved(MapTree target) {
        Entry entry = target.entries().get(Keys.TABLE_PROPERTIES.name());
        if (entry != null && entry.value() instanceof MapTree properties) {
            for (Entry property : properties.entries().values()) {
                if (RESERVED.contains(property.key())) {
                    problems.add(
                            property.keyLocation(),
                            RESERVED_PROPERTY,
                            "'%s' cannot be set: Iceberg keeps it for itself".formatted(property.key()));
                }
            }
        }
    }

    /**
     * A target that may have problems.
     *
     * @param columnsKnown whether all columns and constraints could be read
     * @param audit should the pipeline mend rows
     * @param fixIdAt where its column is named
     * @param delete the converter that tells which rows delete
     */
    record Draft(
            TargetSpec spec,
            boolean columnsKnown,
            Audit audit,
            Location fixIdAt,
            Optional<Step<ConverterPlugin>> delete) {}

    /** The columns that a history adds; none if the type of its times is not known. */
    private static Stream<TargetColumn> history(WriteSpec write, List<TargetColumn> columns) {
        return write instanceof WriteSpec.Merge merge
                ? merge.history().stream()
                        .flatMap(history -> columns.stream()
                                .filter(column -> merge.sequence()
                                        .filter(column.name()::equals)
                                        .isPresent())
                                .flatMap(column -> history.columns(column.type()).stream()))
                : Stream.of();
    }

    private List<TargetColumn> columns(MapTree target, Location at, List<Step<ValidatorPlugin>> rules) {
        Entry entry = target.entries().get(Keys.TARGET_COLUMNS.name());
        if (entry == null && target.find(Keys.SCHEMA.name()).isPresent()) {
            return List.of(); // the schema file's problem
        }
        if (entry == null) {
            options.missing(at, Keys.TARGET_COLUMNS.name(), "target");
            return List.of();
        }
        MapTree map = options.map(entry.value(), "target.columns").orElse(null);
        if (map == null) {
            return List.of();
        }
        if (map.entries().isEmpty()) {
            problems.add(entry.keyLocation(), EMPTY_VALUE, "target.columns holds no column");
        }
        ColumnReader reader = new ColumnReader(problems, registry, steps);
        Names.Unique unique = names.unique("target.columns");
        List<TargetColumn> columns = new ArrayList<>();
        for (Entry column : map.entries().values()) {
            if (names.isColumn(column.key(), column.keyLocation())) {
                unique.add(column.key(), column.keyLocation());
            }
            reader.read(column, rules).ifPresent(columns::add);
        }
        return columns;
    }
}
