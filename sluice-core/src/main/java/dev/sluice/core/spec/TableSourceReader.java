package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.expression.SqlQuery;
import dev.sluice.core.expression.TableReference;
import dev.sluice.core.expression.TextPlace;
import dev.sluice.core.window.WindowReference;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code source:} where rows come from tables. */
final class TableSourceReader {
    private static final List<String> KEYS = List.of(Keys.SOURCE_TABLE.name(), Keys.SOURCE_QUERY.name());

    private final Problems problems;
    private final Names names;

    TableSourceReader(Problems problems, Names names) {
        this.problems = problems;
        this.names = names;
    }

    /** Whether the section names a table or a query. */
    boolean asked(MapTree source) {
        return !named(source).isEmpty();
    }

    private static List<Entry> named(MapTree source) {
        return KEYS.stream()
                .flatMap(key -> source.find(key).stream())
                .filter(entry -> !entry.value().isNull())
                .toList();
    }

    Optional<SourceSpec> read(MapTree source, SectionOptions values, Location at) {
        List<Entry> asked = named(source);
        if (asked.size() > 1) {
            problems.add(
                    asked.get(1).keyLocation(),
                    CONFLICTING_KEYS,
                    "source has both 'table' and 'query'",
                    "write one of the two");
            return Optional.empty();
        }
        refuseOthers(source, asked.get(0).key());
        Location tableAt = values.location(Keys.SOURCE_TABLE);
        Optional<TableRows> table = values.find(Keys.SOURCE_TABLE)
                .flatMap(text -> names.table(text, tableAt))
                .map(name -> new TableRows.Whole(name, tableAt));
        return table.or(() ->
                        values.find(Keys.SOURCE_QUERY).flatMap(text -> query(text, values.location(Keys.SOURCE_QUERY))))
                .map(rows -> SourceSpec.of(rows, at));
    }

    private void refuseOthers(MapTree source, String key) {
        Stream.concat(
                        Keys.SOURCE.options().stream().map(option -> option.name()),
                        Stream.of(Keys.OPTIONS.name(), Keys.SOURCE_COLUMNS.name()))
                .filter(name -> !KEYS.contains(name))
                .flatMap(name -> source.find(name).stream())
                .forEach(entry -> problems.add(
                        entry.keyLocation(),
                        CONFLICTING_KEYS,
                        "source has '%s', which is about files, and '%s'".formatted(entry.key(), key),
                        "remove '%s': a table tells its own columns and types".formatted(entry.key())));
    }

    private Optional<TableRows> query(String written, @Nullable Location at) {
        String text = WindowReference.sample(written);
        SqlQuery query = SqlQuery.parse(text);
        for (Problem problem : query.problems(at)) {
            problems.add(problem);
        }
        boolean named = true;
        for (TableReference table : query.tables()) {
            named &= names.table(table.name(), TextPlace.within(at, text, table.offset(), table.length()))
                    .isPresent();
        }
        return query.flaws().isEmpty() && named ? Optional.of(new TableRows.Query(written, at)) : Optional.empty();
    }
}
