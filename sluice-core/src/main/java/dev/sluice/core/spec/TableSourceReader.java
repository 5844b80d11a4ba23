package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.INVALID_NAME;
import static dev.sluice.api.ErrorCode.MISSING_KEY;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code source:} where rows come from tables. */
final class TableSourceReader {
    private static final List<String> KEYS = List.of(Keys.SOURCE_TABLE.name(), Keys.SOURCE_QUERY.name());
    private static final String CONNECTION = Keys.SOURCE_CONNECTION.name();

    /** A table of a database, spelt as it is there; quotes would end the quoted name. */
    private static final Pattern FOREIGN_TABLE = Pattern.compile("(?:([^.\"]+)\\.)?([^.\"]+)");

    private final Problems problems;
    private final Names names;

    TableSourceReader(Problems problems, Names names) {
        this.problems = problems;
        this.names = names;
    }

    /** Whether the section names a table, a query or a connection. */
    boolean asked(MapTree source) {
        return !named(source).isEmpty() || connected(source).isPresent();
    }

    private static Optional<Entry> connected(MapTree source) {
        return source.find(CONNECTION).filter(entry -> !entry.value().isNull());
    }

    private static List<Entry> named(MapTree source) {
        return KEYS.stream()
                .flatMap(key -> source.find(key).stream())
                .filter(entry -> !entry.value().isNull())
                .toList();
    }

    Optional<SourceSpec> read(MapTree source, SectionOptions values, Location at) {
        List<Entry> asked = named(source);
        if (asked.isEmpty()) {
            problems.add(
                    connected(source).map(Entry::keyLocation).orElse(at),
                    MISSING_KEY,
                    "source has a 'connection', and neither 'table' nor 'query'",
                    "say what is read from the database");
            return Optional.empty();
        }
        if (asked.size() > 1) {
            problems.add(
                    asked.get(1).keyLocation(),
                    CONFLICTING_KEYS,
                    "source has both 'table' and 'query'",
                    "write one of the two");
            return Optional.empty();
        }
        refuseOthers(source, asked.get(0).key());
        Optional<String> connection = values.find(Keys.SOURCE_CONNECTION);
        if (connected(source).isPresent()) {
            return connection.flatMap(name -> database(name, values)).map(rows -> SourceSpec.of(rows, at));
        }
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
                .filter(name -> !KEYS.contains(name) && !name.equals(CONNECTION))
                .flatMap(name -> source.find(name).stream())
                .forEach(entry -> problems.add(
                        entry.keyLocation(),
                        CONFLICTING_KEYS,
                        "source has '%s', which is about files, and '%s'".formatted(entry.key(), key),
                        "remove '%s': a table tells its own columns and types".formatted(entry.key())));
    }

    private Optional<TableRows> database(String connection, SectionOptions values) {
        Location tableAt = values.location(Keys.SOURCE_TABLE);
        Optional<String> table = values.find(Keys.SOURCE_TABLE);
        if (table.isEmpty()) {
            return values.find(Keys.SOURCE_QUERY)
                    .map(text -> new TableRows.Database(connection, text, values.location(Keys.SOURCE_QUERY)));
        }
        Matcher name = FOREIGN_TABLE.matcher(table.get());
        if (!name.matches()) {
            problems.add(
                    tableAt,
                    INVALID_NAME,
                    "'%s' is no name of a table, 'name' or 'schema.name'".formatted(table.get()),
                    "name the table, or write a query");
            return Optional.empty();
        }
        String schema = name.group(1) == null ? "" : "\"%s\".".formatted(name.group(1));
        return Optional.of(
                new TableRows.Database(connection, "SELECT * FROM %s\"%s\"".formatted(schema, name.group(2)), tableAt));
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
