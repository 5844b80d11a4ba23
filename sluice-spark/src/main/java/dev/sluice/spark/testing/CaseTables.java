package dev.sluice.spark.testing;

import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.testing.GivenTable;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.run.Sluice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Makes the tables that a case gives rows to. */
record CaseTables(Project project, TestCase test, PipelineSpec pipeline, Sluice sluice, SparkSession session) {
    void make(Map<String, GivenTable> tables) {
        tables.forEach((name, table) -> make(TableName.parse(name), table));
    }

    private void make(TableName name, GivenTable table) {
        TargetSpec target = target(name)
                .orElseGet(() ->
                        new TargetSpec(name, name.quarantine(), columns(table), List.of(), Map.of(), List.of(), null));
        new TargetTables(sluice.catalog()).ensure(target);
        if (table.rows().isEmpty()) {
            return;
        }
        String path = "sluice.`%s`.`%s`".formatted(name.namespace(), name.name());
        StructType types = session.table(path).schema();
        List<String> lines =
                table.rows().stream().map(row -> CaseJson.typed(row, types)).toList();
        try {
            Dataset<Row> rows = session.read()
                    .schema(types)
                    .option("mode", "FAILFAST")
                    .json(session.createDataset(lines, Encoders.STRING()));
            // Read as JSON every column may be null; the table knows which may not.
            session.createDataFrame(rows.collectAsList(), types).writeTo(path).append();
        } catch (Exception e) {
            // Spark throws checked exceptions without saying so.
            throw GivenFault.ofRows(test, "the rows of " + name, e);
        }
    }

    /** The target of a pipeline of the project. */
    private Optional<TargetSpec> target(TableName name) {
        if (pipeline.target().table().equals(name)) {
            return Optional.of(pipeline.target());
        }
        return project.pipelines().stream()
                .flatMap(other -> readable(other).stream())
                .map(PipelineSpec::target)
                .filter(target -> target.table().equals(name))
                .findFirst();
    }

    /** Another pipeline may be wrong; then its tables are not known. */
    private Optional<PipelineSpec> readable(String name) {
        try {
            return Optional.of(project.pipeline(name));
        } catch (SluiceException e) {
            return Optional.empty();
        }
    }

    private static List<TargetColumn> columns(GivenTable table) {
        Set<String> names = new LinkedHashSet<>(table.types().keySet());
        for (MapTree row : table.rows()) {
            names.addAll(row.entries().keySet());
        }
        Map<String, ColumnType> types = new LinkedHashMap<>();
        names.forEach(name -> types.put(name, table.types().getOrDefault(name, ColumnType.Primitive.STRING)));
        List<TargetColumn> columns = new ArrayList<>();
        types.forEach((name, type) -> columns.add(new TargetColumn(name, type, false, List.of(), null, null, null)));
        return columns;
    }
}
