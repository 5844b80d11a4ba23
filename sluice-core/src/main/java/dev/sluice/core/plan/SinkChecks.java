package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.core.type.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether the target can be delivered to the pipeline's sinks. */
public final class SinkChecks {
    private SinkChecks() {}

    /** What can be known of the pipeline alone. */
    static List<Problem> of(PipelineSpec pipeline) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Step<Sink> sink : pipeline.sinks()) {
            Stream.concat(pipeline.target().columns().stream(), pipeline.target().added().stream())
                    .filter(column -> holdsTime(column.type()))
                    .forEach(column -> problems.add(Problem.at(
                                    sink.location(),
                                    ErrorCode.SINK_INVALID,
                                    "the column '%s' has type %s, which no sink can be given"
                                            .formatted(column.name(), column.type()))
                            .withHint("declare it as string")));
            problems.addAll(sink.plugin().checkColumns(sink.options(), columns(pipeline)).stream()
                    .map(problem -> problem.location() == null
                            ? new Problem(problem.code(), problem.message(), sink.location(), problem.hint())
                            : problem)
                    .toList());
            String place = sink.plugin().place(sink.options());
            String other = places.putIfAbsent(place, sink.name());
            if (other != null) {
                problems.add(Problem.at(
                        sink.location(),
                        ErrorCode.SINK_INVALID,
                        "the sink '%s' delivers to %s already".formatted(other, place)));
            }
        }
        return problems;
    }

    private static Map<String, String> columns(PipelineSpec pipeline) {
        Map<String, String> columns = new LinkedHashMap<>();
        Stream.concat(pipeline.target().columns().stream(), pipeline.target().added().stream())
                .forEach(column -> columns.put(column.name(), column.type().toString()));
        return columns;
    }

    /** Spark has no such type, and cannot read it from a table. */
    private static boolean holdsTime(ColumnType type) {
        if (type instanceof ColumnType.Array array) {
            return holdsTime(array.element());
        } else if (type instanceof ColumnType.MapType map) {
            return holdsTime(map.key()) || holdsTime(map.value());
        } else if (type instanceof ColumnType.Struct struct) {
            return struct.fields().stream().map(ColumnType.Field::type).anyMatch(SinkChecks::holdsTime);
        }
        return type == ColumnType.Primitive.TIME;
    }
}
