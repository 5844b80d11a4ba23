package dev.sluice.core.testing;

import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.plan.PlannedStep;
import dev.sluice.core.plan.TargetInput;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.type.ColumnType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How each column of a source is masked. */
public final class Masks {
    /** Words of rules whose values are a public list, not somebody's data. */
    private static final Set<String> LISTS = Set.of("enum", "country_code", "currency_code", "language_code");

    private Masks() {}

    /**
     * The rule for each source column that nobody has named: its shape is kept and its letters and digits are not, unless
     * it becomes something else than text (a number, a date), where other digits would be another fault, or must be a word
     * of a list.
     *
     * @param named rules of columns that someone has named
     */
    public static Map<String, MaskRule> of(PipelinePlan plan, Map<String, MaskRule> named) {
        Map<String, Set<String>> origins = origins(plan);
        Set<String> kept = new LinkedHashSet<>();
        for (TargetInput input : plan.targetInputs()) {
            ColumnType type = input.column().type();
            if (type instanceof ColumnType.Primitive primitive && primitive != ColumnType.Primitive.STRING
                    || type instanceof ColumnType.Decimal) {
                kept.addAll(origins.getOrDefault(input.input(), Set.of()));
            }
        }
        plan.rules().stream()
                .filter(rule -> LISTS.contains(rule.step().plugin().descriptor().word()))
                .flatMap(rule -> rule.reads().stream())
                .forEach(column -> kept.addAll(origins.getOrDefault(column, Set.of())));
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        for (SourceColumn column : plan.sourceColumns()) {
            rules.put(column.name(), kept.contains(column.name()) ? MaskRule.KEEP : MaskRule.SHAPE);
        }
        rules.putAll(named);
        return Collections.unmodifiableMap(rules);
    }

    /** Which source columns each column after the last step is made of. */
    private static Map<String, Set<String>> origins(PipelinePlan plan) {
        Map<String, Set<String>> origins = new HashMap<>();
        plan.sourceColumns().forEach(column -> origins.put(column.name(), Set.of(column.name())));
        for (PlannedStep step : plan.steps()) {
            Map<String, Set<String>> made = new HashMap<>();
            for (String written : step.footprint().writes().keySet()) {
                List<String> sources = step.footprint().sources().getOrDefault(written, step.reads());
                Set<String> all = new LinkedHashSet<>();
                sources.forEach(source -> all.addAll(origins.getOrDefault(source, Set.of())));
                made.put(written, all);
            }
            step.footprint().removes().forEach(origins::remove);
            origins.putAll(made);
        }
        return origins;
    }
}
