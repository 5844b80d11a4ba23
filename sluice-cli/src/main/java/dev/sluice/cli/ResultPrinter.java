package dev.sluice.cli;

import dev.sluice.cli.output.CsvOutput;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.ResultRows;
import dev.sluice.cli.output.TableOutput;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints a result on stdout in the form that the options ask for. */
final class ResultPrinter {
    private final Invocation invocation;

    ResultPrinter(Invocation invocation) {
        this.invocation = invocation;
    }

    void print(ResultRows result) {
        Console console = invocation.console();
        PrintStream out = console.out();
        switch (invocation.options().output) {
            case table ->
                new TableOutput(out, console.outIsTerminal() ? console.columns() : 0, invocation.colorOnOut())
                        .print(result);
            case json -> JsonOutput.print(out, result);
            case csv -> CsvOutput.print(out, result);
        }
    }

    /** Prints a row for each item. */
    <T> void print(List<ResultColumn> columns, List<T> items, Function<T, List<@Nullable Object>> row) {
        Iterator<List<@Nullable Object>> rows = items.stream().map(row).iterator();
        print(new ResultRows(columns, rows));
    }
}
