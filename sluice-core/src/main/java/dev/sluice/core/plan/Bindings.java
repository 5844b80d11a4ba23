package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Footprint;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Steps of the row tier that are bound to values within columns. */
final class Bindings {
    private Bindings() {}

    static boolean canBind(Plugin plugin) {
        return plugin instanceof RowPlugin;
    }

    /** The footprint with columns in place of paths; a column in which a step writes keeps its type, or changes it unseen. */
    static Footprint ofColumns(Footprint footprint, Collection<String> known) {
        Map<String, String> writes = new LinkedHashMap<>();
        Map<String, List<String>> sources = new LinkedHashMap<>();
        footprint.writes().forEach((name, type) -> {
            String column = NestedPath.column(name, known);
            writes.putIfAbsent(column, column.equals(name) ? type : Footprint.UNKNOWN);
            if (footprint.sources().containsKey(name)) {
                sources.put(column, NestedPath.columns(footprint.sourcesOf(name), known));
            }
        });
        return new Footprint(
                NestedPath.columns(footprint.reads(), known),
                writes,
                footprint.removes(),
                footprint.nullInNullOut(),
                sources);
    }

    /** What cannot be bound so: to elements of two arrays, or to elements while what is made belongs to none of them. */
    static Optional<Problem> check(
            Step<?> step, Collection<String> reads, Collection<String> writes, Predicate<String> isPath) {
        List<String> elements = Stream.concat(reads.stream(), writes.stream())
                .filter(isPath)
                .flatMap(name -> NestedPath.parse(name).stream())
                .map(NestedPath::elements)
                .filter(path -> !path.isEmpty())
                .distinct()
                .toList();
        String deepest = elements.stream()
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse("");
        for (String other : elements) {
            if (!deepest.startsWith(other)) {
                return Optional.of(problem(
                        step,
                        other,
                        "'%s' cannot be bound to the elements of both %s and %s"
                                .formatted(step.name(), other, deepest)));
            }
        }
        return writes.stream()
                .filter(name -> !deepest.isEmpty() && !name.startsWith(deepest))
                .findFirst()
                .map(name -> problem(
                        step,
                        name,
                        "'%s' is called for each of %s, so it cannot make the column '%s'"
                                .formatted(step.name(), deepest, name)));
    }

    private static Problem problem(Step<?> step, String name, String message) {
        return Problem.at(OptionPlaces.ofColumn(step, name), ErrorCode.UNFIT_OPTIONS, message);
    }

    /** What is wrong with paths into the target's columns. */
    static Stream<Problem> missing(Step<?> step, Collection<String> reads, List<TargetColumn> target) {
        return reads.stream()
                .flatMap(name -> target.stream()
                        .filter(column -> NestedPath.parse(name)
                                .filter(path -> path.column().equals(column.name()))
                                .filter(path -> path.in(column.type()).isEmpty())
                                .isPresent())
                        .filter(column ->
                                target.stream().noneMatch(other -> other.name().equals(name)))
                        .map(column -> Problem.at(
                                OptionPlaces.ofColumn(step, name),
                                ErrorCode.UNKNOWN_COLUMN,
                                "the target's column '%s' of type %s has no '%s'"
                                        .formatted(column.name(), column.type(), name))));
    }
}
