package dev.sluice.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * The published design: each row gets an id, each step gives a frame of errors with the ids; the union of the frames, by
 * id, is joined to the input for the bad rows and anti-joined for the good ones. Nothing is cached, no hint is given;
 * adaptive execution is on, as by default.
 */
final class JoinDesign implements Contestant {
    private static final String ID = "row_id";

    private final SparkSession session;
    private final Workload workload;
    private final Path file;

    JoinDesign(Path folder, SparkSession spark, Workload workload, Path file) throws IOException {
        this.workload = workload;
        this.file = file;
        this.session = BenchProject.create(folder).session(spark);
        session.conf().set("spark.sql.ansi.enabled", "false");
        SparkCsv.tune(session, file);
    }

    @Override
    public String name() {
        return "join";
    }

    private static String good(int round) {
        return "join_" + round;
    }

    private static String bad(int round) {
        return "join_" + round + "_errors";
    }

    @Override
    public void load(int round) throws NoSuchTableException {
        createTables(round);
        Dataset<Row> parsed =
                SparkCsv.texts(session, file, workload, SparkCsv.CORRUPT).withColumn(ID, monotonically_increasing_id());
        Dataset<Row> converted = parsed.where(col(SparkCsv.CORRUPT).isNull()).select(convertedColumns());
        Dataset<Row> errors = errors(parsed, converted);
        Dataset<Row> byRow = errors.groupBy(ID).agg(collect_list("reason").as("reasons"));
        parsed.join(byRow, ID)
                .select(errorColumns())
                .writeTo("sluice.bench." + bad(round))
                .append();
        converted
                .join(errors.select(ID), columns(ID), "left_anti")
                .select(workload.fields().stream().map(f -> col(f.name())).toArray(Column[]::new))
                .writeTo("sluice.bench." + good(round))
                .append();
    }

    private static scala.collection.immutable.Seq<String> columns(String... names) {
        return scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toList();
    }

    /** The target's columns; beside them the texts that they come from, for the errors. */
    private Column[] convertedColumns() {
        List<Column> columns = new ArrayList<>(List.of(col(ID)));
        workload.fields().forEach(field -> columns.add(SparkCsv.converted(field)));
        workload.fields().stream()
                .filter(field -> !field.isText())
                .forEach(field -> columns.add(col(field.name()).as(text(field))));
        return columns.toArray(Column[]::new);
    }

    private static String text(Field field) {
        return "text_of_" + field.name();
    }

    private Dataset<Row> errors(Dataset<Row> parsed, Dataset<Row> converted) {
        // Spark sees a short row only where all columns are read, so the condition names them; it holds for all corrupt
        // records.
        Column all =
                concat_ws("", workload.header().stream().map(functions::col).toArray(Column[]::new));
        Column corrupt = length(col(SparkCsv.CORRUPT)).geq(length(all));
        Dataset<Row> errors = parsed.where(corrupt)
                .select(col(ID), reason("parse", "SHORT_ROW", "", col("id")).as("reason"));
        errors = errors.unionByName(frame(converted, conversions()));
        errors = errors.unionByName(frame(converted, constraints()));
        for (Rule rule : workload.checks()) {
            Column broken = not(expr(rule.condition()));
            errors = errors.unionByName(frame(
                    converted, List.of(when(broken, reason("validate", rule.name(), "", lit(null))))));
        }
        return errors;
    }

    /** Those of the target's schema, which are one step. */
    private List<Column> constraints() {
        List<Column> reasons = new ArrayList<>();
        workload.required()
                .forEach(
                        name -> reasons.add(when(col(name).isNull(), reason("validate", "REQUIRED", name, lit(null)))));
        Column unknown = not(col("level").isin(Workload.LEVELS.toArray()));
        reasons.add(when(unknown, reason("validate", "NOT_IN_ENUM", "level", col("level"))));
        return reasons;
    }

    private List<Column> conversions() {
        return workload.fields().stream()
                .filter(field -> !field.isText())
                .map(field -> when(
                        col(text(field)).isNotNull().and(col(field.name()).isNull()),
                        reason("convert", "NOT_A_" + field.type(), field.name(), col(text(field)))))
                .toList();
    }

    /** What one step finds: a row for each reason. */
    private static Dataset<Row> frame(Dataset<Row> rows, List<Column> reasons) {
        Column any = reasons.stream().map(Column::isNotNull).reduce(Column::or).orElseThrow();
        return rows.where(any)
                .select(
                        col(ID),
                        explode(array_compact(array(reasons.toArray(Column[]::new))))
                                .as("reason"));
    }

    private static Column reason(String stage, String code, String column, Column value) {
        return struct(
                lit(stage).as("stage"),
                lit(code).as("code"),
                lit(column).as("column"),
                value.cast("string").as("value"));
    }

    private Column[] errorColumns() {
        List<Column> columns = new ArrayList<>();
        workload.header().forEach(name -> columns.add(col(name)));
        columns.add(col(SparkCsv.CORRUPT));
        columns.add(col("reasons"));
        return columns.toArray(Column[]::new);
    }

    private void createTables(int round) {
        BenchTables.create(
                session,
                good(round),
                workload.fields().stream().map(BenchTables::definition).toList());
        List<String> columns = new ArrayList<>();
        workload.header().forEach(name -> columns.add(name + " string"));
        columns.add(SparkCsv.CORRUPT + " string");
        columns.add("reasons array<struct<stage: string, code: string, column: string, value: string>>");
        BenchTables.create(session, bad(round), columns);
    }

    @Override
    public Counts counts(int round) {
        return new Counts(BenchTables.rows(session, good(round)), BenchTables.rows(session, bad(round)));
    }

    @Override
    public Counts expected() {
        return workload.expected();
    }

    @Override
    public void discard(int round) throws IOException {
        BenchTables.drop(session, good(round), bad(round));
    }
}
