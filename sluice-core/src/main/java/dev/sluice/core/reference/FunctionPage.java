package dev.sluice.core.reference;

import dev.sluice.core.expression.ContextFunction;
import dev.sluice.core.expression.FunctionGroup;
import dev.sluice.core.expression.SqlExpression;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of functions that SQL expressions may call. */
final class FunctionPage {
    private FunctionPage() {}

    static String write() {
        Markdown page = Markdown.page("SQL expressions and their functions")
                .paragraph(
                        "Options of the type *SQL expression* take what Spark SQL takes for one value of one row: columns,"
                                + " literals, operators, `CASE`, `CAST`, `LIKE`, `RLIKE`, `IN`, `BETWEEN`, `EXTRACT`, `INTERVAL`,"
                                + " subscripts, fields, lambdas and the functions below. Names of columns match with their case; a name"
                                + " of other than letters, digits and underscores stands in backquotes.")
                .paragraph(
                        "Refused are queries, aggregates, windows, functions that make several rows, functions of chance"
                                + " or of how Spark divides the work, of the session, of files, those that run code by its name,"
                                + " parameters, `*`, aliases and `${`. An expression has at most %d characters."
                                        .formatted(SqlExpression.MAX_LENGTH))
                .paragraph(
                        "`current_date()`, `current_timestamp()` and `now()` are the time of the run, the same for all"
                                + " its rows.");
        for (FunctionGroup group : FunctionGroup.values()) {
            page.heading(2, group.title())
                    .paragraph(group.functions().stream()
                            .sorted()
                            .map(Markdown::code)
                            .collect(Collectors.joining(" ")));
        }
        page.table(
                List.of("Function", "Gives"),
                Stream.of(ContextFunction.values())
                        .map(function -> List.of(Markdown.code(function.word() + "()"), function.meaning()))
                        .toList());
        return page.text();
    }
}
