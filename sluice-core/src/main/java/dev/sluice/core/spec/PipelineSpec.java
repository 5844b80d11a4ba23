package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.budget.Budget;
import dev.sluice.core.check.BatchCheck;
import dev.sluice.core.window.Window;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline as declared, resolved for one environment.
 *
 * @param name as the ledger knows it: see {@link PipelineName}
 * @param zone the zone of timestamps that carry none, and of expressions
 * @param strict whether a row stops at the first converter that fails
 * @param validate the pipeline's own rules, after those of the target
 * @param version what made it what it is
 * @param budget how many bad rows a run may have
 * @param care how its tables are looked after
 * @param checks demands on each batch as a whole
 * @param packs whose steps stand before the pipeline's own
 * @param fixes what mends cells of bad rows, in order; the target has an audit where there are any
 * @param window its windows; empty if each run loads what has not landed yet
 * @param audits demands on what a run has written together with what is published
 * @param sinks places to which each published state of the target is delivered, each with a name of its own
 */
public record PipelineSpec(
        String name,
        SourceSpec source,
        List<Step<ConverterPlugin>> convert,
        TargetSpec target,
        List<Step<ValidatorPlugin>> validate,
        ZoneId zone,
        boolean strict,
        PipelineVersion version,
        Budget budget,
        TableCare care,
        List<BatchCheck> checks,
        List<PackUse> packs,
        List<FixRule> fixes,
        Optional<WindowSpec> window,
        List<DatasetAudit> audits,
        List<Step<Sink>> sinks) {
    public PipelineSpec {
        requireNonNull(name, "name");
        requireNonNull(source, "source");
        convert = List.copyOf(convert);
        requireNonNull(target, "target");
        validate = List.copyOf(validate);
        requireNonNull(zone, "zone");
        requireNonNull(version, "version");
        requireNonNull(budget, "budget");
        requireNonNull(care, "care");
        checks = List.copyOf(checks);
        packs = List.copyOf(packs);
        fixes = List.copyOf(fixes);
        requireNonNull(window, "window");
        audits = List.copyOf(audits);
        sinks = List.copyOf(sinks);
    }

    /** A pipeline without windows, audits and sinks. */
    public PipelineSpec(
            String name,
            SourceSpec source,
            List<Step<ConverterPlugin>> convert,
            TargetSpec target,
            List<Step<ValidatorPlugin>> validate,
            ZoneId zone,
            boolean strict,
            PipelineVersion version,
            Budget budget,
            TableCare care,
            List<BatchCheck> checks,
            List<PackUse> packs,
            List<FixRule> fixes) {
        this(
                name,
                source,
                convert,
                target,
                validate,
                zone,
                strict,
                version,
                budget,
                care,
                checks,
                packs,
                fixes,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** SHA-256 over all that makes its rows what they are, in hex. */
    public String fingerprint() {
        return version.fingerprint();
    }

    /** The name that its file gives it, whatever the deployment: rows bear this one. */
    public String declaredName() {
        return PipelineName.parse(name).pipeline();
    }

    /** The table of rows for whoever reads what is live: the target, but for a deployment that runs beside it. */
    public TableName liveTable() {
        String suffix =
                PipelineName.parse(name).deployment().map(own -> "__" + own).orElse("");
        TableName own = target.table();
        return new TableName(own.namespace(), own.name().substring(0, own.name().length() - suffix.length()));
    }

    /**
     * The same pipeline as a deployment beside the one that is live, with tables and a part of the ledger of its own. It
     * delivers nothing: sinks have what is live. Its fingerprint is the same: so are its rows.
     *
     * @throws dev.sluice.api.SluiceException {@code INVALID_DEPLOYMENT}
     */
    public PipelineSpec beside(String deployment) {
        return new PipelineSpec(
                new PipelineName(name, Optional.of(deployment)).toString(),
                source,
                convert,
                target.beside(deployment),
                validate,
                zone,
                strict,
                version,
                budget,
                care,
                checks,
                packs,
                fixes,
                window,
                audits,
                List.of());
    }

    /**
     * The pipeline as a run of one of its windows carries it out: with the window's times in place of references to it.
     *
     * @throws IllegalStateException if it has no windows
     */
    public PipelineSpec at(Window of) {
        ZoneId local = window.orElseThrow(() ->
                        new IllegalStateException("Cannot resolve a window: pipeline %s has none".formatted(name)))
                .schedule()
                .grid()
                .zone();
        WindowValues values = new WindowValues(of, local);
        return new PipelineSpec(
                name,
                source.with(values::of),
                values.of(convert),
                target.withRules(values.of(target.rules())),
                values.of(validate),
                zone,
                strict,
                version,
                budget,
                care,
                checks,
                packs,
                fixes,
                window,
                audits.stream().map(audit -> audit.with(values::of)).toList(),
                sinks);
    }

    /** Whether its steps refer to the window, so that each window needs steps of its own. */
    public boolean hasStepsOfWindow() {
        return WindowValues.refers(convert) || WindowValues.refers(validate) || WindowValues.refers(target.rules());
    }

    /** The same pipeline that reads other files. */
    public PipelineSpec withSource(SourceSpec newSource) {
        return new PipelineSpec(
                name, newSource, convert, target, validate, zone, strict, version, budget, care, checks, packs, fixes,
                window, audits, sinks);
    }

    /** The same pipeline that delivers elsewhere. */
    public PipelineSpec withSinks(List<Step<Sink>> newSinks) {
        return new PipelineSpec(
                name, source, convert, target, validate, zone, strict, version, budget, care, checks, packs, fixes,
                window, audits, newSinks);
    }

    /** The same pipeline whose tables are looked after otherwise. */
    public PipelineSpec withCare(TableCare newCare) {
        return new PipelineSpec(
                name, source, convert, target, validate, zone, strict, version, budget, newCare, checks, packs, fixes,
                window, audits, sinks);
    }

    /** The same pipeline whose runs neither deliver nor maintain tables: another does when all of them have ended. */
    public PipelineSpec amongOthers() {
        return withSinks(List.of()).withCare(care.byCommandAlone());
    }

    /** The same pipeline with more columns; those of the source are declared only where others are. */
    public PipelineSpec evolved(List<SourceColumn> moreOfSource, List<TargetColumn> moreOfTarget) {
        List<SourceColumn> declared = new ArrayList<>(source.columns());
        if (!declared.isEmpty()) {
            declared.addAll(moreOfSource);
        }
        List<TargetColumn> columns = new ArrayList<>(target.columns());
        columns.addAll(moreOfTarget);
        return new PipelineSpec(
                name,
                source.withColumns(declared),
                convert,
                target.withColumns(columns),
                validate,
                zone,
                strict,
                version,
                budget,
                care,
                checks,
                packs,
                fixes,
                window,
                audits,
                sinks);
    }
}
