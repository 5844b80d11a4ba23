package dev.sluice.spark.dataset;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.dataset.ConvertedRows;
import dev.sluice.api.dataset.DatasetContext;
import dev.sluice.api.dataset.DatasetConverter;
import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.api.dataset.Rows;
import dev.sluice.core.spec.PluginRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** Plug-ins of the dataset tier. */
public final class DatasetPlugins {
    private DatasetPlugins() {}

    static PluginRegistry registry() {
        PluginRegistry builtIn = PluginRegistry.load(DatasetPlugins.class.getClassLoader());
        var converters = new ArrayList<>(builtIn.converters().values());
        converters.add(new Rates());
        var validators = new ArrayList<>(builtIn.validators().values());
        validators.addAll(List.of(new Totals(), new Odd()));
        return PluginRegistry.of(converters, validators, builtIn.formats().values());
    }

    /** The amounts of an order make up its total. */
    public static final class Totals implements DatasetValidator {
        static final Option<String> ORDER =
                Option.required("order", new OptionType.ColumnName(), "The order's number.");
        static final Option<String> AMOUNT =
                Option.required("amount", new OptionType.ColumnName(), "The line's amount.");
        static final Option<String> TOTAL = Option.required("total", new OptionType.ColumnName(), "The order's total.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("totals", "The lines of an order make up its total.", ORDER, AMOUNT, TOTAL);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(ORDER), options.get(AMOUNT), options.get(TOTAL));
        }

        @Override
        public Dataset<Row> validate(Dataset<Row> rows, Options options, DatasetContext context) {
            var order = Window.partitionBy(options.get(ORDER));
            return rows.withColumn("made", sum(col(options.get(AMOUNT))).over(order))
                    .where(abs(col("made").minus(col(options.get(TOTAL)))).gt(lit(0)))
                    .select(
                            col(Rows.ROW_ID),
                            lit("TOTAL_DIFFERS").as(Rows.CODE),
                            lit(options.get(TOTAL)).as(Rows.PATH),
                            concat(lit("the lines make up "), col("made").cast("string"), lit("\nnot this"))
                                    .as(Rows.MESSAGE));
        }
    }

    /** Gives amounts in euro, by a file of rates; or does what it must not. */
    public static final class Rates implements DatasetConverter {
        /** What it does. */
        public enum Way {
            RIGHT,
            LOSE,
            DOUBLE,
            BOTH,
            FORGE,
            NO_CODE,
            WRONG_TYPE,
            NO_COLUMN,
            THROW,
            FAIL,
            EMPTY,
            COUNT
        }

        /** How often an amount was made, in this JVM. */
        static final LongAdder MADE = new LongAdder();

        private static final UserDefinedFunction COUNTED = udf(
                        (UDF1<Double, Double>) euro -> {
                            MADE.increment();
                            return euro;
                        },
                        DataTypes.DoubleType)
                .asNondeterministic();

        static final Option<Way> WAY = Option.of("way", new OptionType.Choice<>(Way.class), Way.RIGHT, "What it does.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("rates", "Gives amounts in euro.", WAY);
        }

        @Override
        public Footprint footprint(Options options) {
            return new Footprint(List.of("amount", "currency"), Map.of("euro", "double"), List.of(), false);
        }

        @Override
        public ConvertedRows convert(Dataset<Row> rows, Options options, DatasetContext context) throws Exception {
            Way way = options.get(WAY);
            if (way == Way.THROW) {
                throw new java.io.FileNotFoundException("no rates today\nnor tomorrow");
            }
            Dataset<Row> joined = rows.join(
                    context.file("rates.csv").withColumnRenamed("currency", "of"),
                    col("of").equalTo(col("currency")),
                    "left");
            Dataset<Row> good = joined.where(col("rate").isNotNull())
                    .select(
                            col(Rows.ROW_ID),
                            col("amount")
                                    .cast("double")
                                    .multiply(col("rate").cast("double"))
                                    .as("euro"));
            Dataset<Row> errors = joined.where(col("rate").isNull())
                    .select(
                            col(Rows.ROW_ID),
                            lit("NO_RATE").as(Rows.CODE),
                            lit("currency").as(Rows.PATH));
            return switch (way) {
                case LOSE -> new ConvertedRows(good, errors.limit(0));
                case DOUBLE -> new ConvertedRows(good.union(good.where("euro > 150")), errors);
                case BOTH ->
                    new ConvertedRows(
                            good,
                            errors.union(good.select(
                                    col(Rows.ROW_ID), lit("DISLIKED"), lit(null).cast("string"))));
                case FORGE ->
                    new ConvertedRows(good.withColumn(Rows.ROW_ID, concat(col(Rows.ROW_ID), lit("1"))), errors);
                case NO_CODE -> new ConvertedRows(good, errors.withColumn(Rows.CODE, lit("no rate")));
                case WRONG_TYPE ->
                    new ConvertedRows(good.withColumn("euro", col("euro").cast("int")), errors);
                case NO_COLUMN -> new ConvertedRows(good.drop("euro"), errors);
                case FAIL ->
                    new ConvertedRows(
                            good.withColumn(
                                    "euro",
                                    when(col("euro").gt(150), raise_error(lit("a bad day")))
                                            .otherwise(col("euro"))),
                            errors);
                case COUNT -> new ConvertedRows(good.withColumn("euro", COUNTED.apply(col("euro"))), errors);
                case EMPTY -> new ConvertedRows(good.limit(0), errors.limit(0));
                default -> new ConvertedRows(good, errors);
            };
        }
    }

    /** Finds the same fault twice, and many others. */
    public static final class Odd implements DatasetValidator {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("odd", "Finds many faults.");
        }

        @Override
        public List<String> reads(Options options) {
            return List.of("amount");
        }

        @Override
        public Dataset<Row> validate(Dataset<Row> rows, Options options, DatasetContext context) {
            Dataset<Row> odd = rows.where("amount % 2 = 1").select(Rows.ROW_ID);
            return odd.crossJoin(rows.sparkSession().range(0, 150).toDF("n"))
                    .selectExpr(Rows.ROW_ID, "concat('ODD_', n % 3) AS code", "concat('number ', n % 140) AS message");
        }
    }
}
