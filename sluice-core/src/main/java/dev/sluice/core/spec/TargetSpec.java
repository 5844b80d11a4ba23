package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.type.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where good and bad rows go.
 *
 * @param columns at least one, in the table's order
 * @param partition empty for an unpartitioned table
 * @param properties Iceberg table properties for both tables
 * @param rules what the target itself demands of every row that lands there: the columns' constraints, then the rules
 *     of a shared schema file
 * @param audit empty where nothing is mended
 * @param added columns of the table that windows or a history bring, beside those declared
 * @param write how good rows become part of the table
 */
public record TargetSpec(
        TableName table,
        TableName quarantine,
        List<TargetColumn> columns,
        List<PartitionField> partition,
        Map<String, String> properties,
        List<Step<ValidatorPlugin>> rules,
        @Nullable Location location,
        Optional<Audit> audit,
        List<TargetColumn> added,
        WriteSpec write) {
    public TargetSpec {
        requireNonNull(table, "table");
        requireNonNull(quarantine, "quarantine");
        columns = List.copyOf(columns);
        partition = List.copyOf(partition);
        properties = Map.copyOf(properties);
        rules = List.copyOf(rules);
        requireNonNull(audit, "audit");
        added = List.copyOf(added);
        requireNonNull(write, "write");
    }

    /** A target without windows, whose rows land as they were read. */
    public TargetSpec(
            TableName table,
            TableName quarantine,
            List<TargetColumn> columns,
            List<PartitionField> partition,
            Map<String, String> properties,
            List<Step<ValidatorPlugin>> rules,
            @Nullable Location location) {
        this(table, quarantine, columns, partition, properties, rules, location, Optional.empty());
    }

    /** A target without windows. */
    public TargetSpec(
            TableName table,
            TableName quarantine,
            List<TargetColumn> columns,
            List<PartitionField> partition,
            Map<String, String> properties,
            List<Step<ValidatorPlugin>> rules,
            @Nullable Location location,
            Optional<Audit> audit) {
        this(table, quarantine, columns, partition, properties, rules, location, audit, List.of(), WriteSpec.APPEND);
    }

    /** All columns of the table: those declared, those that windows bring, and the one that tells mended rows. */
    public List<TargetColumn> tableColumns() {
        return Stream.concat(
                        Stream.concat(columns.stream(), added.stream()),
                        audit.stream()
                                .map(kept -> new TargetColumn(
                                        kept.fixId(),
                                        ColumnType.Primitive.STRING,
                                        false,
                                        List.of(),
                                        null,
                                        "set in rows that were mended: their fix_id in " + kept.table(),
                                        location)))
                .toList();
    }

    /** What every row tells beside the columns of the table, and is not kept in it. */
    public List<TargetColumn> marks() {
        return write instanceof WriteSpec.Merge merge && merge.delete().isPresent()
                ? List.of(new TargetColumn(
                        WriteSpec.Merge.DELETE_MARK,
                        ColumnType.Primitive.BOOLEAN,
                        false,
                        List.of(),
                        null,
                        null,
                        merge.location()))
                : List.of();
    }

    /** The same target with the tables of a deployment of its own. */
    TargetSpec beside(String deployment) {
        TableName own = table.beside(deployment);
        // What was not named follows the target: orders__v2__quarantine.
        TableName bad = quarantine.equals(table.quarantine()) ? own.quarantine() : quarantine.beside(deployment);
        Optional<Audit> kept = audit.map(told -> new Audit(
                told.table().equals(table.fixes()) ? own.fixes() : told.table().beside(deployment), told.fixId()));
        return new TargetSpec(own, bad, columns, partition, properties, rules, location, kept, added, write);
    }

    /** The same target, whose rows may be mended. */
    TargetSpec withAudit(Audit kept) {
        return new TargetSpec(
                table, quarantine, columns, partition, properties, rules, location, Optional.of(kept), added, write);
    }

    /** The same target with its rules in another form. */
    TargetSpec withRules(List<Step<ValidatorPlugin>> newRules) {
        return new TargetSpec(
                table, quarantine, columns, partition, properties, newRules, location, audit, added, write);
    }

    /** The same target with other columns. */
    TargetSpec withColumns(List<TargetColumn> newColumns) {
        return new TargetSpec(
                table, quarantine, newColumns, partition, properties, rules, location, audit, added, write);
    }
}
