package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.KeyLookup;
import dev.sluice.api.KeyLookup.Others;
import dev.sluice.api.KeyedConverter;
import dev.sluice.api.KeyedValidator;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.dataset.DatasetConverter;
import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.core.spec.FixRule;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with the fixes of a pipeline, known without data. */
final class FixChecks {
    private FixChecks() {}

    static List<Problem> of(PipelineSpec pipeline, List<SourceColumn> source) {
        if (pipeline.fixes().isEmpty()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, SourceColumn> columns =
                source.stream().collect(Collectors.toMap(SourceColumn::name, Function.identity(), (a, b) -> a));
        for (FixRule fix : pipeline.fixes()) {
            for (String name : fix.columns()) {
                SourceColumn column = columns.get(name);
                if (column == null) {
                    problems.add(Problem.at(
                                    fix.columnsAt(),
                                    ErrorCode.UNKNOWN_COLUMN,
                                    "'%s' mends the column '%s', which the source does not give"
                                            .formatted(fix.name(), name))
                            .withHint(DidYouMean.hint(name, columns.keySet())));
                } else if (pipeline.source().format().typed()
                        && column.type() != null
                        && column.type() != ColumnType.Primitive.STRING) {
                    problems.add(noText(fix, name, column.type().toString()));
                }
            }
        }
        Stream.of(pipeline.convert(), pipeline.target().rules(), pipeline.validate())
                .<Step<?>>flatMap(List::stream)
                .filter(FixChecks::looksAtBatch)
                .map(step -> Problem.at(
                        step.location(),
                        ErrorCode.UNFIT_FIX,
                        "'%s' looks at the whole batch, which 'fix' would change after the look"
                                .formatted(step.name())))
                .forEach(problems::add);
        return problems;
    }

    /** That a column holds something else than text. */
    private static Problem noText(FixRule fix, String column, String type) {
        return Problem.at(
                fix.columnsAt(),
                ErrorCode.UNFIT_FIX,
                "'%s' mends the column '%s', which is no text but %s".formatted(fix.name(), column, type));
    }

    private static boolean looksAtBatch(Step<?> step) {
        return step.plugin() instanceof DatasetConverter
                || step.plugin() instanceof DatasetValidator
                || lookups(step).stream().anyMatch(lookup -> lookup.others() instanceof Others.Batch);
    }

    private static List<KeyLookup> lookups(Step<?> step) {
        Plugin plugin = step.plugin();
        if (plugin instanceof KeyedConverter converter) {
            return List.of(converter.lookup(step.options()));
        }
        return plugin instanceof KeyedValidator validator ? validator.lookups(step.options()) : List.of();
    }
}
