package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.jspecify.annotations.Nullable;

/**
 * An SQL expression over the columns of one row, parsed by Spark's grammar and held against an allow-list, without Spark.
 *
 * <p>What is not known to be a deterministic function of the row is refused: sub-queries, aggregates, windows, generators,
 * reflection, functions of the session, files or chance, parameters and variables.
 *
 * @param text as written
 * @param references every column that it reads, in the order of the text; lambda variables are none
 * @param functions the functions that it calls, in lower case
 * @param context its calls of functions that tell of the run, in the order of the text
 * @param flaws what is wrong with it; empty where it may be used
 */
public record SqlExpression(
        String text,
        List<ColumnReference> references,
        Set<String> functions,
        List<ContextCall> context,
        List<Flaw> flaws) {
    /** The longest expression in characters. */
    public static final int MAX_LENGTH = 10_000;

    public SqlExpression {
        requireNonNull(text, "text");
        references = List.copyOf(references);
        functions = Set.copyOf(functions);
        context = List.copyOf(context);
        flaws = List.copyOf(flaws);
    }

    /**
     * Loads the grammar, which takes longer than any parse. A command may do so on another thread while it reads files;
     * without it the first parse does.
     */
    public static void prepare() {
        parse("a = 1 AND upper(b) IN ('c')");
    }

    /** Reads the text. Never throws: what is wrong is in {@link #flaws}. */
    public static SqlExpression parse(String text) {
        return new SqlText(text, SqlText.Kind.EXPRESSION)
                .read(
                        SqlBaseParser::singleExpression,
                        tree -> ExpressionWalk.over(text, tree),
                        flaw -> new SqlExpression(text, List.of(), Set.of(), List.of(), List.of(flaw)));
    }

    /** The columns that it reads, each once, in the order of the text. */
    public List<String> columns() {
        return references.stream().map(ColumnReference::name).distinct().toList();
    }

    /** The text with SQL in place of each call of a context function, as Spark can take it. */
    public String resolve(Function<ContextFunction, String> sql) {
        StringBuilder resolved = new StringBuilder(text);
        for (int i = context.size() - 1; i >= 0; i--) {
            ContextCall call = context.get(i);
            resolved.replace(call.offset(), call.offset() + call.length(), sql.apply(call.function()));
        }
        return resolved.toString();
    }

    public boolean isValid() {
        return flaws.isEmpty();
    }

    /** The flaws as problems of the configuration, where {@code scalar} is the place of the expression's text. */
    public List<Problem> problems(@Nullable Location scalar) {
        return flaws.stream().map(flaw -> flaw.problem(text, scalar)).collect(Collectors.toUnmodifiableList());
    }
}
