package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * Spark's own reader and an append to Iceberg; nothing is checked, what cannot be converted becomes null. The texts are
 * either cast, or converted by the reader, which is told the types.
 */
final class PlainLoad implements Contestant {
    private final String name;
    private final boolean typed;
    private final SparkSession session;
    private final Workload workload;
    private final Path file;

    PlainLoad(String name, boolean typed, Path folder, SparkSession spark, Workload workload, Path file)
            throws IOException {
        this.name = name;
        this.typed = typed;
        this.workload = workload;
        this.file = file;
        this.session = BenchProject.create(folder).session(spark);
        session.conf().set("spark.sql.ansi.enabled", "false");
        SparkCsv.tune(session, file);
    }

    @Override
    public String name() {
        return name;
    }

    private String table(int round) {
        return name + "_" + round;
    }

    @Override
    public void load(int round) throws NoSuchTableException {
        BenchTables.create(
                session,
                table(round),
                workload.fields().stream().map(BenchTables::definition).toList());
        rows().select(workload.fields().stream().map(this::column).toArray(Column[]::new))
                .writeTo("sluice.bench." + table(round))
                .append();
    }

    private Dataset<Row> rows() {
        return typed ? SparkCsv.typed(session, file, workload) : SparkCsv.texts(session, file, workload);
    }

    private Column column(Field field) {
        return typed && workload.header().contains(field.name())
                ? functions.col(field.name())
                : SparkCsv.converted(field);
    }

    @Override
    public Counts counts(int round) {
        return new Counts(BenchTables.rows(session, table(round)), 0);
    }

    @Override
    public Counts expected() {
        return new Counts(workload.rows(), 0);
    }

    @Override
    public void discard(int round) throws IOException {
        BenchTables.drop(session, table(round));
    }
}
