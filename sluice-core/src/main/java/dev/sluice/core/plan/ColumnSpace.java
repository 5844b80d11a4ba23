package dev.sluice.core.plan;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.DidYouMean;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that exist at one moment, on the way from source to target. Adds what is wrong to the list it is given. */
final class ColumnSpace {
    private final Map<String, PlannedColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> removedBy = new LinkedHashMap<>();
    private final List<Problem> problems;

    /** @param typed whether only the files tell the types of columns that are not declared */
    ColumnSpace(List<SourceColumn> source, boolean typed, List<Problem> problems) {
        this.problems = problems;
        for (SourceColumn column : source) {
            add(new PlannedColumn(column.name(), typed ? column.type() : Primitive.STRING, null), column.location());
        }
    }

    List<PlannedColumn> columns() {
        return List.copyOf(columns.values());
    }

    /** Says so if the column does not exist; it is then taken to exist, so that the error comes once. */
    void read(Read read, Step<?> step) {
        if (!columns.containsKey(read.name())) {
            missing(read.name(), read.location(), "'%s' reads the column '%s'".formatted(step.name(), read.name()));
        }
    }

    /** The type of a column in which something is written: text stays so, of another only the data can tell. */
    @Nullable
    ColumnType textOrUnknown(String name) {
        PlannedColumn column = columns.get(name);
        return column != null && column.type() == Primitive.STRING ? Primitive.STRING : null;
    }

    void change(Step<ConverterPlugin> step, Map<String, @Nullable ColumnType> writes, Collection<String> removes) {
        for (String removed : removes) {
            if (!writes.containsKey(removed) && columns.remove(removed) != null) {
                removedBy.put(removed, step.name());
            }
        }
        writes.forEach((name, type) -> {
            removedBy.remove(name);
            add(new PlannedColumn(name, type, step.name()), OptionPlaces.ofColumn(step, name));
        });
    }

    /** The column that feeds a target column; null, with the problem told, if there is none. */
    @Nullable
    PlannedColumn feed(TargetColumn target) {
        PlannedColumn column = columns.get(target.name());
        if (column == null) {
            missing(
                    target.name(),
                    target.location(),
                    "nothing gives the target its column '%s'".formatted(target.name()));
        }
        return column;
    }

    private void missing(String name, @Nullable Location location, String message) {
        String remover = removedBy.get(name);
        problems.add(
                remover == null
                        ? Problem.at(location, ErrorCode.UNKNOWN_COLUMN, message + ", which does not exist here")
                                .withHint(hint(name))
                        : Problem.at(
                                location, ErrorCode.REMOVED_COLUMN, message + ", which '" + remover + "' removed"));
        columns.put(name, new PlannedColumn(name, null, null));
    }

    private @Nullable String hint(String name) {
        String nearest = DidYouMean.hint(name, columns.keySet());
        return nearest != null || columns.isEmpty() || columns.size() > 12
                ? nearest
                : "columns here: " + String.join(", ", columns.keySet());
    }

    private void add(PlannedColumn column, @Nullable Location location) {
        columns.keySet().stream()
                .filter(other -> other.equalsIgnoreCase(column.name()) && !other.equals(column.name()))
                .findFirst()
                .ifPresent(other -> problems.add(Problem.at(
                                location,
                                ErrorCode.COLUMN_CASE,
                                "the columns '%s' and '%s' differ only in case".formatted(other, column.name()))
                        .withHint("did you mean '" + other + "'?")));
        columns.put(column.name(), column);
    }
}
