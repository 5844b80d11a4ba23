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
import dev.sluice.core.spec.FixRule;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.RuleTerms;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.spark.expression.Aside;
import dev.sluice.spark.expression.TargetCast;
import dev.sluice.spark.plan.ReasonBits.Way;
import dev.sluice.spark.row.FixSteps;
import dev.sluice.spark.row.RowStep;
import dev.sluice.spark.row.WrittenTypes;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.source.RecordColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.spark.sql.types.DataTypes;
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
    private ReasonBits bits;
    /** The rules below error severity. */
    private ReasonBits notices;

    private List<Severity> noticeSeverities = new ArrayList<>();
    /** Which columns of text of the source each reason concerns. */
    private Lineage lineage;

    private final List<String> texts;
    /** Which rows are judged: all, and the second time those that were mended. The others have no values then. */
    private Column wanted = lit(true);

    private final RunContext run;
    private final RunTime time;
    private final KeptFrames kept;
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
        this.time = new RunTime(run.runTime(), spec.zone());
        this.kept = new KeptFrames(time);
        this.keys = new KeyJoin(levels, others, kept);
        this.datasets = new DatasetSteps(levels, others, spec.zone(), again, kept);
        columns.forEach(column -> blame.put(column, Set.of(new Cause.Parse(column))));
        this.texts = columns.stream()
                .filter(column -> source.schema().apply(column).dataType() instanceof StringType)
                .toList();
        this.lineage = new Lineage(texts);
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
            pass.kept.free();
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
        Masks masks = judge();
        Column was = whatItWas(sourceColumns, input, masks);
        Optional<Column> noted = noted(masks.notices());
        NoticeCounter.Layout noticeLayout = new NoticeCounter.Layout(
                notices.slots().toArray(ReasonSlot[]::new),
                noticeSeverities.toArray(Severity[]::new),
                masks.notices().size());
        List<ReasonSlot> slots = new ArrayList<>(bits.slots());
        Optional<RowAudit.Layout> audit = Optional.empty();
        Dataset<Row> classified;
        if (spec.fixes().isEmpty()) {
            Column bad = masks.bad();
            classified = select(when(not(bad), struct(targetColumns())), when(bad, was), Optional.empty(), noted);
        } else {
            Concerns concerns = Concerns.of(lineage.slots(), bits.slots(), spec.strict());
            slots.addAll(fixSlots());
            audit = Optional.of(new RowAudit.Layout(
                    texts.toArray(String[]::new),
                    spec.fixes().stream().map(FixRule::name).toArray(String[]::new),
                    concerns));
            classified = mend(fixing(concerns, sourceColumns, input), sourceColumns, input, masks, was, noted);
        }
        QuarantineMapper.Layout layout = QuarantineMapper.Layout.of(
                sourceColumns,
                slots,
                masks.errors().size(),
                spec.strict(),
                typed,
                Watched.of(spec.budget()),
                again,
                packs(spec),
                spec.fixes().size());
        return new Classification(time.fix(classified), layout, noticeLayout, kept, audit);
    }

    /** The bits of reasons, and of what is noted. */
    private record Masks(List<Levels.Version> errors, List<Levels.Version> notices) {
        Column bad() {
            Column parse = col(RecordColumns.PARSE);
            return any(errors)
                    .map(any -> parse.isNotNull().or(any.notEqual(lit(0L))))
                    .orElse(parse.isNotNull());
        }

        static Optional<Column> any(List<Levels.Version> masks) {
            return masks.stream().map(Levels.Version::column).reduce(Column::bitwiseOR);
        }
    }

    /** Converts and validates; the masks can be read at once. */
    private Masks judge() {
        plan.steps().forEach(this::convert);
        castToTarget();
        plan.rules().forEach(this::validate);
        levels.flush();
        Masks masks = new Masks(bits.masks(), notices.masks());
        levels.flush();
        return masks;
    }

    private RowFixing fixing(Concerns concerns, List<String> names, List<Levels.Version> input) {
        for (FixRule fix : spec.fixes()) {
            for (String column : fix.columns()) {
                if (!texts.contains(column)) {
                    String attribute = input.get(names.indexOf(column)).attribute();
                    throw new SluiceException(Problem.at(
                            fix.columnsAt(),
                            ErrorCode.UNFIT_FIX,
                            "'%s' mends the column '%s', which is no text in the files but %s"
                                    .formatted(
                                            fix.name(),
                                            column,
                                            levels.rows()
                                                    .schema()
                                                    .apply(attribute)
                                                    .dataType()
                                                    .catalogString())));
                }
            }
        }
        return new RowFixing(
                FixSteps.of(rowSteps.spark(), spec.fixes(), spec.zone(), rowSteps.limit()),
                spec.fixes(),
                texts,
                concerns);
    }

    /** What plug-ins throw while they mend. */
    private List<ReasonSlot> fixSlots() {
        return IntStream.range(0, spec.fixes().size())
                .mapToObj(i -> {
                    FixRule fix = spec.fixes().get(i);
                    return ReasonSlot.given(stepNumber + 1, Stage.FIX, fix.name(), fix.columns(), i);
                })
                .toList();
    }

    /**
     * Judges bad rows a second time, with their cells mended. Good ones take part with nulls, and what is dear is not asked
     * about them: so all stays one pass.
     */
    private Dataset<Row> mend(
            RowFixing fixing,
            List<String> names,
            List<Levels.Version> input,
            Masks masks,
            Column was,
            Optional<Column> noted) {
        Column bad = masks.bad();
        Levels.Version before = levels.keep(when(bad, was));
        Optional<Levels.Version> notedBefore = noted.map(levels::keep);
        List<Levels.Version> good = spec.target().columns().stream()
                .map(column -> levels.version(column.name()))
                .toList();
        Levels.Version fixed = levels.keep(when(
                bad.and(col(RecordColumns.PARSE).isNull()),
                fixing.column(
                        texts.stream()
                                .map(text -> input.get(names.indexOf(text)).column())
                                .toList(),
                        masks.errors().stream().map(Levels.Version::column).toList(),
                        bits.givenReasons())));
        levels.flush();
        startAgain(fixed, names, input);
        Masks second = judge();
        Column mended = wanted.and(not(second.bad()));
        Column[] asRead = new Column[good.size() + 1];
        for (int i = 0; i < good.size(); i++) {
            asRead[i] = good.get(i).column().as(spec.target().columns().get(i).name());
        }
        Column[] asMended = Arrays.copyOf(targetColumns(), asRead.length);
        // The writer sets it.
        Column noId = lit(null)
                .cast(DataTypes.StringType)
                .as(spec.target().audit().orElseThrow().fixId());
        asRead[good.size()] = noId;
        asMended[good.size()] = noId;
        return select(
                when(not(masks.bad()), struct(asRead)).when(mended, struct(asMended)),
                before.column().withField(RowFixing.FAILURES, fixed.column().getField(RowFixing.FAILURES)),
                Optional.of(when(mended, fixed.column().getField(RowFixing.CHANGES))),
                notedBefore.map(found ->
                        when(mended, noted(second.notices()).orElseThrow()).otherwise(found.column())));
    }

    /** The source's columns once more, with what the fixes made of them; null in rows that they left. */
    private void startAgain(Levels.Version fixed, List<String> names, List<Levels.Version> input) {
        wanted = fixed.column().getField(RowFixing.CHANGES).isNotNull();
        bits = new ReasonBits(levels);
        notices = new ReasonBits(levels);
        noticeSeverities = new ArrayList<>();
        lineage = new Lineage(List.of());
        stepNumber = 0;
        blame.clear();
        for (int i = 0; i < names.size(); i++) {
            int text = texts.indexOf(names.get(i));
            levels.put(
                    names.get(i),
                    text < 0
                            ? when(wanted, input.get(i).column())
                            : fixed.column().getField(RowFixing.VALUES).getField(RowFixing.value(text)));
        }
        levels.removeAllElse();
        levels.flush();
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
        Map<String, List<String>> made = new LinkedHashMap<>();
        footprint
                .writes()
                .keySet()
                .forEach(name -> made.put(name, footprint.sources().getOrDefault(name, reads)));
        lineage.made(made);
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

    /** True where none of the causes holds, the record could be read, and the row is judged. */
    private Column whole(Set<Cause> causes) {
        return causes.stream()
                .map(Cause::holds)
                .reduce(ParseReasons.concernRecord(), Column::or)
                .equalTo(lit(false))
                .and(wanted);
    }

    /** A step of the row tier: its result is a struct, made once for each row, of which all else is taken. */
    private void convertRows(Step<ConverterPlugin> step, Footprint footprint, List<String> reads) {
        Set<Cause> causes = causesOf(reads);
        StructType writes = RowSteps.types(step.plugin().footprint(step.options()));
        StructType made = WrittenTypes.of(
                writes, footprint.writes().keySet(), levels.rows().schema());
        takeGiven(step, footprint, reads, causes, rowSteps.call(step, writes, made, reads, causes, wanted));
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
        lineage.given(reads);
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
        lineage.given(List.of(target.input()));
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
        lineage.reason(List.of(failure.column()));
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
        checks.forEach(check -> {
            if (step.terms().severity() == Severity.ERROR) {
                lineage.reason(check.columns().isEmpty() ? reads : check.columns());
            }
            addCheck(step, check, causes);
        });
    }

    /** A rule of the row or dataset tier: its reasons are made once for each row that it judges. */
    private void validateRows(Step<ValidatorPlugin> step, List<String> reads, Set<Cause> causes, Column judged) {
        Column struct = step.plugin() instanceof DatasetValidator validator
                ? datasets.validate(step, validator, reads, whole(causes).and(judged))
                : rowSteps.call(step, new StructType(), new StructType(), reads, causes, judged.and(wanted));
        Levels.Version result = levels.keep(struct);
        if (step.terms().severity() == Severity.ERROR) {
            lineage.given(reads);
        }
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

    /** What it takes to make a row of the quarantine. */
    private Column whatItWas(List<String> names, List<Levels.Version> input, Masks masks) {
        List<Column> kept = new ArrayList<>(List.of(
                col(RecordColumns.SOURCE_URI),
                col(RecordColumns.RECORD_NO),
                col(RecordColumns.BYTE_OFFSET),
                col(RecordColumns.RAW),
                col(RecordColumns.RAW_BYTES),
                col(RecordColumns.PARSE)));
        Column[] values = input.stream().map(Levels.Version::column).toArray(Column[]::new);
        kept.add(inputColumn(names, values).as("input"));
        kept.add(bits.evidenceTexts().as("evidence"));
        kept.add(bits.detailTexts(masks.errors()).as("details"));
        kept.add(bits.givenReasons().as("given"));
        addMasks(masks.errors(), kept);
        if (again) {
            kept.add(col(RecordColumns.ORIGIN));
        }
        return Aside.column(struct(kept.toArray(Column[]::new)));
    }

    private Column[] targetColumns() {
        return spec.target().columns().stream()
                .map(column -> Levels.quoted(column.name()))
                .toArray(Column[]::new);
    }

    private Dataset<Row> select(Column good, Column bad, Optional<Column> mended, Optional<Column> noted) {
        List<Column> classes = new ArrayList<>(List.of(good.as(ClassifiedRows.GOOD), bad.as(ClassifiedRows.BAD)));
        mended.ifPresent(changes -> classes.add(changes.as(ClassifiedRows.MENDED)));
        if (spec.budget().files().isPresent()) {
            classes.add(col(RecordColumns.SOURCE_URI).as(ClassifiedRows.FILE));
        }
        noted.ifPresent(notice -> classes.add(notice.as(ClassifiedRows.NOTICES)));
        return levels.rows().select(classes.toArray(Column[]::new));
    }

    private Optional<Column> noted(List<Levels.Version> masks) {
        return Masks.any(masks).map(any -> {
            List<Column> kept = new ArrayList<>(List.of(
                    col(RecordColumns.SOURCE_URI),
                    col(RecordColumns.RECORD_NO),
                    notices.evidenceTexts().as("evidence"),
                    notices.detailTexts(masks).as("details"),
                    notices.givenReasons().as("given")));
            addMasks(masks, kept);
            return when(any.notEqual(lit(0L)), Aside.column(struct(kept.toArray(Column[]::new))));
        });
    }

    /** Under names that are the same whenever rows are judged. */
    private static void addMasks(List<Levels.Version> masks, List<Column> kept) {
        for (int i = 0; i < masks.size(); i++) {
            kept.add(masks.get(i).column().as("mask" + i));
        }
    }
}
