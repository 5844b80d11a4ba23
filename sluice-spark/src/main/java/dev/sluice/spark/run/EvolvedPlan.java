package dev.sluice.spark.run;

import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.plan.PlannedColumn;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.TypeParser;
import dev.sluice.spark.catalog.TargetTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A plan whose target has a column for each column of the source that nothing reads. */
final class EvolvedPlan {
    private EvolvedPlan() {}

    /**
     * Adds the columns. A column that the table has already keeps the table's type; a new one has a type with room: whole
     * numbers become long, floating ones double, texts string.
     *
     * @param unused columns of the files, each once
     * @param warnings takes a line about each column that cannot be added
     */
    static PipelinePlan of(PipelinePlan plan, List<SeenColumn> unused, TargetTables tables, List<String> warnings) {
        PipelineSpec spec = plan.pipeline();
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        spec.target().tableColumns().forEach(column -> taken.add(column.name()));
        plan.sourceColumns().forEach(column -> taken.add(column.name()));
        plan.steps()
                .forEach(step -> step.after().stream().map(PlannedColumn::name).forEach(taken::add));
        List<SourceColumn> source = new ArrayList<>();
        List<TargetColumn> target = new ArrayList<>();
        for (SeenColumn column : unused) {
            if (!isName(column.name()) || !taken.add(column.name())) {
                warnings.add("drift: column %s cannot become a column of %s: its name is taken or not allowed"
                        .formatted(column.name(), spec.target().table()));
                continue;
            }
            ColumnType type =
                    tables.columnType(spec.target().table(), column.name()).orElseGet(() -> roomy(column));
            source.add(new SourceColumn(
                    column.name(), List.of(), false, spec.source().location()));
            target.add(new TargetColumn(
                    column.name(),
                    type,
                    false,
                    List.of(),
                    null,
                    null,
                    spec.target().location()));
        }
        return target.isEmpty() ? plan : PipelinePlan.of(spec.evolved(source, target));
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= 128
                && name.strip().equals(name)
                && !name.toLowerCase(Locale.ROOT).startsWith("_sluice_")
                && name.chars().noneMatch(c -> c == '.' || c == '`' || Character.isISOControl(c));
    }

    private static ColumnType roomy(SeenColumn column) {
        if (column.type() == null) {
            return Primitive.STRING;
        }
        ColumnType type = TypeParser.parse(column.type());
        return type == Primitive.INT ? Primitive.LONG : type == Primitive.FLOAT ? Primitive.DOUBLE : type;
    }
}
