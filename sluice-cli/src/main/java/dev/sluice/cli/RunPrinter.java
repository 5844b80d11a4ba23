package dev.sluice.cli;

import dev.sluice.api.Problem;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.ResultRows;
import dev.sluice.cli.output.TableOutput;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PackUse;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Window;
import dev.sluice.spark.run.WindowOutcome;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints how a run ended. */
final class RunPrinter {
    private static final int REASONS_SHOWN = 10;
    private static final int OVERRUNS_SHOWN = 10;

    private final Invocation invocation;
    private final PrintStream out;

    RunPrinter(Invocation invocation) {
        this.invocation = invocation;
        this.out = invocation.console().out();
    }

    /** @param target the table as users write it */
    void print(RunResult result, String target) {
        print(result, target, List.of());
    }

    /** @param packs that the pipeline uses */
    void print(RunResult result, String target, List<PackUse> packs) {
        print(result, target, packs, null, List.of());
    }

    /**
     * Prints a run of a window.
     *
     * @param settled runs that it made necessary
     */
    void print(
            RunResult result,
            String target,
            List<PackUse> packs,
            Grid grid,
            Window window,
            List<WindowOutcome> settled) {
        print(
                result,
                target,
                packs,
                grid.text(window),
                settled.stream()
                        .map(run -> new Settled(grid.text(run.window()), run))
                        .toList());
    }

    /** A run that another one made necessary. @param window as users write it */
    private record Settled(String window, WindowOutcome run) {}

    private void print(
            RunResult result, String target, List<PackUse> packs, @Nullable String window, List<Settled> settled) {
        result.warnings().forEach(warning -> invocation.note("warning: " + VisibleText.of(warning)));
        switch (invocation.options().output) {
            case table -> text(result, target);
            case json -> json(result, packs, window, settled);
            case csv ->
                new ResultPrinter(invocation)
                        .print(
                                List.of(
                                        ResultColumn.text("pipeline"),
                                        ResultColumn.text("run"),
                                        ResultColumn.text("batch"),
                                        ResultColumn.text("state"),
                                        ResultColumn.number("read"),
                                        ResultColumn.number("landed"),
                                        ResultColumn.number("quarantined")),
                                List.of(result),
                                RunPrinter::row);
        }
        out.flush();
        int ignored = new DeliveryPrinter(invocation).failures(result.deliveries());
    }

    private static List<@Nullable Object> row(RunResult result) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(result.pipeline());
        row.add(result.runId());
        row.add(result.batchId());
        row.add(result.state().word());
        row.add(result.rows().read());
        row.add(result.rows().landed());
        row.add(result.rows().quarantined());
        return row;
    }

    private void json(RunResult result, List<PackUse> packs, @Nullable String window, List<Settled> settled) {
        JsonOutput.print(out, fields -> {
            fields.value("pipeline", result.pipeline());
            fields.value("runId", result.runId());
            fields.value("batchId", result.batchId());
            fields.value("window", window);
            fields.value("state", result.state().word());
            fields.object("rows", rows -> {
                rows.value("read", result.rows().read());
                rows.value("landed", result.rows().landed());
                rows.value("quarantined", result.rows().quarantined());
                rows.value("filtered", result.rows().filtered());
                rows.value("deferred", result.rows().deferred());
            });
            fields.array("late", List.copyOf(new TreeMap<>(result.late()).entrySet()), (late, item) -> {
                item.value("delay", late.getKey().word());
                item.value("rows", late.getValue());
            });
            fields.array("settled", settled, (one, item) -> {
                item.value("window", one.window());
                item.value("runId", one.run().result().map(RunResult::runId).orElse(null));
                item.value(
                        "state",
                        one.run().result().map(run -> run.state().word()).orElse("failed"));
                item.value(
                        "message",
                        one.run()
                                .failure()
                                .map(failure -> failure.problems().get(0).message())
                                .orElse(null));
            });
            fields.object("mended", mended -> {
                mended.value("rows", result.mended().rows());
                mended.array("fixes", result.mended().fixes(), (fix, item) -> {
                    item.value("rule", fix.rule());
                    item.value("cells", fix.cells());
                });
            });
            fields.array("reasons", result.reasons(), (reason, item) -> {
                item.value("stage", reason.stage().name().toLowerCase(Locale.ROOT));
                item.value("code", reason.code());
                item.value("rule", reason.rule());
                item.value("column", reason.column());
                item.value("rows", reason.rows());
            });
            fields.array("counters", result.counters(), (counter, item) -> {
                item.value("step", counter.step());
                item.value("counter", counter.counter());
                item.value("count", counter.count());
            });
            fields.value(
                    "snapshot",
                    result.snapshot().isPresent() ? result.snapshot().getAsLong() : null);
            fields.array("overruns", result.overruns(), (overrun, item) -> {
                item.value("subject", overrun.subject().word());
                item.value("name", overrun.name().isEmpty() ? null : overrun.name());
                item.value("bad", overrun.bad());
                item.value("read", overrun.read());
                item.value("budget", overrun.limit().toString());
            });
            Path report = result.report();
            fields.value("report", report == null ? null : report.toString());
            fields.value("seconds", Math.round(result.seconds() * 1000) / 1000.0);
            fields.value("landedBy", result.landedBy());
            fields.value("warnings", result.warnings());
            fields.array("packs", packs, (pack, item) -> {
                item.value("name", pack.name().text());
                item.value("version", pack.version().toString());
                item.value("sha256", pack.sha256().hex());
                item.value("file", pack.file());
            });
            fields.array("checks", result.checks(), (check, item) -> {
                item.value("name", check.name());
                item.value("measured", check.measured());
                item.value("severity", check.severity().word());
                item.value("value", check.value().isPresent() ? check.value().getAsDouble() : null);
                item.value("passed", check.passed());
                item.value("message", check.message());
            });
            fields.array("audits", result.audits(), (audit, item) -> {
                item.value("name", audit.name());
                item.value("severity", audit.severity().word());
                item.value("passed", audit.passed());
                item.value("rows", audit.rows());
                item.value("message", audit.message());
                item.array("sample", audit.sample(), (cells, row) -> {
                    for (int i = 0; i < cells.size(); i++) {
                        row.value(audit.columns().get(i), cells.get(i));
                    }
                });
            });
            fields.array("deliveries", result.deliveries(), (delivery, item) -> {
                boolean known = delivery.snapshot().isPresent();
                item.value("sink", delivery.sink());
                item.value("place", delivery.place());
                item.value("outcome", delivery.outcome().word());
                item.value("snapshot", known ? delivery.snapshot().getAsLong() : null);
                item.value("rows", known ? delivery.rows() : null);
                Problem failure = delivery.failure();
                item.value("message", failure == null ? null : failure.message());
            });
            fields.array("notices", result.notices(), (notice, item) -> {
                item.value("severity", notice.severity().word());
                item.value("code", notice.code());
                item.value("rule", notice.rule());
                item.value("column", notice.column());
                item.value("rows", notice.rows());
                item.array("samples", notice.samples(), (sample, row) -> {
                    row.value("file", sample.file());
                    row.value("recordNo", sample.recordNo());
                    row.value("value", sample.value());
                    row.value("message", sample.message());
                });
            });
            fields.array("drift", result.drift(), (finding, item) -> {
                item.value("kind", finding.kind().word());
                item.value("column", finding.column());
                item.value("was", finding.was());
                item.value("is", finding.is());
                item.value("since", finding.since());
                item.value("files", finding.files());
            });
        });
    }

    private void text(RunResult result, String target) {
        out.println(verdict(result, target));
        RowCounts rows = result.rows();
        if (rows.read() > 0) {
            out.println();
            count("read", rows.read(), rows.read());
            count(result.state() == RunState.HELD ? "would land" : "landed", rows.landed(), rows.read());
            if (result.mended().rows() > 0) {
                count("of them mended", result.mended().rows(), rows.read());
            }
            count("quarantined", rows.quarantined(), rows.read());
            if (rows.filtered() > 0) {
                count("filtered", rows.filtered(), rows.read());
            }
            if (rows.deferred() > 0) {
                count("deferred", rows.deferred(), rows.read());
            }
            new TreeMap<>(result.late())
                    .forEach((delay, late) ->
                            count("late " + (delay == Delay.MORE ? "more" : "<= " + delay.word()), late, rows.read()));
        }
        if (!result.reasons().isEmpty()) {
            out.println();
            reasons(result.reasons());
        }
        List<CheckResult> failed =
                result.checks().stream().filter(check -> !check.passed()).toList();
        if (!failed.isEmpty()) {
            out.println();
            failed.forEach(check -> out.println(check.severity().word() + ": check "
                    + VisibleText.of("'" + check.name() + "' failed: " + check.message())));
        }
        result.audits().stream().filter(audit -> !audit.passed()).forEach(this::audit);
        if (!result.notices().isEmpty()) {
            out.println();
            notices(result.notices());
        }
        if (!result.mended().fixes().isEmpty()) {
            out.println();
            result.mended()
                    .fixes()
                    .forEach(fix -> out.println(String.format(
                            Locale.ROOT, "mended   %,d cells  %s", fix.cells(), VisibleText.of(fix.rule()))));
        }
        if (!result.counters().isEmpty()) {
            out.println();
            result.counters()
                    .forEach(total -> out.println(String.format(
                            Locale.ROOT,
                            "counted  %,d  %s: %s",
                            total.count(),
                            VisibleText.of(total.step()),
                            VisibleText.of(total.counter()))));
        }
        deliveries(result.deliveries());
        out.println();
        facts(result).forEach((name, value) -> out.println(String.format(Locale.ROOT, "%-8s  %s", name, value)));
    }

    private void deliveries(List<DeliveryResult> deliveries) {
        if (!deliveries.isEmpty()) {
            out.println();
        }
        deliveries.forEach(delivery -> out.println(VisibleText.of(
                switch (delivery.outcome()) {
                    case DELIVERED ->
                        String.format(
                                Locale.ROOT,
                                "delivered  %,d rows to %s (%s)",
                                delivery.rows(),
                                delivery.sink(),
                                delivery.place());
                    case UP_TO_DATE ->
                        "delivered  nothing to %s (%s): it is up to date".formatted(delivery.sink(), delivery.place());
                    case NOTHING ->
                        "delivered  nothing to %s (%s): nothing is published"
                                .formatted(delivery.sink(), delivery.place());
                    case FAILED -> "not delivered to %s (%s)".formatted(delivery.sink(), delivery.place());
                })));
    }

    private void audit(AuditResult audit) {
        out.println();
        out.println(audit.severity().word() + ": audit "
                + VisibleText.of("'" + audit.name() + "' failed: " + audit.message()));
        if (!audit.sample().isEmpty()) {
            Console console = invocation.console();
            new TableOutput(out, console.outIsTerminal() ? console.columns() : 0, invocation.colorOnOut())
                    .print(new ResultRows(
                            audit.columns().stream().map(ResultColumn::text).toList(),
                            audit.sample().stream()
                                    .<List<@Nullable Object>>map(ArrayList::new)
                                    .iterator()));
        }
        if (audit.rows() > audit.sample().size() && !audit.sample().isEmpty()) {
            out.println(String.format(
                    Locale.ROOT, "and %,d more", audit.rows() - audit.sample().size()));
        }
    }

    private static String verdict(RunResult result, String target) {
        RowCounts rows = result.rows();
        return switch (result.state()) {
            case PUBLISHED ->
                rows.quarantined() + rows.deferred() == 0
                        ? "%s: all %,d rows landed in %s.".formatted(result.pipeline(), rows.landed(), target)
                        : "%s: %,d of %,d rows landed in %s, %,d are in quarantine%s."
                                .formatted(
                                        result.pipeline(),
                                        rows.landed(),
                                        rows.read(),
                                        target,
                                        rows.quarantined(),
                                        rows.deferred() == 0
                                                ? ""
                                                : ", %,d are left to other windows".formatted(rows.deferred()));
            case ALREADY_LANDED ->
                "%s: nothing to do, the batch had landed in %s before%s."
                        .formatted(
                                result.pipeline(),
                                target,
                                result.landedBy() == null ? "" : ", by run " + result.landedBy());
            case HELD ->
                result.overruns().isEmpty()
                        ? "%s: held. %s; nothing was published."
                                .formatted(
                                        result.pipeline(),
                                        result.checks().stream().anyMatch(CheckResult::forbids)
                                                ? "The batch failed a check"
                                                : "It failed an audit")
                        : "%s: held. %,d of %,d rows are bad; nothing was published."
                                        .formatted(result.pipeline(), rows.quarantined(), rows.read())
                                + overruns(result.overruns());
            case RUNNING, PREPARED, DISCARDED, FAILED, ROLLED_BACK ->
                "%s: %s; nothing was published."
                        .formatted(result.pipeline(), result.state().word());
        };
    }

    private static String overruns(List<Overrun> overruns) {
        StringBuilder text = new StringBuilder();
        overruns.stream()
                .limit(OVERRUNS_SHOWN)
                .forEach(overrun -> text.append("\n  over budget: ").append(VisibleText.of(overrun.describe())));
        if (overruns.size() > OVERRUNS_SHOWN) {
            text.append("\n  and %d more".formatted(overruns.size() - OVERRUNS_SHOWN));
        }
        return text.toString();
    }

    private void count(String name, long rows, long read) {
        String share = rows == read ? "" : String.format(Locale.ROOT, "  %5.1f %%", 100.0 * rows / read);
        out.println(String.format(Locale.ROOT, "%-14s %,12d", name, rows) + share);
    }

    private void reasons(List<ReasonCount> reasons) {
        List<ReasonCount> shown = reasons.subList(0, Math.min(REASONS_SHOWN, reasons.size()));
        Console console = invocation.console();
        new TableOutput(out, console.outIsTerminal() ? console.columns() : 0, invocation.colorOnOut())
                .print(new ResultRows(
                        List.of(
                                ResultColumn.number("rows"),
                                ResultColumn.text("reason"),
                                ResultColumn.text("rule"),
                                ResultColumn.text("column")),
                        shown.stream().map(RunPrinter::reason).iterator()));
        if (shown.size() < reasons.size()) {
            out.println("and " + (reasons.size() - shown.size()) + " more; the report has them all");
        }
    }

    private void notices(List<RuleNotice> notices) {
        List<RuleNotice> shown = notices.subList(0, Math.min(REASONS_SHOWN, notices.size()));
        Console console = invocation.console();
        new TableOutput(out, console.outIsTerminal() ? console.columns() : 0, invocation.colorOnOut())
                .print(new ResultRows(
                        List.of(
                                ResultColumn.number("rows"),
                                ResultColumn.text("severity"),
                                ResultColumn.text("rule"),
                                ResultColumn.text("column"),
                                ResultColumn.text("such as")),
                        shown.stream().map(RunPrinter::notice).iterator()));
        if (shown.size() < notices.size()) {
            out.println("and " + (notices.size() - shown.size()) + " more; the report has them all");
        }
    }

    private static List<@Nullable Object> notice(RuleNotice notice) {
        String column = notice.column();
        return List.of(
                notice.rows(),
                notice.severity().word(),
                notice.rule(),
                column == null ? "" : column,
                notice.samples().isEmpty() ? "" : notice.samples().get(0).message());
    }

    private static List<@Nullable Object> reason(ReasonCount reason) {
        String column = reason.column();
        return List.of(reason.rows(), reason.code(), reason.rule(), column == null ? "" : column);
    }

    private Map<String, String> facts(RunResult result) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("run", result.runId());
        if (result.batchId() != null) {
            facts.put("batch", VisibleText.of(result.batchId()));
        }
        result.snapshot().ifPresent(id -> facts.put("snapshot", Long.toString(id)));
        facts.put("seconds", String.format(Locale.ROOT, "%.1f", result.seconds()));
        if (result.report() != null) {
            facts.put("report", invocation.relative(result.report()));
        }
        if (result.state() == RunState.HELD) {
            facts.put(
                    "look",
                    "sluice quarantine show %s --run %s".formatted(result.pipeline(), result.runId())
                            + invocation.place());
            facts.put("accept", "sluice publish %s --accept".formatted(result.runId()) + invocation.place());
            facts.put("or", "sluice discard %s --reason TEXT".formatted(result.runId()) + invocation.place());
            return facts;
        }
        facts.put(
                "next",
                "sluice "
                        + (result.rows().quarantined() > 0
                                ? "quarantine show " + result.pipeline()
                                : "runs " + result.pipeline())
                        + invocation.place());
        return facts;
    }
}
