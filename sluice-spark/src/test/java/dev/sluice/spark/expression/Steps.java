package dev.sluice.spark.expression;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Check;
import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Failure;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.StepContext;
import dev.sluice.api.Validator;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs single steps over rows in every mode of Spark. */
final class Steps {
    private Steps() {}

    /** Options as a test sets them. */
    static final class Set implements Options {
        private final Map<Option<?>, Object> values = new HashMap<>();

        <T> Set with(Option<T> option, T value) {
            values.put(option, value);
            return this;
        }

        @Override
        public <T> T get(Option<T> option) {
            return find(option).orElseThrow(() -> new IllegalStateException("Cannot find " + option.name()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Optional<T> find(Option<T> option) {
            return Optional.ofNullable((T) values.getOrDefault(option, option.defaultValue()));
        }

        @Override
        public @Nullable Location location(Option<?> option) {
            return null;
        }

        @Override
        public @Nullable Location location() {
            return null;
        }
    }

    static Set options() {
        return new Set();
    }

    private record Context(StructType schema, List<String> reads) implements StepContext {
        @Override
        public Column column(String name) {
            return col(name);
        }

        @Override
        public String type(String name) {
            DataType type = schema.apply(name).dataType();
            return type.catalogString();
        }

        @Override
        public ZoneId zone() {
            return ZoneId.of("Europe/Berlin");
        }

        @Override
        public ColumnFunctions functions() {
            return new CompiledFunctions(sql -> sql.replace("run_time()", "TIMESTAMP'2024-06-15 12:00:00Z'"));
        }
    }

    /**
     * For each row the values of the columns made, in order, then the code of the first failure or null, then its detail
     * or null.
     *
     * @param sql the columns that the step's SQL mentions
     */
    static List<List<Object>> convert(
            Converter converter, Options options, List<Row> rows, StructType schema, String... sql) {
        assertNoProblems(converter.check(options));
        List<String> reads = reads(converter.footprint(options).reads(), sql);
        List<ConvertedColumn> made = converter.convert(options, new Context(schema, reads));
        List<Column> columns =
                new ArrayList<>(made.stream().map(ConvertedColumn::value).toList());
        Column code = lit(null).cast("string");
        Column detail = lit(null).cast("string");
        for (ConvertedColumn column : made) {
            Failure failure = column.failure();
            if (failure != null) {
                Column fails = failure.when() != null
                        ? failure.when()
                        : column.value().isNull().and(col(reads.get(0)).isNotNull());
                code = coalesce(code, when(fails, lit(failure.code())));
                detail = failure.detail() == null ? detail : coalesce(detail, when(fails, failure.detail()));
            }
        }
        columns.add(code);
        columns.add(detail);
        return lists(Evaluation.rows(rows, schema, columns));
    }

    /** For each row the codes of the checks that it fails. */
    static List<List<String>> validate(
            Validator validator, Options options, List<Row> rows, StructType schema, String... sql) {
        assertNoProblems(validator.check(options));
        List<Check> checks = validator.check(options, new Context(schema, reads(validator.reads(options), sql)));
        List<Column> columns = new ArrayList<>();
        checks.forEach(check -> columns.add(when(check.fails(), lit(check.code()))));
        return lists(Evaluation.rows(rows, schema, columns)).stream()
                .map(row -> row.stream()
                        .filter(code -> code != null)
                        .map(String::valueOf)
                        .toList())
                .toList();
    }

    /** The details of the checks that each row fails. */
    static List<List<Object>> details(
            Validator validator, Options options, List<Row> rows, StructType schema, String... sql) {
        List<Check> checks = validator.check(options, new Context(schema, reads(validator.reads(options), sql)));
        List<Column> columns = new ArrayList<>();
        checks.stream()
                .filter(check -> check.detail() != null)
                .forEach(check -> columns.add(when(check.fails(), check.detail())));
        return lists(Evaluation.rows(rows, schema, columns));
    }

    private static List<String> reads(List<String> footprint, String... sql) {
        List<String> reads = new ArrayList<>(footprint);
        reads.addAll(List.of(sql));
        return reads.stream().distinct().toList();
    }

    private static void assertNoProblems(List<?> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }

    private static List<List<Object>> lists(List<Row> rows) {
        List<List<Object>> lists = new ArrayList<>();
        for (Row row : rows) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                list.add(row.get(i));
            }
            lists.add(list);
        }
        return lists;
    }
}
