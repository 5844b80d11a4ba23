package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Columns that a step makes though nothing reads them: odd, but no error. */
final class Unused {
    private Unused() {}

    /** One warning for each such column, in the order of the steps. */
    static List<Problem> of(PipelineSpec pipeline, List<Touch> touches) {
        Set<String> wanted = new HashSet<>();
        pipeline.target().columns().stream().map(TargetColumn::name).forEach(wanted::add);
        pipeline.target().marks().stream().map(TargetColumn::name).forEach(wanted::add);
        List<Problem> warnings = new ArrayList<>();
        for (int i = touches.size() - 1; i >= 0; i--) {
            Touch touch = touches.get(i);
            for (String name : touch.footprint().writes().keySet()) {
                if (!wanted.remove(name)) {
                    warnings.add(
                            0,
                            Problem.at(
                                    OptionPlaces.ofColumn(touch.step(), name),
                                    ErrorCode.UNUSED_COLUMN,
                                    "'%s' makes the column '%s', which nothing reads"
                                            .formatted(touch.step().name(), name)));
                }
            }
            touch.reads().forEach(read -> wanted.add(read.name()));
        }
        return warnings;
    }
}
