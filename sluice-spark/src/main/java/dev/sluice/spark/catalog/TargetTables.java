package dev.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.types.Types.NestedField;

/** Brings a pipeline's two tables into being and keeps them in step with it. Safe for use by many threads. */
public final class TargetTables {
    private static final int ATTEMPTS = 3;

    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "write.format.default", "parquet",
            "write.parquet.compression-codec", "zstd");

    private final ProjectCatalog catalog;

    public TargetTables(ProjectCatalog catalog) {
        this.catalog = requireNonNull(catalog, "catalog");
    }

    /** What {@link #ensure} would do; changes nothing. */
    public TargetPreview preview(TargetSpec spec) {
        Optional<Table> target = catalog.find(spec.table());
        Optional<Table> quarantine = catalog.find(spec.quarantine());
        List<Problem> problems = new ArrayList<>();
        quarantine.ifPresent(table -> problems.addAll(quarantineProblems(table, spec)));
        Optional<TableName> fixes = spec.audit().map(Audit::table);
        Optional<Table> audit = fixes.flatMap(catalog::find);
        audit.ifPresent(table -> problems.addAll(fixesProblems(table, spec)));
        boolean createsFixes = fixes.isPresent() && audit.isEmpty();
        List<String> warnings = new ArrayList<>(unreadable(spec));
        if (target.isEmpty()) {
            return new TargetPreview(true, quarantine.isEmpty(), createsFixes, List.of(), warnings, problems);
        }
        TableDifference difference = TableDifference.between(target.get(), spec);
        problems.addAll(0, difference.problems());
        warnings.addAll(difference.warnings());
        return new TargetPreview(false, quarantine.isEmpty(), createsFixes, difference.changes(), warnings, problems);
    }

    /** The columns that Spark can read of the target, once {@link #ensure} was called; changes nothing. */
    public Schema readable(TargetSpec spec) {
        return ReadableTable.readable(catalog.find(spec.table())
                .filter(table -> TableDifference.between(table, spec).changes().isEmpty())
                .map(Table::schema)
                .orElseGet(() -> IcebergTypes.schema(spec.tableColumns())));
    }

    private static List<String> unreadable(TargetSpec spec) {
        return spec.columns().stream()
                .filter(column -> column.type().toString().matches(".*\\btime\\b.*"))
                .map(column ->
                        "column %s holds a time: it lands, but Spark cannot read it back, nor nested columns beside it"
                                .formatted(column.name()))
                .toList();
    }

    /**
     * Creates the tables where missing, and evolves the target where it can be done without a loss: columns are added,
     * types widened as Iceberg allows, required columns made optional.
     *
     * @throws SluiceException {@code TARGET_DIFFERS} with each difference that does not fit; nothing was changed then
     */
    public TwoTables ensure(TargetSpec spec) {
        TargetPreview preview = preview(spec);
        if (!preview.problems().isEmpty()) {
            throw new SluiceException(preview.problems());
        }
        List<String> changes = new ArrayList<>(preview.changes());
        if (preview.createsTarget()) {
            changes.add("create table " + spec.table());
        }
        if (preview.createsQuarantine()) {
            changes.add("create table " + spec.quarantine());
        }
        if (preview.createsFixes()) {
            changes.add("create table " + spec.audit().map(Audit::table).orElseThrow());
        }
        Table target = target(spec);
        return new TwoTables(target, quarantine(spec), changes, preview.warnings(), fixes(spec));
    }

    /** The type of a table's column; empty if there is no such column, or its type has no word. */
    public Optional<ColumnType> columnType(TableName table, String column) {
        return catalog.find(table)
                .map(found -> found.schema().findField(column))
                .flatMap(field -> {
                    try {
                        return Optional.of(TypeParser.parse(IcebergTypes.describe(field.type())));
                    } catch (TypeSyntaxException e) {
                        return Optional.empty();
                    }
                });
    }

    private Table target(TargetSpec spec) {
        Table table = catalog.find(spec.table()).orElseGet(() -> {
            Schema schema = IcebergTypes.schema(spec.tableColumns());
            return catalog.create(spec.table(), schema, Partitioning.spec(schema, spec.partition()), properties(spec));
        });
        for (int attempt = 1; ; attempt++) {
            TableDifference difference = TableDifference.between(table, spec);
            if (!difference.problems().isEmpty()) {
                throw new SluiceException(difference.problems());
            }
            if (difference.changes().isEmpty()) {
                return table;
            }
            if (attempt > ATTEMPTS) {
                throw new SluiceException(
                        ErrorCode.COMMIT_FAILED,
                        "Cannot evolve table %s: after %d attempts it still lacks: %s"
                                .formatted(spec.table(), ATTEMPTS, String.join("; ", difference.changes())));
            }
            try {
                difference.evolve();
                setProperties(table, spec.properties());
            } catch (RuntimeException e) {
                // Another may have evolved it, or our change may have landed: the next look tells.
                if (attempt == ATTEMPTS) {
                    throw new SluiceException(
                            ErrorCode.COMMIT_FAILED,
                            "Cannot evolve table %s: %s".formatted(spec.table(), e.getMessage()),
                            e);
                }
            }
            table = catalog.find(spec.table()).orElseThrow(() -> replaced(spec));
        }
    }

    /** The quarantine's history; creates it where missing. */
    public Table history(TargetSpec spec) {
        TableName name = historyOf(spec.quarantine());
        return catalog.find(name)
                .orElseGet(() ->
                        catalog.create(name, HistorySchema.TABLE, PartitionSpec.unpartitioned(), properties(spec)));
    }

    /** What the history of a quarantine is called. */
    public static TableName historyOf(TableName quarantine) {
        return new TableName(quarantine.namespace(), quarantine.name() + "_history");
    }

    private Table quarantine(TargetSpec spec) {
        Table table = catalog.find(spec.quarantine())
                .orElseGet(() -> catalog.create(
                        spec.quarantine(), QuarantineSchema.TABLE, PartitionSpec.unpartitioned(), properties(spec)));
        List<Problem> problems = quarantineProblems(table, spec);
        if (!problems.isEmpty()) {
            throw new SluiceException(problems);
        }
        return table;
    }

    private Optional<Table> fixes(TargetSpec spec) {
        return spec.audit().map(Audit::table).map(name -> {
            Table table = catalog.find(name)
                    .orElseGet(() ->
                            catalog.create(name, FixesSchema.TABLE, PartitionSpec.unpartitioned(), properties(spec)));
            List<Problem> problems = fixesProblems(table, spec);
            if (!problems.isEmpty()) {
                throw new SluiceException(problems);
            }
            return table;
        });
    }

    private static Map<String, String> properties(TargetSpec spec) {
        Map<String, String> properties = new LinkedHashMap<>(PROPERTIES);
        properties.putAll(spec.properties());
        return properties;
    }

    private static void setProperties(Table table, Map<String, String> wanted) {
        UpdateProperties update = table.updateProperties();
        boolean any = false;
        for (Map.Entry<String, String> property : wanted.entrySet()) {
            if (!property.getKey().equals("format-version")
                    && !property.getValue().equals(table.properties().get(property.getKey()))) {
                update.set(property.getKey(), property.getValue());
                any = true;
            }
        }
        if (any) {
            update.commit();
        }
    }

    private static List<Problem> quarantineProblems(Table table, TargetSpec spec) {
        return problems(table, QuarantineSchema.TABLE, "quarantine " + spec.quarantine(), spec);
    }

    private static List<Problem> fixesProblems(Table table, TargetSpec spec) {
        return problems(
                table,
                FixesSchema.TABLE,
                "table of fixes " + spec.audit().map(Audit::table).orElseThrow(),
                spec);
    }

    private static List<Problem> problems(Table table, Schema due, String what, TargetSpec spec) {
        List<Problem> problems = new ArrayList<>();
        for (NestedField ours : due.columns()) {
            NestedField theirs = table.schema().findField(ours.name());
            String wanted = IcebergTypes.describe(ours.type());
            String actual = theirs == null ? "nothing" : IcebergTypes.describe(theirs.type());
            if (!wanted.equals(actual)) {
                problems.add(Problem.at(
                        spec.location(),
                        ErrorCode.QUARANTINE_DIFFERS,
                        "Cannot write to the %s: column %s has %s where %s is due"
                                .formatted(what, ours.name(), actual, wanted)));
            }
        }
        return problems;
    }

    private static SluiceException replaced(TargetSpec spec) {
        return new SluiceException(
                ErrorCode.TABLE_REPLACED, "Cannot evolve table %s: it was dropped meanwhile".formatted(spec.table()));
    }
}
