package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType.Choice;
import dev.sluice.api.OptionType.ListOf;
import dev.sluice.api.OptionType.Text;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.sink.Sink;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.spark.database.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Delivers to a table of a database, which changes from state to state in one transaction. */
public final class JdbcSink implements Sink {
    public static final Option<String> CONNECTION =
            Option.required("connection", new Text(), "A connection that the project declares under `connections:`.");
    public static final Option<String> TABLE = Option.required(
            "table",
            new Text(),
            "The table, `name` or `schema.name`, spelt as the database does; made where it is missing.");
    public static final Option<Mode> MODE = Option.of(
            "mode",
            new Choice<>(Mode.class),
            Mode.REPLACE,
            "`replace` makes the rows the whole table, `upsert` updates the rows that have their keys and inserts the others;"
                    + " no row is deleted then.");
    public static final Option<List<String>> KEYS = Option.of(
            "keys",
            new ListOf<>(new Text()),
            List.of(),
            "With `mode: upsert`, the columns that tell which row is meant; the table has a unique index on them.");

    private static final Pattern NESTED = Pattern.compile("(array|map|struct)\\b.*");

    /** How rows become the table. */
    public enum Mode {
        REPLACE,
        UPSERT
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "jdbc",
                "Delivers to a table of a PostgreSQL or SQLite database; readers see it change in one transaction.",
                CONNECTION,
                TABLE,
                MODE,
                KEYS);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        boolean upsert = options.get(MODE) == Mode.UPSERT;
        if (upsert && options.get(KEYS).isEmpty()) {
            problems.add(Problem.at(
                    options.location(MODE),
                    ErrorCode.SINK_INVALID,
                    "mode upsert needs 'keys', the columns that tell which row is meant"));
        }
        if (!upsert && !options.get(KEYS).isEmpty()) {
            problems.add(Problem.at(options.location(KEYS), ErrorCode.SINK_INVALID, "mode replace takes no 'keys'")
                    .withHint("remove them, or write mode: upsert"));
        }
        if (!SqlName.isTable(options.get(TABLE))) {
            problems.add(Problem.at(
                    options.location(TABLE),
                    ErrorCode.SINK_INVALID,
                    "'%s' is no name of a table, 'name' or 'schema.name'".formatted(options.get(TABLE))));
        }
        return problems;
    }

    @Override
    public List<Problem> checkColumns(Options options, Map<String, String> columns) {
        List<Problem> problems = new ArrayList<>();
        columns.forEach((name, type) -> {
            if (NESTED.matcher(type).matches()) {
                problems.add(Problem.at(
                        options.location(),
                        ErrorCode.SINK_INVALID,
                        "a table of a database cannot hold the column '%s' of type %s".formatted(name, type)));
            }
        });
        for (String key : options.get(KEYS)) {
            if (!columns.containsKey(key)) {
                problems.add(Problem.at(
                                options.location(KEYS),
                                ErrorCode.SINK_INVALID,
                                "the target has no column '%s'".formatted(key))
                        .withHint("it has: " + String.join(", ", columns.keySet())));
            }
        }
        return problems;
    }

    @Override
    public Optional<Option<String>> connection() {
        return Optional.of(CONNECTION);
    }

    @Override
    public String place(Options options) {
        return options.get(CONNECTION) + ":" + options.get(TABLE);
    }

    @Override
    public SinkPlace open(Options options, SinkContext context) throws Exception {
        return JdbcPlace.open(
                context.connection(options.get(CONNECTION)),
                SqlName.table(options.get(TABLE)),
                options.get(MODE) == Mode.UPSERT ? options.get(KEYS) : List.of(),
                context);
    }
}
