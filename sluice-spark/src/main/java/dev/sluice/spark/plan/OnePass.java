package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.Stage;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.FixRule;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.spec.WriteSpec.Merge;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.spark.expression.Aside;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.row.FixSteps;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.source.RecordColumns;
import dev.sluice.spark.window.PlaceCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;

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
    private final List<String> columns;
    private final List<String> texts;
    private final RunTime time;
    private final KeptFrames kept;
    private final boolean typed;
    /** Whether the rows were quarantined before. */
    private final boolean again;

    private final RowSteps rowSteps;
    private final Trials trials = new Trials();
    private final Judgement.Means means;
    private final RunContext run;

    private OnePass(
            PipelinePlan plan, Dataset<Row> source, RunContext run, OtherRows others, Optional<Duration> rowTimeLimit) {
        this.typed = isTyped(source);
        this.plan = plan;
        this.spec = plan.pipeline();
        this.run = run;
        this.rowSteps = new RowSteps(source.sparkSession().sparkContext(), spec.zone(), rowTimeLimit);
        List<String> hidden =
                new ArrayList<>(List.of(RecordColumns.schema(List.of()).fieldNames()));
        this.again = List.of(source.columns()).contains(RecordColumns.ORIGIN);
        if (again) {
            hidden.add(RecordColumns.ORIGIN);
        }
        this.columns = Stream.of(source.columns())
                .filter(column -> !hidden.contains(column))
                .toList();
        this.levels = new Levels(source, hidden, columns);
        this.time = new RunTime(run.runTime(), spec.zone());
        this.kept = new KeptFrames(time);
        this.means = new Judgement.Means(
                plan,
                levels,
                run,
                new KeyJoin(levels, others, kept),
                new DatasetSteps(levels, others, spec.zone(), again, kept),
                rowSteps,
                trials);
        this.texts = columns.stream()
                .filter(column -> source.schema().apply(column).dataType() instanceof StringType)
                .toList();
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
        } catch (Throwable e) {
            // What Spark throws may be checked, unseen by the compiler.
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
        Map<String, Set<Cause>> blame = new HashMap<>();
        columns.forEach(column -> blame.put(column, Set.of(new Cause.Parse(column))));
        Judgement judgement = new Judgement(means, new Lineage(texts), blame, lit(true), Optional.empty());
        Column was = whatItWas(sourceColumns, input, judgement);
        List<ReasonSlot> slots = new ArrayList<>(judgement.slots());
        Optional<RowAudit.Layout> audit = Optional.empty();
        Dataset<Row> classified;
        if (spec.fixes().isEmpty()) {
            classified = select(
                    when(judgement.good(), struct(targetColumns(judgement))),
                    when(judgement.bad(), was),
                    Optional.empty(),
                    judgement.noted(),
                    judgement.places());
        } else {
            Concerns concerns = judgement.concerns();
            slots.addAll(fixSlots(judgement.lastStep() + 1));
            audit = Optional.of(new RowAudit.Layout(
                    texts.toArray(String[]::new),
                    spec.fixes().stream().map(FixRule::name).toArray(String[]::new),
                    concerns));
            classified = mend(fixing(concerns, sourceColumns, input), sourceColumns, input, judgement, was);
        }
        QuarantineMapper.Layout layout = QuarantineMapper.Layout.of(
                sourceColumns,
                slots,
                judgement.masks().size(),
                spec.strict(),
                typed,
                Watched.of(spec.budget()),
                again,
                packs(spec),
                spec.fixes().size(),
                run.places().isPresent());
        return new Classification(time.fix(classified), layout, judgement.noticeLayout(), kept, audit, run);
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
    private List<ReasonSlot> fixSlots(int step) {
        return IntStream.range(0, spec.fixes().size())
                .mapToObj(i -> {
                    FixRule fix = spec.fixes().get(i);
                    return ReasonSlot.given(step, Stage.FIX, fix.name(), fix.columns(), i);
                })
                .toList();
    }

    /**
     * Judges bad rows a second time, with their cells mended. Good ones take part with nulls, and what is dear is not asked
     * about them: so all stays one pass.
     */
    private Dataset<Row> mend(
            RowFixing fixing, List<String> names, List<Levels.Version> input, Judgement first, Column was) {
        Column bad = first.bad();
        Levels.Version before = levels.keep(when(bad, was));
        Optional<Levels.Version> notedBefore = first.noted().map(levels::keep);
        List<Levels.Version> good = spec.target().columns().stream()
                .map(column -> levels.version(column.name()))
                .toList();
        Levels.Version fixed = levels.keep(when(
                bad.and(col(RecordColumns.PARSE).isNull()),
                fixing.column(
                        texts.stream()
                                .map(text -> input.get(names.indexOf(text)).column())
                                .toList(),
                        first.masks().stream().map(Levels.Version::column).toList(),
                        first.givenReasons())));
        List<Levels.Version> marks = spec.target().marks().stream()
                .map(mark -> levels.version(mark.name()))
                .toList();
        levels.flush();
        Column wanted = fixed.column().getField(RowFixing.CHANGES).isNotNull();
        putMended(wanted, fixed, names, input);
        Judgement second = new Judgement(means, new Lineage(List.of()), Map.of(), wanted, Optional.of(first));
        Column mended = wanted.and(second.good()).and(landsWhereItWasMet(first, second));
        List<Column> asRead = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            asRead.add(good.get(i).column().as(spec.target().columns().get(i).name()));
        }
        addedColumns(first).forEach(asRead::add);
        marks.forEach(mark -> asRead.add(mark.column().as(Merge.DELETE_MARK)));
        List<Column> asMended = new ArrayList<>(List.of(targetColumns(second)));
        // The writer sets it.
        Column noId = lit(null)
                .cast(DataTypes.StringType)
                .as(spec.target().audit().orElseThrow().fixId());
        asRead.add(noId);
        asMended.add(noId);
        return select(
                when(first.good(), struct(asRead.toArray(Column[]::new)))
                        .when(mended, struct(asMended.toArray(Column[]::new))),
                before.column().withField(RowFixing.FAILURES, fixed.column().getField(RowFixing.FAILURES)),
                Optional.of(when(mended, fixed.column().getField(RowFixing.CHANGES))),
                notedBefore.map(
                        found -> when(mended, second.noted().orElseThrow()).otherwise(found.column())),
                first.places());
    }

    /**
     * Whether a mended row has the place that it had as it was read: by that place other runs know whether they have to deal
     * with it. One that had no event time may land in the window of the run that met it. Replayed rows land in their home in
     * any case.
     */
    private Column landsWhereItWasMet(Judgement first, Judgement second) {
        return run.places()
                .filter(places -> !again)
                .map(places -> {
                    Column before = first.places().orElseThrow();
                    Column then = second.places().orElseThrow();
                    return then.equalTo(before)
                            .or(PlaceCode.hasReason(before, ReasonCode.NO_EVENT_TIME)
                                    .and(then.equalTo(lit(places.own()))));
                })
                .orElse(lit(true));
    }

    /** The source's columns once more, with what the fixes made of them; null in rows that they left. */
    private void putMended(Column wanted, Levels.Version fixed, List<String> names, List<Levels.Version> input) {
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
    private Column whatItWas(List<String> names, List<Levels.Version> input, Judgement judgement) {
        List<Column> kept = new ArrayList<>(List.of(
                col(RecordColumns.SOURCE_URI),
                col(RecordColumns.RECORD_NO),
                col(RecordColumns.BYTE_OFFSET),
                col(RecordColumns.RAW),
                col(RecordColumns.RAW_BYTES),
                col(RecordColumns.PARSE)));
        Column[] values = input.stream().map(Levels.Version::column).toArray(Column[]::new);
        kept.add(inputColumn(names, values).as("input"));
        kept.addAll(judgement.reasons());
        if (again) {
            kept.add(col(RecordColumns.ORIGIN));
        }
        judgement.places().ifPresent(place -> kept.add(place.as("place")));
        return Aside.column(struct(kept.toArray(Column[]::new)));
    }

    private Column[] targetColumns(Judgement judgement) {
        Stream<Column> own = spec.target().columns().stream().map(column -> Levels.quoted(column.name()));
        Stream<Column> marks = spec.target().marks().stream().map(mark -> Levels.quoted(mark.name()));
        return Stream.of(own, addedColumns(judgement), marks)
                .flatMap(columns -> columns)
                .toArray(Column[]::new);
    }

    /** What the run's window brings. */
    private Stream<Column> addedColumns(Judgement judgement) {
        return spec.target().added().stream()
                .map(column -> (column.type() == Primitive.TIMESTAMPTZ
                                ? windowMark(judgement)
                                : judgement.places().map(this::late).orElse(lit(null)))
                        .cast(SparkTypes.of(column.type()))
                        .as(column.name()));
    }

    /** What tells the window that is the row's home. */
    private Column windowMark(Judgement judgement) {
        WindowSpec.Mark mark = spec.window().orElseThrow().mark();
        if (again) {
            return timestamp_micros(mark.end() ? origin("window_end") : home());
        }
        Column own = run.window().map(window -> (Column) lit(mark.of(window))).orElse(lit(null));
        // Only rows of windows that a column tells land in others than their run's, and those are told by their start.
        return judgement
                .places()
                .map(place -> when(PlaceCode.isLate(place), timestamp_seconds(PlaceCode.windowStart(place)))
                        .otherwise(own))
                .orElse(own);
    }

    /** As recorded, in microseconds. */
    private static Column home() {
        return origin("window_start");
    }

    private static Column origin(String field) {
        return col(RecordColumns.ORIGIN).getField(field);
    }

    private Column late(Column place) {
        Column late = PlaceCode.isLate(place);
        return again ? late.and(PlaceCode.windowStartMicros(place).equalTo(home())) : late;
    }

    private Dataset<Row> select(
            Column good, Column bad, Optional<Column> mended, Optional<Column> noted, Optional<Column> places) {
        List<Column> classes = new ArrayList<>(List.of(good.as(ClassifiedRows.GOOD), bad.as(ClassifiedRows.BAD)));
        mended.ifPresent(changes -> classes.add(changes.as(ClassifiedRows.MENDED)));
        if (spec.budget().files().isPresent() || places.isPresent()) {
            classes.add(col(RecordColumns.SOURCE_URI).as(ClassifiedRows.FILE));
        }
        places.ifPresent(place -> classes.add(place.as(ClassifiedRows.PLACE)));
        noted.ifPresent(notice -> classes.add(notice.as(ClassifiedRows.NOTICES)));
        return levels.rows().select(classes.toArray(Column[]::new));
    }
}
