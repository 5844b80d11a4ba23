package dev.sluice.testkit.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import dev.sluice.api.StepContext;
import dev.sluice.core.expression.SqlExpression;
import dev.sluice.testkit.PluginContract;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in of the column tier promises; authors extend {@link ColumnValidatorContract} or
 * {@link ColumnConverterContract}. Steps that look keys up are not for these suites: try them by a pipeline.
 *
 * @param <P> the plug-in's kind
 */
public abstract class ColumnPluginContract<P extends Plugin> extends PluginContract<P> {
    private static final String NUMBER = "_sluice_row";
    private static final int THREADS = 4;

    /** Rows to try the plug-in with, good and bad ones. */
    protected abstract Dataset<Row> rows();

    /** The session in which the rows are looked at; a local one unless overridden. */
    protected SparkSession spark() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("contract of a plug-in")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    /** The columns that the plug-in says it reads. */
    abstract List<String> reads(P plugin, Options options);

    /** All expressions that the plug-in gives. */
    abstract List<Column> expressions(P plugin, Options options, StepContext context);

    /** The codes of all reasons that the plug-in gives. */
    abstract Set<String> givenCodes(P plugin, Options options, StepContext context);

    @Override
    protected final void exercise(P plugin, Options options) {
        expressions(plugin, options, context(plugin, options));
    }

    @Test
    public void valuesDependOnNothingButTheRow() {
        List<Row> rows = rows().collectAsList();
        Dataset<Row> once = tried(rows, 1);
        assertTrue(
                ((org.apache.spark.sql.classic.Dataset<Row>) once)
                        .queryExecution()
                        .analyzed()
                        .deterministic(),
                "an expression is not deterministic");
        List<Row> turned = new ArrayList<>();
        rows.forEach(row -> turned.add(0, row));
        Map<Long, String> expected = results(once);
        Map<Long, String> actual = new TreeMap<>();
        results(tried(turned, 2)).forEach((number, text) -> actual.put(rows.size() - 1 - number, text));
        assertEquals(expected, actual, "rows in another order have other results");
    }

    @Test
    public void nullsAreNoFaultOfThePlugin() {
        P plugin = plugin();
        StructType schema = rows().schema();
        List<Row> holed = new ArrayList<>();
        holed.add(RowFactory.create(new Object[schema.size()]));
        for (Row row : rows().collectAsList()) {
            for (String column : readColumns(plugin, options())) {
                Object[] values = new Object[schema.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = schema.fieldNames()[i].equals(column) ? null : row.get(i);
                }
                holed.add(RowFactory.create(values));
            }
        }
        assertEquals(holed.size(), results(tried(holed, 1)).size());
    }

    @Test
    public void reasonsHaveCodesThatAreDeclared() {
        P plugin = plugin();
        for (String code : givenCodes(plugin, options(), context(plugin, options()))) {
            assertTrue(
                    code.matches("[A-Z][A-Z0-9_]{0,59}"),
                    () -> "the code '%s' must be capitals, digits and underscores".formatted(code));
            assertTrue(codes().contains(code), () -> "the code '%s' is not among those declared".formatted(code));
        }
    }

    /** One instance serves all pipelines. */
    @Test
    public void oneInstanceServesManyThreads() throws Exception {
        P plugin = plugin();
        Callable<List<String>> ask = () -> expressions(plugin, options(), context(plugin, options())).stream()
                .map(Column::toString)
                .toList();
        List<String> expected = ask.call();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<List<String>> answer :
                    threads.invokeAll(java.util.Collections.nCopies(THREADS * THREADS, ask))) {
                assertEquals(expected, answer.get(), "other expressions on another thread");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    final StepContext context(P plugin, Options options) {
        return new SampleContext(rows().schema(), readColumns(plugin, options));
    }

    /** Those of its SQL too, as the planner finds them. */
    private List<String> readColumns(P plugin, Options options) {
        Set<String> columns = new LinkedHashSet<>(reads(plugin, options));
        for (Option<?> option : plugin.descriptor().options()) {
            options.find(option).stream()
                    .flatMap(value -> sql(option.type(), value))
                    .forEach(text -> columns.addAll(SqlExpression.parse(text).columns()));
        }
        return List.copyOf(columns);
    }

    private static Stream<String> sql(OptionType<?> type, Object value) {
        if (type instanceof OptionType.Sql) {
            return Stream.of(value.toString());
        }
        if (type instanceof OptionType.ListOf<?> list && value instanceof List<?> items) {
            return items.stream().flatMap(item -> sql(list.element(), item));
        }
        return type instanceof OptionType.MapOf<?> map && value instanceof Map<?, ?> entries
                ? entries.values().stream().flatMap(item -> sql(map.value(), item))
                : Stream.empty();
    }

    /** The rows with the plug-in's expressions beside their number. */
    private Dataset<Row> tried(List<Row> rows, int partitions) {
        StructType schema = new StructType().add(NUMBER, DataTypes.LongType, false);
        for (StructField field : rows().schema().fields()) {
            schema = schema.add(field.name(), field.dataType(), true);
        }
        List<Row> numbered = new ArrayList<>();
        for (Row row : rows) {
            Object[] values = new Object[row.size() + 1];
            values[0] = (long) numbered.size();
            for (int i = 0; i < row.size(); i++) {
                values[i + 1] = row.get(i);
            }
            numbered.add(RowFactory.create(values));
        }
        Dataset<Row> all = spark().createDataFrame(numbered, schema).repartition(partitions);
        P plugin = plugin();
        List<Column> columns = new ArrayList<>(List.of(functions.col(NUMBER)));
        for (Column expression : expressions(plugin, options(), context(plugin, options()))) {
            columns.add(expression.as("_" + columns.size()));
        }
        return all.select(columns.toArray(Column[]::new));
    }

    private static Map<Long, String> results(Dataset<Row> tried) {
        Map<Long, String> results = new TreeMap<>();
        tried.collectAsList()
                .forEach(row -> results.put(row.getLong(0), row.toString().replaceFirst("^\\[\\d+,?", "[")));
        return results;
    }
}
