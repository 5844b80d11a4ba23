package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import java.util.List;
import java.util.function.UnaryOperator;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.jspecify.annotations.Nullable;

/**
 * An SQL query over named tables, parsed by Spark's grammar and held against an allow-list, without Spark.
 *
 * <p>It joins, filters, aggregates and computes. What is not known to give the same rows for the same state of its tables is
 * refused: functions of time, chance, the session or the division of work, samples, a limit without an order; and all that
 * reads something else than named tables: files, functions that give tables, other states of a table.
 *
 * @param text as written
 * @param tables every place where it names a table, in the order of the text
 * @param flaws what is wrong with it; empty where it may be run
 */
public record SqlQuery(String text, List<TableReference> tables, List<Flaw> flaws) {
    public SqlQuery {
        requireNonNull(text, "text");
        tables = List.copyOf(tables);
        flaws = List.copyOf(flaws);
    }

    /** Reads the text. Never throws: what is wrong is in {@link #flaws}. */
    public static SqlQuery parse(String text) {
        return new SqlText(text, SqlText.Kind.QUERY)
                .read(
                        SqlQuery::toItsEnd,
                        tree -> QueryWalk.over(text, tree),
                        flaw -> new SqlQuery(text, List.of(), List.of(flaw)));
    }

    private static SqlBaseParser.QueryContext toItsEnd(SqlBaseParser parser) {
        SqlBaseParser.QueryContext query = parser.query();
        // The rule itself is content with the beginning of a text.
        Token next = parser.getCurrentToken();
        if (next.getType() != Token.EOF) {
            if (parser.getErrorListeners().isEmpty()) {
                throw new ParseCancellationException();
            }
            parser.notifyErrorListeners(next, "the query has ended", null);
        }
        return query;
    }

    /** The names of its tables, each once, in the order of the text. */
    public List<String> tableNames() {
        return tables.stream().map(TableReference::name).distinct().toList();
    }

    /** The text with SQL in place of each table's name. */
    public String resolve(UnaryOperator<String> sql) {
        StringBuilder resolved = new StringBuilder(text);
        for (int i = tables.size() - 1; i >= 0; i--) {
            TableReference table = tables.get(i);
            resolved.replace(table.offset(), table.offset() + table.length(), sql.apply(table.name()));
        }
        return resolved.toString();
    }

    /** The flaws as problems of the configuration, where {@code scalar} is the place of the query's text. */
    public List<Problem> problems(@Nullable Location scalar) {
        return flaws.stream().map(flaw -> flaw.problem(text, scalar)).toList();
    }
}
