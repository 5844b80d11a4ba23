package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Check;
import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.ErrorCode;
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
import dev.sluice.core.spec.RuleTerms;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.spark.expression.Aside;
import dev.sluice.spark.expression.TargetCast;
import dev.sluice.spark.plan.ReasonBits.Way;
import dev.sluice.spark.row.WrittenTypes;
import dev.sluice.spark.source.RecordColumns;
import dev.sluice.spark.window.PlaceCall;
import dev.sluice.spark.window.PlaceCode;
import dev.sluice.spark.window.RowPlaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * One judgement of the rows by all steps of a pipeline: converted, cast to the target and validated, with a bit for each
 * reason. A pipeline with fixes judges twice, each time with bits of its own in the same order.
 */
final class Judgement {
    /** Of rows whose event time does not let them into a window. */
    private static final Map<ReasonCode, String> WINDOW_REASONS = new TreeMap<>(Map.of(
            ReasonCode.NO_EVENT_TIME, "The row has no event time, so that it belongs to no window",
            ReasonCode.LATE_ROW, "The window of {value} was published before the row came",
            ReasonCode.TOO_LATE, "The window of {value} ended longer ago than rows are waited for"));

    private static final String OTHER_WINDOW =
            "Runs of another window read the row's file, and place its rows of {value}: run the windows that read it again";

    private final PipelinePlan plan;
    private final Levels levels;
    private final Means means;
    private final ReasonBits bits;
    /** The rules below error severity. */
    private final ReasonBits notices;

    private final List<Severity> severities = new ArrayList<>();
    private final Lineage lineage;
    private final ConversionFailures failures;
    /** Which rows are judged. The others have no values, and what is dear is not asked about them. */
    private Column wanted;

    /** Where rows have their place; empty where all are those of the run. */
    private Optional<Levels.Version> place = Optional.empty();
    /** Of the rows as they were read, if these are mended. */
    private final Optional<Judgement> first;
    /** Why each visible column may have failed; has no other columns once those of the target are made. */
    private final Map<String, Set<Cause>> blame;

    private int stepNumber;
    private final List<Levels.Version> errorMasks;
    private final List<Levels.Version> noticeMasks;

    /**
     * What steps are compiled with.
     *
     * @param run what SQL may ask of the run
     */
    record Means(
            PipelinePlan plan,
            Levels levels,
            RunContext run,
            KeyJoin keys,
            DatasetSteps datasets,
            RowSteps rowSteps,
            Trials trials) {}

    /**
     * Judges the rows; the bits can be read at once.
     *
     * @param lineage from which of the source's columns those are that are visible now
     * @param blame why the columns that are visible now may have failed
     * @param wanted which rows are judged; never null
     * @param first of the rows as they were read, if these are mended
     */
    Judgement(Means means, Lineage lineage, Map<String, Set<Cause>> blame, Column wanted, Optional<Judgement> first) {
        this.means = means;
        this.first = first;
        this.plan = means.plan();
        this.levels = means.levels();
        this.lineage = lineage;
        this.blame = new HashMap<>(blame);
        this.wanted = wanted;
        this.bits = new ReasonBits(levels);
        this.notices = new ReasonBits(levels);
        this.failures = new ConversionFailures(levels, bits, lineage);
        plan.steps().forEach(this::convert);
        castToTarget();
        means.run().places().ifPresent(this::place);
        plan.rules().forEach(this::validate);
        levels.flush();
        this.errorMasks = bits.masks();
        this.noticeMasks = notices.masks();
        levels.flush();
    }

    /** Whether a row is this run's, and has a reason. */
    Column bad() {
        return stays(hasReason());
    }

    /** Whether a row is this run's, and has none. */
    Column good() {
        return stays(not(hasReason()));
    }

    private Column stays(Column condition) {
        return place.map(code -> PlaceCode.stays(code.column()).and(condition)).orElse(condition);
    }

    /** Where rows have their place, as {@link PlaceCode}; empty where all are those of the run. */
    Optional<Column> places() {
        return place.map(Levels.Version::column);
    }

    private Column hasReason() {
        Column parse = col(RecordColumns.PARSE);
        return any(errorMasks)
                .map(any -> parse.isNotNull().or(any.notEqual(lit(0L))))
                .orElse(parse.isNotNull());
    }

    private static Optional<Column> any(List<Levels.Version> masks) {
        return masks.stream().map(Levels.Version::column).reduce(Column::bitwiseOR);
    }

    /** The number of the last step. */
    int lastStep() {
        return stepNumber;
    }

    List<ReasonSlot> slots() {
        return bits.slots();
    }

    /** What each of the slots concerns. */
    Concerns concerns() {
        return Concerns.of(lineage.slots(), bits.slots(), plan.pipeline().strict());
    }

    List<Levels.Version> masks() {
        return errorMasks;
    }

    Column givenReasons() {
        return bits.givenReasons();
    }

    NoticeCounter.Layout noticeLayout() {
        return new NoticeCounter.Layout(
                notices.slots().toArray(ReasonSlot[]::new), severities.toArray(Severity[]::new), noticeMasks.size());
    }

    /** What it takes to put the reasons of a row together. */
    List<Column> reasons() {
        return reasons(bits, errorMasks);
    }

    /** What it takes to tell what was noted of a row; empty where no rule is below error severity. */
    Optional<Column> noted() {
        return any(noticeMasks).map(any -> {
            List<Column> kept = new ArrayList<>(List.of(col(RecordColumns.SOURCE_URI), col(RecordColumns.RECORD_NO)));
            kept.addAll(reasons(notices, noticeMasks));
            return when(stays(any.notEqual(lit(0L))), Aside.column(struct(kept.toArray(Column[]::new))));
        });
    }

    /** Under names that are the same whenever rows are judged. */
    private static List<Column> reasons(ReasonBits bits, List<Levels.Version> masks) {
        List<Column> kept = new ArrayList<>(List.of(
                bits.evidenceTexts().as("evidence"),
                bits.detailTexts(masks).as("details"),
                bits.givenReasons().as("given")));
        for (int i = 0; i < masks.size(); i++) {
            kept.add(masks.get(i).column().as("mask" + i));
        }
        return kept;
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
            List<ConversionFailures.Made> made = new ArrayList<>();
            for (ConvertedColumn column : converted(step, converter, reads)) {
                means.trials().add(step.name(), step.location(), levels.rows(), column);
                made.add(make(column, footprint.sources().getOrDefault(column.name(), reads)));
            }
            blame.putAll(failures.examine(stepNumber, step.name(), made));
        } else if (step.plugin() instanceof DatasetConverter converter) {
            levels.flush();
            Set<Cause> causes = causesOf(reads);
            Column result = means.datasets().convert(step, converter, RowSteps.types(footprint), reads, whole(causes));
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
            KeyMatch match = means.keys().match(ask(step, () -> keyed.lookup(step.options())), whole(causesOf(reads)));
            return ask(step, () -> keyed.convert(step.options(), context(reads), match));
        }
        return ask(step, () -> converter.convert(step.options(), context(reads)));
    }

    private StepColumns context(List<String> reads) {
        return new StepColumns(levels.rows().schema(), reads, plan.pipeline().zone(), means.run());
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
        takeGiven(step, footprint, reads, causes, means.rowSteps().call(step, writes, made, reads, causes, wanted));
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
            ConvertedColumn cast = TargetCast.cast(
                    Levels.quoted(target.input()), type, column, plan.pipeline().zone());
            means.trials().add("cast(" + column.name() + ")", column.location(), levels.rows(), cast);
            String rule = "cast(" + column.name() + ")";
            ConversionFailures.Made converted = make(cast, List.of(target.input()));
            TargetCast.reasons(
                            Levels.quoted(target.input()),
                            type,
                            column,
                            plan.pipeline().zone())
                    .ifPresentOrElse(
                            reasons -> made.put(
                                    column.name(),
                                    failures.examineNested(stepNumber, rule, converted, target, reasons)),
                            () -> made.putAll(failures.examine(stepNumber, rule, List.of(converted))));
        }
        blame.clear();
        blame.putAll(made);
        levels.removeAllElse();
        levels.flush();
        stepNumber++;
    }

    /** Finds the window of each row. Rows that are left to another run are not judged. */
    private void place(RowPlaces places) {
        String column = plan.pipeline().window().flatMap(WindowSpec::column).orElseThrow();
        Levels.Version time = levels.version(column);
        Levels.Version code =
                levels.keep(PlaceCall.column(col(RecordColumns.SOURCE_URI), Levels.quoted(column), places));
        levels.flush();
        place = Optional.of(code);
        wanted = wanted.and(PlaceCode.stays(code.column()));
        WINDOW_REASONS.forEach((reason, message) ->
                placeReason(reason, message, column, time, () -> PlaceCode.hasReason(code.column(), reason)));
        if (places.sparesOtherWindows()) {
            Column met = first.flatMap(Judgement::places).orElse(code.column());
            Column home = col(RecordColumns.ORIGIN).getField("window_start");
            placeReason(
                    ReasonCode.OTHER_WINDOW, OTHER_WINDOW, column, time, () -> PlaceCode.isOfOtherWindow(met, home));
        }
        stepNumber++;
    }

    private void placeReason(
            ReasonCode reason, String message, String column, Levels.Version time, Supplier<Column> condition) {
        int value = bits.evidence(time);
        lineage.reason(List.of(column));
        bits.add(
                new ReasonSlot(
                        stepNumber,
                        Stage.VALIDATE,
                        new String[] {reason.name()},
                        "window",
                        new String[] {column},
                        value,
                        MessageTemplate.parse(message, name -> value),
                        -1,
                        -1,
                        -1),
                List.of(new Way(causesOf(List.of(column)), condition)));
    }

    private ConversionFailures.Made make(ConvertedColumn column, List<String> sources) {
        return new ConversionFailures.Made(column, causesOf(sources), levels.put(column.name(), column.value()));
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
                    .map(lookup -> means.keys().match(lookup, whole(causes).and(judged)))
                    .toList();
            checks.addAll(ask(step, () -> keyed.check(step.options(), context(reads), matches)));
        } else {
            checks.addAll(ask(step, () -> validator.check(step.options(), context(reads))));
        }
        terms.when().ifPresent(when -> restrict(checks, when, sql, rule.whenReads()));
        checks.forEach(check -> means.trials().add(step.name(), step.location(), levels.rows(), check));
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
                ? means.datasets()
                        .validate(step, validator, reads, whole(causes).and(judged))
                : means.rowSteps().call(step, new StructType(), new StructType(), reads, causes, judged.and(wanted));
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
        severities.add(step.terms().severity());
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
}
