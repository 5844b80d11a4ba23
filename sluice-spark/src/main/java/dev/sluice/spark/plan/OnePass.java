package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Check;
import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.KeyMatch;
import dev.sluice.api.KeyedConverter;
import dev.sluice.api.KeyedValidator;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.api.Stage;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.dataset.DatasetConverter;
import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.plan.PlannedRule;
import dev.sluice.core.plan.PlannedStep;
import dev.sluice.core.plan.TargetInput;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.RuleTerms;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.spark.expression.TargetCast;
import dev.sluice.spark.plan.ReasonBits.Way;
import dev.sluice.spark.row.RowStep;
import dev.sluice.spark.row.WrittenTypes;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.source.RecordColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
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
    private final PipelineSpec spec;
    private final PipelinePlan plan;
    private final Levels levels;
    private final ReasonBits bits;
    /** The rules below error severity. */
    private final ReasonBits notices;

    private final List<Severity> noticeSeverities = new ArrayList<>();
    private final RunContext run;
    private final KeyJoin keys;
    private final boolean typed;
    /** Whether the rows were quarantined before. */
    private final boolean again;

    private final RowSteps rowSteps;
    private final DatasetSteps datasets;
    private final Trials trials = new Trials();
    private int stepNumber;
    /** Why each visible column may have failed; has no other columns once those of the target are made. */
    private final Map<String, Set<Cause>> blame = new HashMap<>();

    /**
     * A column that a step has made.
     *
     * @param inputs why what it is made of may have failed
     */
    private record Made(ConvertedColumn column, Set<Cause> inputs, Levels.Version value) {}

    private OnePass(
            PipelinePlan plan, Dataset<Row> source, RunContext run, OtherRows others, Optional<Duration> rowTimeLimit) {
        this.typed = isTyped(source);
        this.plan = plan;
        this.run = run;
        this.spec = plan.pipeline();
        this.rowSteps = new RowSteps(source.sparkSession().sparkContext(), spec.zone(), rowTimeLimit);
        List<String> hidden =
                new ArrayList<>(List.of(RecordColumns.schema(List.of()).fieldNames()));
        this.again = List.of(source.columns()).contains(RecordColumns.ORIGIN);
        if (again) {
            hidden.add(RecordColumns.ORIGIN);
        }
        List<String> columns = Stream.of(source.columns())
                .filter(column -> !hidden.contains(column))
                .toList();
        this.levels = new Levels(source, hidden, columns);
        this.bits = new ReasonBits(levels);
        this.notices = new ReasonBits(levels);
        this.keys = new KeyJoin(levels, others);
        this.datasets = new DatasetSteps(levels, others, spec.zone(), again, keys.kept());
        columns.forEach(column -> blame.put(column, Set.of(new Cause.Parse(column))));
    }

    /**
     * Compiles the steps.
     *
     * @param source rows as {@link RecordColumns#schema} of the plan's source columns
     * @param run what SQL may ask of the run
     * @param others the rows in which keys are looked up; where there are such steps, jobs are run
     * @throws dev.sluice.api.SluiceException {@code EXPRESSION_REFUSED} with the step whose expression Spark refuses
     */
    public static Classification compile(PipelinePlan plan, Dataset<Row> source, RunContext run, OtherRows others) {
        return compile(plan, source, run, others, Optional.empty());
    }

    /**
     * Compiles the steps.
     *
     * @param run what SQL may ask of the run
     * @param others the rows in which keys are looked up; where there are such steps, jobs are run
     * @param rowTimeLimit how long a plug-in of the row tier may take for one row
     * @throws SluiceException {@code PLUGIN_FAILED}, or {@code EXPRESSION_REFUSED} with the step whose expression Spark
     *     refuses
     */
    public static Classification compile(
            PipelinePlan plan, Dataset<Row> source, RunContext run, OtherRows others, Optional<Duration> rowTimeLimit) {
        OnePass pass = new OnePass(plan, source, run, others, rowTimeLimit);
        try {
            return pass.compile();
        } catch (RuntimeException | Error e) {
            pass.keys.kept().forEach(Dataset::unpersist);
            throw e;
        }
    }

    private Classification compile() {
        try {
            return classification();
        } catch (Exception e) {
            // A checked exception, of which Spark's signatures do not tell.
            if (e instanceof AnalysisException refused) {
                throw trials.refused(refused);
            }
            throw e;
        }
    }

    private Classification classification() {
        List<String> sourceColumns =
                plan.sourceColumns().stream().map(SourceColumn::name).toList();
        List<Levels.Version> input = sourceColumns.stream().map(levels::version).toList();
        plan.steps().forEach(this::convert);
        castToTarget();
        plan.rules().forEach(this::validate);
        levels.flush();
        List<Levels.Version> masks = bits.masks();
        List<Levels.Version> noticeMasks = notices.masks();
        levels.flush();
        Dataset<Row> classified =
                RunTime.fix(classify(sourceColumns, input, masks, noticeMasks), run.runTime(), spec.zone());
        QuarantineMapper.Layout layout = QuarantineMapper.Layout.of(
                sourceColumns,
                bits.slots(),
                masks.size(),
                spec.strict(),
                typed,
                Watched.of(spec.budget()),
                again,
                packs(spec));
        NoticeCounter.Layout noted = new NoticeCounter.Layout(
                notices.slots().toArray(ReasonSlot[]::new),
                noticeSeverities.toArray(Severity[]::new),
                noticeMasks.size());
        return new Classification(classified, layout, noted, keys.kept());
    }

    private static Map<String, String> packs(PipelineSpec spec) {
        Map<String, String> packs = new HashMap<>();
        Stream.concat(spec.convert().stream(), spec.validate().stream())
                .forEach(step -> step.pack().ifPresent(pack -> packs.put(step.name(), pack)));
        return packs;
    }

    private void convert(PlannedStep planned) {
        Step<ConverterPlugin> step = planned.step();
        Footprint footprint = planned.footprint();
        List<String> reads = planned.reads();
        Set<String> touched = new LinkedHashSet<>(reads);
        touched.addAll(footprint.writes().keySet());
        touched.addAll(footprint.removes());
        if (levels.isPending(touched)) {
            levels.flush();
        }
        if (step.plugin() instanceof Converter converter) {
            List<Made> made = new ArrayList<>();
            for (ConvertedColumn column : converted(step, converter, reads)) {
                trials.add(step.name(), step.location(), levels.rows(), column);
                made.add(make(column, footprint.sources().getOrDefault(column.name(), reads)));
            }
            blame.putAll(examine(step.name(), made));
        } else if (step.plugin() instanceof DatasetConverter converter) {
            levels.flush();
            Set<Cause> causes = causesOf(reads);
            Column result = datasets.convert(step, converter, RowSteps.types(footprint), reads, whole(causes));
            takeGiven(step, footprint, reads, causes, result);
        } else {
            convertRows(step, footprint, reads);
        }
        footprint.removes().forEach(levels::remove);
        stepNumber++;
    }

    private List<ConvertedColumn> converted(Step<ConverterPlugin> step, Converter converter, List<String> reads) {
        if (converter instanceof KeyedConverter keyed) {
            levels.flush();
            KeyMatch match = keys.match(ask(step, () -> keyed.lookup(step.options())), whole(causesOf(reads)));
            return ask(step, () -> keyed.convert(step.options(), context(reads), match));
        }
        return ask(step, () -> converter.convert(step.options(), context(reads)));
    }

    private StepColumns context(List<String> reads) {
        return new StepColumns(levels.rows().schema(), reads, spec.zone(), run);
    }

    /** True where none of the causes holds and the record could be read. */
    private static Column whole(Set<Cause> causes) {
        return causes.stream()
                .map(Cause::holds)
                .reduce(ParseReasons.concernRecord(), Column::or)
                .equalTo(lit(false));
    }

    /** A step of the row tier: its result is a struct, made once for each row, of which all else is taken. */
    private void convertRows(Step<ConverterPlugin> step, Footprint footprint, List<String> reads) {
        Set<Cause> causes = causesOf(reads);
        StructType writes = RowSteps.types(step.plugin().footprint(step.options()));
        StructType made = WrittenTypes.of(
                writes, footprint.writes().keySet(), levels.rows().schema());
        takeGiven(step, footprint, reads, causes, rowSteps.call(step, writes, made, reads, causes, lit(true)));
    }

    /** The columns and reasons of a step, out of the struct that it makes of each row. */
    private void takeGiven(
            Step<ConverterPlugin> step, Footprint footprint, List<String> reads, Set<Cause> causes, Column struct) {
        Levels.Version result = levels.keep(struct);
        levels.flush();
        Cause failed = new Cause.Flag(levels.keep(ReasonBits.reasons(result).isNotNull()));
        for (String name : footprint.writes().keySet()) {
            levels.put(name, result.column().getField(name));
            Set<Cause> own = new LinkedHashSet<>(causes);
            own.add(failed);
            blame.put(name, own);
        }
        bits.addGiven(stepNumber, Stage.CONVERT, step.name(), reads, result);
    }

    /** What a plug-in of the column tier answers; what it throws is its fault. */
    private static <T> T ask(Step<?> step, Supplier<T> question) {
        try {
            return question.get();
        } catch (SluiceException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new SluiceException(Problem.at(
                    step.location(),
                    ErrorCode.PLUGIN_FAILED,
                    "Cannot compile step '%s': the plug-in %s threw %s"
                            .formatted(step.name(), PluginOrigin.describe(step.plugin()), e)));
        }
    }

    private void castToTarget() {
        levels.flush();
        StructType schema = levels.rows().schema();
        Map<String, Set<Cause>> made = new HashMap<>();
        for (TargetInput target : plan.targetInputs()) {
            TargetColumn column = target.column();
            String type = schema.apply(target.input()).dataType().catalogString();
            ConvertedColumn cast = TargetCast.cast(Levels.quoted(target.input()), type, column, spec.zone());
            trials.add("cast(" + column.name() + ")", column.location(), levels.rows(), cast);
            String rule = "cast(" + column.name() + ")";
            Made converted = make(cast, List.of(target.input()));
            TargetCast.reasons(Levels.quoted(target.input()), type, column, spec.zone())
                    .ifPresentOrElse(
                            reasons -> made.put(column.name(), examineNested(rule, converted, target, reasons)),
                            () -> made.putAll(examine(rule, List.of(converted))));
        }
        blame.clear();
        blame.putAll(made);
        levels.removeAllElse();
        levels.flush();
        stepNumber++;
    }

    private Made make(ConvertedColumn column, List<String> sources) {
        return new Made(column, causesOf(sources), levels.put(column.name(), column.value()));
    }

    /** A conversion whose reasons name each nested value that is wrong; gives why the column may have failed. */
    private Set<Cause> examineNested(String rule, Made made, TargetInput target, Column reasons) {
        Levels.Version input = levels.version(target.input());
        Set<Cause> causes = new LinkedHashSet<>(made.inputs());
        Column failed = made.inputs().stream()
                .map(Cause::holds)
                .reduce(ParseReasons.concernRecord(), Column::or)
                .equalTo(lit(false))
                .and(input.column().isNotNull())
                .and(made.column().value().isNull());
        Levels.Version result = levels.keep(when(failed, struct(reasons.as(RowStep.REASONS))));
        bits.addGiven(stepNumber, Stage.CONVERT, rule, List.of(target.input()), result);
        causes.add(new Cause.LostValue(input, made.value()));
        return causes;
    }

    /** Adds a bit for each failure of the columns that one step has made; gives why each column may have failed. */
    private Map<String, Set<Cause>> examine(String rule, List<Made> columns) {
        Map<String, Set<Cause>> causes = new HashMap<>();
        Map<Failure, List<Made>> failing = new LinkedHashMap<>();
        for (Made made : columns) {
            causes.put(made.column().name(), new LinkedHashSet<>(made.inputs()));
            Failure failure = made.column().failure();
            if (failure != null) {
                failing.computeIfAbsent(failure, any -> new ArrayList<>()).add(made);
            }
        }
        failing.forEach((failure, sharing) -> {
            List<Cause> own = addFailure(rule, failure, sharing);
            for (int i = 0; i < own.size(); i++) {
                causes.computeIfAbsent(sharing.get(i).column().name(), any -> new LinkedHashSet<>())
                        .add(own.get(i));
            }
        });
        return causes;
    }

    /** Adds the one bit of a failure; gives the cause that it is to each of the columns that share it. */
    private List<Cause> addFailure(String rule, Failure failure, List<Made> sharing) {
        Levels.Version input = levels.version(failure.column());
        Column when = failure.when();
        List<Cause> own = when == null
                ? sharing.stream()
                        .<Cause>map(made -> new Cause.LostValue(input, made.value()))
                        .toList()
                : Collections.nCopies(sharing.size(), new Cause.Flag(levels.keep(when)));
        // Only rows that failed pay for these texts.
        Column failed = when != null
                ? when
                : sharing.stream()
                        .map(made -> input.column()
                                .isNotNull()
                                .and(made.column().value().isNull()))
                        .reduce(Column::or)
                        .orElseThrow();
        if (failure.detail() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.detail()));
            bits.detail(kept::column);
        }
        List<String> codes = new ArrayList<>(List.of(failure.code()));
        if (failure.refinement() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.refinement().code()));
            bits.refinement(kept::column);
            codes.addAll(failure.refinement().codes());
        }
        int ordinal = bits.evidence(input);
        MessageTemplate message = MessageTemplate.parse(
                failure.message(), name -> name.equals("value") || name.equals(failure.column()) ? ordinal : -1);
        List<Way> ways = when == null
                ? IntStream.range(0, own.size())
                        .mapToObj(i -> new Way(sharing.get(i).inputs(), own.get(i)::holds))
                        .toList()
                : sharing.stream()
                        .map(Made::inputs)
                        .distinct()
                        .map(inputs -> new Way(inputs, own.get(0)::holds))
                        .toList();
        bits.add(
                new ReasonSlot(
                        stepNumber,
                        Stage.CONVERT,
                        codes.toArray(String[]::new),
                        rule,
                        new String[] {failure.column()},
                        ordinal,
                        message,
                        -1,
                        -1,
                        -1),
                ways);
        return own;
    }

    private void validate(PlannedRule rule) {
        Step<ValidatorPlugin> step = rule.step();
        RuleTerms terms = step.terms();
        List<String> reads = rule.reads();
        Set<Cause> causes = causesOf(
                Stream.concat(reads.stream(), rule.whenReads().stream()).toList());
        ColumnFunctions sql = context(reads).functions();
        Column judged = terms.when().map(when -> applies(when, sql)).orElse(lit(true));
        List<Check> checks = new ArrayList<>();
        if (!(step.plugin() instanceof Validator validator)) {
            validateRows(step, reads, causes, judged);
        } else if (validator instanceof KeyedValidator keyed) {
            List<KeyMatch> matches = ask(step, () -> keyed.lookups(step.options())).stream()
                    .map(lookup -> keys.match(lookup, whole(causes).and(judged)))
                    .toList();
            checks.addAll(ask(step, () -> keyed.check(step.options(), context(reads), matches)));
        } else {
            checks.addAll(ask(step, () -> validator.check(step.options(), context(reads))));
        }
        terms.when().ifPresent(when -> restrict(checks, when, sql, rule.whenReads()));
        checks.forEach(check -> trials.add(step.name(), step.location(), levels.rows(), check));
        checks.forEach(check -> addCheck(step, check, causes));
    }

    /** A rule of the row or dataset tier: its reasons are made once for each row that it judges. */
    private void validateRows(Step<ValidatorPlugin> step, List<String> reads, Set<Cause> causes, Column judged) {
        Column struct = step.plugin() instanceof DatasetValidator validator
                ? datasets.validate(step, validator, reads, whole(causes).and(judged))
                : rowSteps.call(step, new StructType(), new StructType(), reads, causes, judged);
        Levels.Version result = levels.keep(struct);
        noted(step).addGiven(stepNumber, Stage.VALIDATE, step.name(), reads, result);
    }

    /** Where the reasons of a rule go. */
    private ReasonBits noted(Step<ValidatorPlugin> step) {
        if (step.terms().severity() == Severity.ERROR) {
            return bits;
        }
        noticeSeverities.add(step.terms().severity());
        return notices;
    }

    /** Lets the checks judge only rows for which the condition is true; it must be possible to tell. */
    private static void restrict(List<Check> checks, String when, ColumnFunctions sql, List<String> reads) {
        Column applies = applies(when, sql);
        checks.replaceAll(check ->
                new Check(check.code(), applies.and(check.fails()), check.columns(), check.message(), check.detail()));
        checks.add(new Check(
                ReasonCode.EXPRESSION_FAILED.name(),
                sql.fails(when),
                reads,
                Template.literal("when " + when + " cannot be evaluated"),
                sql.failureText(when)));
    }

    private static Column applies(String when, ColumnFunctions sql) {
        return coalesce(sql.sql(when), lit(false));
    }

    private void addCheck(Step<ValidatorPlugin> step, Check check, Set<Cause> causes) {
        ReasonBits target = noted(step);
        int value = check.columns().isEmpty()
                ? -1
                : target.evidence(levels.version(check.columns().get(0)));
        MessageTemplate message = MessageTemplate.parse(
                check.message(),
                name -> name.equals("value")
                        ? value
                        : blame.containsKey(name) ? target.evidence(levels.version(name)) : -1);
        Column detail = check.detail();
        if (detail != null) {
            target.detail(() -> detail);
        }
        target.add(
                new ReasonSlot(
                        stepNumber,
                        Stage.VALIDATE,
                        new String[] {check.code()},
                        step.name(),
                        check.columns().toArray(String[]::new),
                        value,
                        message,
                        -1,
                        -1,
                        -1),
                List.of(new Way(causes, check::fails)));
    }

    private Set<Cause> causesOf(Collection<String> columns) {
        Set<Cause> causes = new LinkedHashSet<>();
        columns.forEach(column -> causes.addAll(blame.getOrDefault(column, Set.of())));
        return causes;
    }

    /** Whether some columns of the source are no texts, so that their JSON is made by Spark. */
    private static boolean isTyped(Dataset<Row> source) {
        return Stream.of(source.schema().fields())
                .filter(field -> !field.name().startsWith("_sluice_"))
                .anyMatch(field -> !(field.dataType() instanceof StringType));
    }

    /** The texts of the input columns; of typed ones one text, their JSON, null where the record gives no value. */
    private Column inputColumn(List<String> names, Column[] values) {
        if (!typed) {
            return values.length == 0 ? array(lit("")) : array(values);
        }
        Column[] named = new Column[values.length];
        Column any = lit(false);
        for (int i = 0; i < named.length; i++) {
            named[i] = values[i].as(names.get(i));
            any = any.or(values[i].isNotNull());
        }
        return array(when(any, to_json(struct(named), InputJson.OPTIONS)));
    }

    private Dataset<Row> classify(
            List<String> names,
            List<Levels.Version> input,
            List<Levels.Version> masks,
            List<Levels.Version> noticeMasks) {
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
        kept.add(inputColumn(names, texts).as("input"));
        kept.add(bits.evidenceTexts().as("evidence"));
        kept.add(bits.detailTexts(masks).as("details"));
        kept.add(bits.givenReasons().as("given"));
        masks.forEach(mask -> kept.add(mask.column()));
        if (again) {
            kept.add(col(RecordColumns.ORIGIN));
        }
        List<Column> classes = new ArrayList<>(List.of(
                when(not(bad), struct(target)).as(ClassifiedRows.GOOD),
                when(bad, struct(kept.toArray(Column[]::new))).as(ClassifiedRows.BAD)));
        if (spec.budget().files().isPresent()) {
            classes.add(col(RecordColumns.SOURCE_URI).as(ClassifiedRows.FILE));
        }
        if (!noticeMasks.isEmpty()) {
            classes.add(noted(noticeMasks).as(ClassifiedRows.NOTICES));
        }
        return levels.rows().select(classes.toArray(Column[]::new));
    }

    private Column noted(List<Levels.Version> masks) {
        Column any = masks.stream()
                .map(Levels.Version::column)
                .reduce(Column::bitwiseOR)
                .orElseThrow();
        List<Column> kept = new ArrayList<>(List.of(
                col(RecordColumns.SOURCE_URI),
                col(RecordColumns.RECORD_NO),
                notices.evidenceTexts().as("evidence"),
                notices.detailTexts(masks).as("details"),
                notices.givenReasons().as("given")));
        masks.forEach(mask -> kept.add(mask.column()));
        return when(any.notEqual(lit(0L)), struct(kept.toArray(Column[]::new)));
    }
}
