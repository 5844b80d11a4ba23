package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.expression.SqlQuery;
import dev.sluice.core.window.WindowReference;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of tables, in place of files: of the project's own, or of a database's. */
public sealed interface TableRows {
    /** The project's tables that are read, each once, in the order of their first mention. */
    List<TableName> tables();

    /** Where the table or query is written. */
    @Nullable
    Location location();

    /** The same with other text in place of references to the window. */
    TableRows with(UnaryOperator<String> values);

    /** How messages call it. */
    String describe();

    /** The query as it is written; empty for a whole table. */
    Optional<String> query();

    /** Whether the rows are those of a window. */
    default boolean ofWindow() {
        return false;
    }

    /** All rows of one table. */
    record Whole(TableName table, @Nullable Location location) implements TableRows {
        public Whole {
            requireNonNull(table, "table");
        }

        @Override
        public List<TableName> tables() {
            return List.of(table);
        }

        @Override
        public TableRows with(UnaryOperator<String> values) {
            return this;
        }

        @Override
        public String describe() {
            return table.toString();
        }

        @Override
        public Optional<String> query() {
            return Optional.empty();
        }
    }

    /**
     * The result of a query.
     *
     * @param text SQL without flaws; it may refer to the window
     * @param ofWindow whether it refers to the window, or did as it was written
     */
    record Query(String text, boolean ofWindow, @Nullable Location location) implements TableRows {
        public Query {
            requireNonNull(text, "text");
        }

        /** A query as it is written. */
        public Query(String text, @Nullable Location location) {
            this(text, WindowReference.indexIn(text) >= 0, location);
        }

        /** Of a text that does not refer to the window any more; of another, with the times of some window. */
        public SqlQuery parsed() {
            return SqlQuery.parse(WindowReference.sample(text));
        }

        @Override
        public List<TableName> tables() {
            return parsed().tableNames().stream()
                    .map(TableName::parse)
                    .distinct()
                    .toList();
        }

        @Override
        public TableRows with(UnaryOperator<String> values) {
            return new Query(values.apply(text), ofWindow, location);
        }

        @Override
        public String describe() {
            return "a query of "
                    + String.join(
                            ", ", tables().stream().map(TableName::toString).toList());
        }

        @Override
        public Optional<String> query() {
            return Optional.of(text);
        }
    }

    /**
     * What a database answers.
     *
     * @param connection the project's name for it
     * @param text SQL of that database, which nobody has looked at; it may refer to the window
     * @param ofWindow whether it refers to the window, or did as it was written
     */
    record Database(
            String connection,
            String text,
            boolean ofWindow,
            @Nullable Location location) implements TableRows {
        public Database {
            requireNonNull(connection, "connection");
            requireNonNull(text, "text");
        }

        /** A query as it is written. */
        public Database(String connection, String text, @Nullable Location location) {
            this(connection, text, WindowReference.indexIn(text) >= 0, location);
        }

        @Override
        public List<TableName> tables() {
            return List.of();
        }

        @Override
        public TableRows with(UnaryOperator<String> values) {
            return new Database(connection, values.apply(text), ofWindow, location);
        }

        @Override
        public String describe() {
            return "a query of connection " + connection;
        }

        @Override
        public Optional<String> query() {
            return Optional.of(text);
        }
    }
}
