package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.Drift;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.core.window.Window;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.TableFiles;
import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.plan.Classification;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.plan.RunContext.Bringer;
import dev.sluice.spark.quarantine.Correction;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.sink.TwoTableWrite;
import dev.sluice.spark.sink.Written;
import dev.sluice.spark.source.RawRecords;
import dev.sluice.spark.source.SourceRows;
import dev.sluice.spark.source.parser.ParserFormat;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.window.RowPlaces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Today's pipeline over the records in quarantine: rows that pass land, rows that fail keep their identity. */
final class Replay {
    /** So many rows are worth a task of their own. */
    private static final double ROWS_PER_TASK = 250_000;

    private final Engine engine;
    private final PipelineSpec spec;
    private final RunListener listener;
    private final SparkSession session;
    private final QuarantineFilter filter;
    private final Optional<List<Correction>> corrections;

    Replay(
            Engine engine,
            PipelineSpec spec,
            RunListener listener,
            QuarantineFilter filter,
            Optional<List<Correction>> corrections) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
        this.session = engine.sessionFor(spec.zone());
        this.filter = filter;
        this.corrections = corrections;
        corrections.ifPresent(Replay::checkOnce);
    }

    /** Two corrections of one row would be two rows. */
    private static void checkOnce(List<Correction> corrections) {
        Set<String> seen = new HashSet<>();
        for (Correction correction : corrections) {
            if (!seen.add(correction.quarantineId())) {
                throw new SluiceException(
                        ErrorCode.INVALID_EDIT,
                        "Cannot use the corrections: row %s stands twice".formatted(correction.quarantineId()));
            }
        }
    }

    /** Where the target grows with its source, with the columns that it has by now. */
    private static PipelinePlan plan(Engine engine, PipelineSpec spec) {
        PipelinePlan declared = PipelinePlan.of(spec);
        if (spec.source().drift() != Drift.EVOLVE) {
            return declared;
        }
        Set<String> known = Stream.concat(spec.target().columns().stream(), spec.target().added().stream())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<SeenColumn> grown = engine.catalog().find(spec.target().table()).stream()
                .flatMap(table -> table.schema().columns().stream())
                .map(NestedField::name)
                .filter(name -> !known.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name -> spec.target()
                        .audit()
                        .filter(audit -> audit.fixId().equalsIgnoreCase(name))
                        .isEmpty())
                .map(name -> new SeenColumn(name, null))
                .toList();
        return EvolvedPlan.of(declared, grown, new TargetTables(engine.catalog()), new ArrayList<>());
    }

    /** All rows, in parts that one run can judge: by window, where steps refer to it. */
    List<Replay> parts() {
        if (spec.window().isEmpty() || !spec.hasStepsOfWindow()) {
            return List.of(this);
        }
        requireFormat();
        Set<Window> homes = homes(selection(candidates()).rows());
        return homes.size() < 2
                ? List.of(this)
                : homes.stream()
                        .sorted(Comparator.comparing(Window::start))
                        .map(home -> new Replay(engine, spec, listener, filter.in(home), corrections))
                        .toList();
    }

    RunResult run(String who) {
        requireFormat();
        QuarantineRun run = new QuarantineRun(engine, spec, listener);
        run.recover();
        Dataset<Row> candidates = candidates();
        RowSelection found = run.phases().time("select", () -> selection(candidates));
        if (found.count() == 0) {
            throw nothing(count(candidates));
        }
        warnAboutOthers(run, candidates, found);
        return run.run("replay", (runId, batchId) -> write(run, runId, batchId, who));
    }

    /** What {@link #run} would do now, counted by doing it; changes nothing. */
    RunResult rehearse() {
        requireFormat();
        Phases phases = new Phases(engine.clock(), engine.clock().instant());
        Dataset<Row> candidates = candidates();
        RowSelection selection = selection(candidates);
        if (selection.count() == 0) {
            throw nothing(count(candidates));
        }
        try (Classification pass = compile(Plan.of(this, selection), selection, Optional.empty())) {
            Written counted = counted(pass);
            return new RunResult(
                    spec.name(),
                    "",
                    null,
                    RunState.PREPARED,
                    counted.rows(),
                    pass.reasons(counted.reasonRows(), counted.stepReasons()),
                    OptionalLong.empty(),
                    null,
                    List.of(),
                    null,
                    phases.seconds(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    pass.mended(counted.mended()));
        }
    }

    /** What would come of some of the rows; of none where there are none. */
    RowCounts count(Optional<Column> which) {
        Dataset<Row> candidates = candidates();
        RowSelection selection =
                selection(which.map(condition -> candidates.where(condition)).orElse(candidates));
        if (selection.count() == 0) {
            return RowCounts.NONE;
        }
        try (Classification pass = compile(Plan.of(this, selection), selection, Optional.empty())) {
            return counted(pass).rows();
        }
    }

    private Written counted(Classification pass) {
        String none = "rehearsal";
        Instant now = engine.clock().instant();
        return TwoTableWrite.count(
                pass.rows(),
                pass.mapper(spec.declaredName(), none, none, spec.fingerprint(), now),
                pass.mending(spec.declaredName(), none, none, spec.fingerprint(), now));
    }

    private PreparedRun write(QuarantineRun run, String runId, String batchId, String who) {
        // Before the rows are selected: who changes the target from here on is seen.
        OptionalLong base = new TargetWrite(spec.target()).base(engine);
        // Selected anew: what is current may have changed until the claim, and cannot from here on.
        RowSelection selection = run.phases().time("select", () -> claimed(run));
        if (selection.count() == 0) {
            throw nothing(0);
        }
        run.keepHeaders(selection.headersByPath());
        Plan judged = Plan.of(this, selection);
        TargetWrite write = new TargetWrite(judged.plan().pipeline().target());
        TwoTables tables = run.phases()
                .time(
                        "tables",
                        () -> new TargetTables(engine.catalog())
                                .ensure(judged.plan().pipeline().target()));
        tables.changes().forEach(change -> listener.step("tables", change));
        listener.step("read", selection.count() + " quarantined rows");
        TableFiles history =
                run.decide(selection, tables, runId, new QuarantineRun.Verb("replayed", who, Optional.empty()));
        try (Classification pass = compile(judged, selection, Optional.of(batchId))) {
            Instant now = engine.clock().instant();
            Written written = run.phases()
                    .time(
                            "write",
                            () -> TwoTableWrite.write(
                                    pass.rows(),
                                    write.written(tables),
                                    runId,
                                    pass.mapper(spec.declaredName(), runId, batchId, spec.fingerprint(), now),
                                    pass.noticeFactory(),
                                    List.of(),
                                    pass.mending(spec.declaredName(), runId, batchId, spec.fingerprint(), now)));
            run.mend(pass.mended(written.mended()));
            run.notice(pass.notices(written.notices()));
            run.count(written.counters());
            RowCounts rows = written.rows();
            if (rows.read() != selection.count()) {
                throw QuarantineRun.unbalanced("read %d rows".formatted(rows.read()), selection);
            }
            PreparedRun prepared = new PreparedRun(
                            runId,
                            batchId,
                            spec.name(),
                            spec.fingerprint(),
                            batchId,
                            engine.clock().millis(),
                            rows,
                            pass.reasons(written.reasonRows(), written.stepReasons()),
                            new TableFiles(
                                    spec.target().table(), tables.target().uuid(), written.targetFiles()),
                            new TableFiles(
                                    spec.target().quarantine(),
                                    tables.quarantine().uuid(),
                                    written.quarantineFiles()),
                            Map.of())
                    .withFixes(spec.target()
                            .audit()
                            .map(audit -> new TableFiles(
                                    audit.table(), tables.fixes().orElseThrow().uuid(), written.fixesFiles())))
                    .withHistory(history);
            return write.ofReplay(base).map(prepared::replacing).orElse(prepared);
        }
    }

    private Dataset<Row> candidates() {
        QuarantineQuery quarantine = new QuarantineQuery(engine, session);
        Dataset<Row> all = quarantine.settled(spec, filter);
        Dataset<Row> settled = new TargetWrite(spec.target()).needsLastBatch() ? ofLastBatch(quarantine, all) : all;
        return corrections
                .map(given -> RowSelection.corrected(session, settled, given))
                .orElse(settled);
    }

    private Dataset<Row> ofLastBatch(QuarantineQuery quarantine, Dataset<Row> rows) {
        Column isLast = quarantine
                .lastBatch(spec)
                .map(batch -> functions.col(QuarantineSchema.BATCH_ID).equalTo(functions.lit(batch)))
                .orElse(functions.lit(false));
        Dataset<Row> last = rows.where(isLast);
        if (JobFailure.mapped(last::isEmpty) && !JobFailure.mapped(rows::isEmpty)) {
            throw new SluiceException(
                    ErrorCode.OUTDATED_ROWS,
                    "Cannot replay rows of %s: they are of earlier batches, and what a later one has written may take their place"
                            .formatted(spec.name()));
        }
        return last;
    }

    private RowSelection selection(Dataset<Row> candidates) {
        return RowSelection.replayable(engine, spec, candidates, requireFormat().needsHead());
    }

    /** How the pipeline's records are read again; empty if what is kept of them does not suffice. */
    static Optional<RecordFormat> format(PipelineSpec spec) {
        return ParserFormat.textFormat(spec.source().format())
                .flatMap(text -> text.records(spec.source().options()).again());
    }

    private RecordFormat requireFormat() {
        return format(spec)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.UNFIT_OPTIONS,
                        "Cannot replay rows of %s: format %s, with these options, keeps no records that tell all"
                                .formatted(
                                        spec.name(),
                                        spec.source().format().descriptor().word())));
    }

    /** The rows, once no run can replace the windows that are their homes: those of other windows are left. */
    private RowSelection claimed(QuarantineRun run) {
        if (spec.window().isEmpty()) {
            return selection(candidates());
        }
        Set<Window> homes = homes(candidates());
        run.take(homes);
        Column home = unix_micros(col(QuarantineSchema.WINDOW_START));
        return selection(candidates()
                .where(home.isNull()
                        .or(home.isInCollection(homes.stream()
                                .map(window -> EpochMicros.of(window.start()))
                                .toList()))));
    }

    /** The windows in which the rows are at home; rows from before the pipeline had windows have none. */
    private static Set<Window> homes(Dataset<Row> rows) {
        Dataset<Row> homes = rows.select(
                        unix_micros(col(QuarantineSchema.WINDOW_START)), unix_micros(col(QuarantineSchema.WINDOW_END)))
                .where(col(QuarantineSchema.WINDOW_START).isNotNull())
                .distinct();
        return JobFailure.mapped(homes::collectAsList).stream()
                .map(home -> new Window(EpochMicros.toInstant(home.getLong(0)), EpochMicros.toInstant(home.getLong(1))))
                .collect(Collectors.toSet());
    }

    /** The pipeline as it judges the rows. */
    private record Plan(PipelinePlan plan, Optional<Window> window) {
        static Plan of(Replay replay, RowSelection selection) {
            PipelineSpec spec = replay.spec;
            if (spec.window().isEmpty()) {
                return new Plan(Replay.plan(replay.engine, spec), Optional.empty());
            }
            Set<Window> homes = homes(selection.rows());
            if (homes.size() == 1) {
                Window only = homes.iterator().next();
                return new Plan(Replay.plan(replay.engine, spec.at(only)), Optional.of(only));
            }
            if (spec.hasStepsOfWindow()) {
                throw new SluiceException(
                        ErrorCode.NOT_WITH_WINDOWS,
                        "Cannot replay rows of %d windows of %s at once: its steps refer to the window; replay them window by window"
                                .formatted(homes.size(), spec.name()));
            }
            return new Plan(Replay.plan(replay.engine, spec), Optional.empty());
        }
    }

    private RunContext placing(RunContext context, RowSelection selection) {
        return spec.window()
                .filter(windows -> windows.column().isPresent())
                .map(windows -> {
                    Set<String> inputs = selection.paths().stream()
                            .flatMap(uri -> RowPlaces.inputs(uri).stream())
                            .collect(Collectors.toSet());
                    return context.placing(RowPlaces.again(
                            windows.placement(),
                            engine.ledger().windows().entries(spec.name(), inputs),
                            corrections.isPresent()));
                })
                .orElse(context);
    }

    private Classification compile(Plan judged, RowSelection selection, Optional<String> batchId) {
        RunContext context = RunContext.of(
                judged.plan(),
                engine.project().environment(),
                batchId,
                RunContext.Tags.again(tags(selection)),
                engine.clock().instant());
        return OnePass.compile(
                judged.plan(),
                source(judged.plan(), selection),
                placing(judged.window().map(context::in).orElse(context), selection),
                ProjectRows.of(engine, spec, true),
                engine.rowTimeLimit());
    }

    /** Of the batches that brought the rows, as far as they have any. */
    private Map<Bringer, Map<String, String>> tags(RowSelection selection) {
        Map<Bringer, Map<String, String>> tags = new HashMap<>();
        selection.files().stream()
                .map(file -> new Bringer(file.runId(), file.batchId()))
                .distinct()
                .forEach(by -> tags.put(by, tags(by)));
        tags.values().removeIf(Map::isEmpty);
        return tags;
    }

    /** Of rows that have failed a replay before, no run but the batch's last one is known. */
    private Map<String, String> tags(Bringer by) {
        return engine.ledger()
                .run(by.runId())
                .filter(run -> run.batchId().equals(by.batchId()))
                .map(run -> engine.ledger().tags(run.runId()))
                .orElseGet(() -> engine.ledger().tags(spec.name(), by.batchId()));
    }

    private Dataset<Row> source(PipelinePlan plan, RowSelection selection) {
        SourceSpec source = spec.source();
        int tasks = (int) Math.ceil(selection.count() / ROWS_PER_TASK);
        Dataset<Row> records = RawRecords.read(
                selection.records().coalesce(Math.max(tasks, 1)),
                requireFormat(),
                plan.sourceColumns().stream()
                        .filter(column -> !source.partitions().contains(column.name()))
                        .toList(),
                selection.headers());
        // Today's policy is asked; that of the day when the rows came may have been another.
        Map<String, String> drifting = source.drift() == Drift.QUARANTINE ? selection.drifting() : Map.of();
        return SourceRows.again(records, source.partitions(), selection.paths(), drifting);
    }

    private static void warnAboutOthers(QuarantineRun run, Dataset<Row> candidates, RowSelection found) {
        long others = count(candidates) - found.count();
        if (others > 0) {
            run.warn("%,d rows were left: of them, or of their files' headers, only a part is kept".formatted(others));
        }
    }

    private static long count(Dataset<Row> rows) {
        return JobFailure.mapped(rows::count);
    }

    private SluiceException nothing(long incomplete) {
        return new SluiceException(
                ErrorCode.NO_ROWS_SELECTED,
                incomplete > 0
                        ? "Cannot replay rows of %s: only a part of the record is kept of the %d that match, or no header of their files"
                                .formatted(spec.name(), incomplete)
                        : "Cannot replay rows of %s: no current row matches".formatted(spec.name()));
    }
}
