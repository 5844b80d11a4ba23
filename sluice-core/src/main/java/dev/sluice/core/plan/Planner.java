package dev.sluice.core.plan;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Footprint;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.dataset.DatasetPlugin;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.Conversions;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans one pipeline; used once. */
final class Planner {
    private final PipelineSpec pipeline;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Planner(PipelineSpec pipeline) {
        this.pipeline = pipeline;
    }

    PipelinePlan plan() {
        List<Touch> touches = touches();
        SourceNames names = SourceNames.of(pipeline, touches);
        ColumnSpace space =
                new ColumnSpace(names.columns(), pipeline.source().format().typed(), problems);
        List<PlannedStep> steps =
                touches.stream().map(touch -> follow(touch, space)).toList();
        List<TargetInput> inputs = targetInputs(space);
        List<PlannedRule> rules = Stream.concat(pipeline.target().rules().stream(), pipeline.validate().stream())
                .map(this::rule)
                .toList();
        for (PlannedRule rule : rules) {
            // A rule that is bound to values within a column says nothing of the column's own type.
            List<String> named = rule.step().plugin().reads(rule.step().options());
            problems.addAll(RuleChecks.of(
                    rule,
                    pipeline.target().columns().stream()
                            .filter(column -> !Bindings.canBind(rule.step().plugin()) || named.contains(column.name()))
                            .toList()));
        }
        problems.addAll(FixChecks.of(pipeline, names.columns()));
        problems.addAll(WindowChecks.of(pipeline));
        problems.addAll(WriteChecks.of(pipeline));
        problems.addAll(TableChecks.of(pipeline));
        problems.addAll(SinkChecks.of(pipeline));
        warnings.addAll(Unused.of(pipeline, touches));
        if (!problems.isEmpty()) {
            throw new SluiceException(problems.stream().distinct().toList());
        }
        return new PipelinePlan(
                pipeline, Requirement.resolve(names, touches, pipeline), steps, inputs, rules, warnings);
    }

    private List<Touch> touches() {
        Set<String> known = new HashSet<>(pipeline.source().partitions());
        pipeline.source().columns().forEach(column -> known.add(column.name()));
        pipeline.target().columns().forEach(column -> known.add(column.name()));
        List<Touch> touches = new ArrayList<>();
        for (Step<ConverterPlugin> step : pipeline.convert()) {
            Touch touch = touch(step, known);
            touches.add(touch);
            known.addAll(touch.footprint().writes().keySet());
        }
        return touches;
    }

    /** @param known the columns that there are, as far as can be said */
    private Touch touch(Step<ConverterPlugin> step, Set<String> known) {
        SqlOptions sql = SqlOptions.of(step);
        problems.addAll(sql.problems());
        Footprint footprint = step.plugin().footprint(step.options());
        if (!Bindings.canBind(step.plugin())) {
            return Touch.of(step, footprint, sql.reads());
        }
        Set<String> columns = Set.copyOf(known);
        Bindings.check(
                        step,
                        footprint.reads(),
                        footprint.writes().keySet(),
                        name -> NestedPath.within(name, columns).isPresent())
                .ifPresent(problems::add);
        return Touch.of(step, Bindings.ofColumns(footprint, columns), sql.reads());
    }

    private PlannedStep follow(Touch touch, ColumnSpace space) {
        List<PlannedColumn> before = space.columns();
        touch.reads().forEach(read -> space.read(read, touch.step()));
        Map<String, @Nullable ColumnType> writes = new LinkedHashMap<>();
        Map<String, String> declared =
                touch.step().plugin().footprint(touch.step().options()).writes();
        touch.footprint()
                .writes()
                .forEach((name, type) -> writes.put(
                        name, declared.containsKey(name) ? type(type, touch.step()) : space.textOrUnknown(name)));
        boolean given =
                touch.step().plugin() instanceof RowPlugin || touch.step().plugin() instanceof DatasetPlugin;
        if (given && declared.values().stream().anyMatch(this::isNoType)) {
            problems.add(Problem.at(
                    touch.step().location(),
                    ErrorCode.MADE_TYPE,
                    "'%s' does not say of which types its columns are, as a plug-in of the row or dataset tier must"
                            .formatted(touch.step().name())));
        }
        space.change(touch.step(), writes, touch.footprint().removes());
        return new PlannedStep(
                touch.step(),
                touch.footprint(),
                touch.reads().stream().map(Read::name).distinct().toList(),
                before,
                space.columns());
    }

    private boolean isNoType(String text) {
        try {
            TypeParser.parse(text);
            return false;
        } catch (TypeSyntaxException e) {
            return true;
        }
    }

    private @Nullable ColumnType type(String text, Step<?> step) {
        if (text.equals(Footprint.UNKNOWN)) {
            return null;
        }
        try {
            return TypeParser.parse(text);
        } catch (TypeSyntaxException e) {
            problems.add(
                    Problem.at(OptionPlaces.ofValue(step, text), ErrorCode.MADE_TYPE, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private List<TargetInput> targetInputs(ColumnSpace space) {
        List<TargetInput> inputs = new ArrayList<>();
        for (TargetColumn column : Stream.concat(
                        pipeline.target().columns().stream(), pipeline.target().marks().stream())
                .toList()) {
            PlannedColumn feed = space.feed(column);
            if (feed == null) {
                continue;
            }
            ColumnType from = feed.type();
            if (from != null && !Conversions.possible(from, column.type())) {
                problems.add(Problem.at(
                                column.location(),
                                ErrorCode.CANNOT_CONVERT,
                                "the target column '%s' is %s, which %s cannot become"
                                        .formatted(column.name(), column.type(), from))
                        .withHint("'%s' makes it %s".formatted(feed.madeBy(), from)));
            }
            inputs.add(new TargetInput(column, from, feed.madeBy()));
        }
        return inputs;
    }

    private PlannedRule rule(Step<ValidatorPlugin> step) {
        SqlOptions sql = SqlOptions.of(step);
        problems.addAll(sql.problems());
        List<String> target =
                pipeline.target().columns().stream().map(TargetColumn::name).toList();
        SqlOptions when = SqlOptions.of(step.terms());
        problems.addAll(when.problems());
        List<String> own = step.plugin().reads(step.options());
        if (Bindings.canBind(step.plugin())) {
            Bindings.check(
                            step,
                            own,
                            List.of(),
                            name -> NestedPath.within(name, target).isPresent())
                    .ifPresent(problems::add);
            Bindings.missing(step, own, pipeline.target().columns()).forEach(problems::add);
            own = NestedPath.columns(own, target);
        }
        List<Read> reads = Read.all(step, own, sql.reads());
        Stream.concat(reads.stream(), when.reads().stream())
                .filter(read -> !target.contains(read.name()))
                .map(read -> read.unknown("the target has no column '%s'", target))
                .forEach(problems::add);
        return new PlannedRule(step, names(reads), names(when.reads()));
    }

    private static List<String> names(List<Read> reads) {
        return reads.stream().map(Read::name).distinct().toList();
    }
}
