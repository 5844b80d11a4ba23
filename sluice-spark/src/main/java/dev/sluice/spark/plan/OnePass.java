package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Check;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.Stage;
import dev.sluice.api.Validator;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.plan.PlannedRule;
import dev.sluice.core.plan.PlannedStep;
import dev.sluice.core.plan.TargetInput;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.spark.expression.TargetCast;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.source.RecordColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Compiles the steps of a pipeline into one dataset of {@link ClassifiedRows}.
 *
 * <p>Every check is one bit of a mask. A good row costs the evaluation of its bits and no more: evidence is gathered,
 * and reasons are put together, only for rows that have a bit set.
 *
 * <p>A column that failed is known by its {@link Cause}s: the parse reasons and conversions that it depends on. A step
 * that reads a column passes over the row quietly where one of its causes holds.
 */
public final class OnePass {
    private static final int BITS = Long.SIZE;

    private final PipelineSpec spec;
    private final PipelinePlan plan;
    private final Levels levels;
    private final EvidenceColumns evidence = new EvidenceColumns();
    private final List<Bit> bits = new ArrayList<>();
    private final List<ReasonSlot> slots = new ArrayList<>();
    private final List<Cause> conversions = new ArrayList<>();
    private final List<Detail> details = new ArrayList<>();
    /** Why each visible column may have failed. */
    private final Map<String, Set<Cause>> blame = new HashMap<>();

    /**
     * True where a row has one reason: its own condition, in a row where none of its inputs failed.
     *
     * @param own asked for at the level of the masks
     */
    private record Bit(Set<Cause> inputs, Supplier<Column> own) {
        Column holds() {
            return inputs.stream()
                    .map(Cause::holds)
                    .reduce(Column::or)
                    .map(any -> not(any).and(own.get()))
                    .orElseGet(own);
        }
    }

    /**
     * A text for one bit's reason.
     *
     * @param text asked for at the last level
     */
    private record Detail(int bit, boolean refinement, Supplier<Column> text) {}

    private OnePass(PipelinePlan plan, Dataset<Row> source) {
        this.plan = plan;
        this.spec = plan.pipeline();
        List<String> hidden = List.of(RecordColumns.schema(List.of()).fieldNames());
        List<String> columns = Stream.of(source.columns())
                .filter(column -> !hidden.contains(column))
                .toList();
        this.levels = new Levels(source, hidden, columns);
        columns.forEach(column -> blame.put(column, Set.of(new Cause.Parse(column))));
    }

    /**
     * Compiles the steps.
     *
     * @param source rows as {@link RecordColumns#schema} of the plan's source columns
     */
    public static Classification compile(PipelinePlan plan, Dataset<Row> source) {
        return new OnePass(plan, source).compile();
    }

    private Classification compile() {
        List<String> sourceColumns =
                plan.sourceColumns().stream().map(SourceColumn::name).toList();
        List<Levels.Version> input = sourceColumns.stream().map(levels::version).toList();
        plan.steps().forEach(this::convert);
        castToTarget();
        plan.rules().forEach(this::validate);
        List<Levels.Version> masks = masks();
        Dataset<Row> classified = classify(sourceColumns, input, masks);
        QuarantineMapper.Layout layout = QuarantineMapper.Layout.of(sourceColumns, slots, masks.size());
        return new Classification(classified, layout);
    }

    private void convert(PlannedStep planned) {
        Step<Converter> step = planned.step();
        Footprint footprint = planned.footprint();
        List<String> reads = planned.reads();
        Set<String> touched = new LinkedHashSet<>(reads);
        touched.addAll(footprint.writes().keySet());
        touched.addAll(footprint.removes());
        if (levels.isPending(touched)) {
            levels.flush();
        }
        Set<Cause> earlier = new LinkedHashSet<>();
        if (spec.strict()) {
            earlier.addAll(conversions);
        }
        StepColumns context = new StepColumns(levels.rows().schema(), reads, spec.zone());
        Map<Failure, Cause> known = new HashMap<>();
        Map<String, Set<Cause>> made = new HashMap<>();
        for (ConvertedColumn column : step.plugin().convert(step.options(), context)) {
            List<String> sources = footprint.sources().getOrDefault(column.name(), reads);
            Set<Cause> causes = causesOf(sources);
            causes.addAll(earlier);
            made.put(column.name(), add(step.name(), column, causes, known));
        }
        blame.putAll(made);
        footprint.removes().forEach(levels::remove);
    }

    private void castToTarget() {
        levels.flush();
        StructType schema = levels.rows().schema();
        Map<String, Set<Cause>> made = new HashMap<>();
        for (TargetInput target : plan.targetInputs()) {
            TargetColumn column = target.column();
            String type = schema.apply(target.input()).dataType().catalogString();
            ConvertedColumn cast = TargetCast.cast(Levels.quoted(target.input()), type, column, spec.zone());
            Set<Cause> causes = causesOf(List.of(target.input()));
            made.put(column.name(), add("cast(" + column.name() + ")", cast, causes, new HashMap<>()));
        }
        blame.clear();
        blame.putAll(made);
        levels.removeAllElse();
        levels.flush();
    }

    /**
     * Adds a converted column, and a bit for its failure.
     *
     * @param known the failures of this step that have a bit already
     * @return why the column may have failed
     */
    private Set<Cause> add(String rule, ConvertedColumn made, Set<Cause> causes, Map<Failure, Cause> known) {
        Levels.Version value = levels.put(made.name(), made.value());
        Failure failure = made.failure();
        if (failure == null) {
            return causes;
        }
        Set<Cause> all = new LinkedHashSet<>(causes);
        Cause shared = failure.when() == null ? null : known.get(failure);
        if (shared != null) {
            all.add(shared);
            return all;
        }
        Levels.Version input = levels.version(failure.column());
        Column failed = failure.when() == null
                ? input.column().isNotNull().and(made.value().isNull())
                : failure.when();
        Cause own = failure.when() == null ? new Cause.LostValue(input, value) : new Cause.Flag(levels.keep(failed));
        known.put(failure, own);
        all.add(own);
        // Only rows that failed pay for these texts.
        if (failure.detail() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.detail()));
            details.add(new Detail(bits.size(), false, kept::column));
        }
        List<String> codes = new ArrayList<>(List.of(failure.code()));
        if (failure.refinement() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.refinement().code()));
            details.add(new Detail(bits.size(), true, kept::column));
            codes.addAll(failure.refinement().codes());
        }
        int ordinal = evidence.ordinal(input);
        MessageTemplate message = MessageTemplate.parse(
                failure.message(), name -> name.equals("value") || name.equals(failure.column()) ? ordinal : -1);
        slots.add(new ReasonSlot(
                Stage.CONVERT,
                codes.toArray(String[]::new),
                rule,
                new String[] {failure.column()},
                ordinal,
                message,
                -1,
                -1));
        bits.add(new Bit(causes, own::holds));
        conversions.add(own);
        return all;
    }

    private void validate(PlannedRule rule) {
        Step<Validator> step = rule.step();
        List<String> reads = rule.reads();
        StepColumns context = new StepColumns(levels.rows().schema(), reads, spec.zone());
        Set<Cause> causes = causesOf(reads);
        for (Check check : step.plugin().check(step.options(), context)) {
            Set<String> visible = Set.of(levels.rows().columns());
            int value = check.columns().isEmpty()
                    ? -1
                    : evidence.ordinal(levels.version(check.columns().get(0)));
            MessageTemplate message = MessageTemplate.parse(
                    check.message(),
                    name -> name.equals("value")
                            ? value
                            : visible.contains(name) ? evidence.ordinal(levels.version(name)) : -1);
            Column detail = check.detail();
            if (detail != null) {
                details.add(new Detail(bits.size(), false, () -> detail));
            }
            slots.add(new ReasonSlot(
                    Stage.VALIDATE,
                    new String[] {check.code()},
                    step.name(),
                    check.columns().toArray(String[]::new),
                    value,
                    message,
                    -1,
                    -1));
            bits.add(new Bit(causes, check::fails));
        }
    }

    private Set<Cause> causesOf(Collection<String> columns) {
        Set<Cause> causes = new LinkedHashSet<>();
        columns.forEach(column -> causes.addAll(blame.getOrDefault(column, Set.of())));
        return causes;
    }

    /** All bits, 64 in a long, as attributes that can be read. */
    private List<Levels.Version> masks() {
        List<Levels.Version> masks = new ArrayList<>();
        for (int from = 0; from < bits.size(); from += BITS) {
            List<Column> terms = new ArrayList<>();
            for (int i = from; i < Math.min(from + BITS, bits.size()); i++) {
                terms.add(when(bits.get(i).holds(), lit(1L << (i - from))).otherwise(lit(0L)));
            }
            Column record = ParseReasons.concernRecord();
            masks.add(levels.keep(when(record, lit(0L)).otherwise(balanced(terms))));
        }
        levels.flush();
        return masks;
    }

    /** The terms or-ed as a tree of logarithmic depth, so that deep recursion is never needed on it. */
    private static Column balanced(List<Column> terms) {
        int half = terms.size() / 2;
        return half == 0
                ? terms.get(0)
                : balanced(terms.subList(0, half)).bitwiseOR(balanced(terms.subList(half, terms.size())));
    }

    private Dataset<Row> classify(List<String> names, List<Levels.Version> input, List<Levels.Version> masks) {
        Column parse = col(RecordColumns.PARSE);
        Column bad = masks.stream()
                .map(Levels.Version::column)
                .reduce(Column::bitwiseOR)
                .map(any -> parse.isNotNull().or(any.notEqual(lit(0L))))
                .orElse(parse.isNotNull());
        Column[] target = spec.target().columns().stream()
                .map(column -> Levels.quoted(column.name()))
                .toArray(Column[]::new);
        List<Column> kept = new ArrayList<>(List.of(
                col(RecordColumns.SOURCE_URI),
                col(RecordColumns.RECORD_NO),
                col(RecordColumns.BYTE_OFFSET),
                col(RecordColumns.RAW),
                col(RecordColumns.RAW_BYTES),
                parse));
        Column[] texts = new Column[names.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = input.get(i).column();
        }
        kept.add((texts.length == 0 ? array(lit("")) : array(texts)).as("input"));
        kept.add(evidence.texts(levels.rows()).as("evidence"));
        kept.add(detailTexts(masks).as("details"));
        masks.forEach(mask -> kept.add(mask.column()));
        return levels.rows()
                .select(
                        when(not(bad), struct(target)).as(ClassifiedRows.GOOD),
                        when(bad, struct(kept.toArray(Column[]::new))).as(ClassifiedRows.BAD));
    }

    private Column detailTexts(List<Levels.Version> masks) {
        List<Column> texts = new ArrayList<>();
        for (Detail detail : details) {
            ReasonSlot slot = slots.get(detail.bit());
            slots.set(
                    detail.bit(),
                    detail.refinement() ? slot.withRefinement(texts.size()) : slot.withDetail(texts.size()));
            Column bit = masks.get(detail.bit() / BITS).column().bitwiseAND(lit(1L << (detail.bit() % BITS)));
            texts.add(when(bit.notEqual(lit(0L)), detail.text().get().cast(DataTypes.StringType)));
        }
        return texts.isEmpty() ? array(lit("")) : array(texts.toArray(Column[]::new));
    }
}
