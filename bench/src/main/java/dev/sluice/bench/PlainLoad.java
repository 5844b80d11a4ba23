package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/** Spark's own reader, casts, and an append to Iceberg; nothing is checked, what cannot be converted becomes null. */
final class PlainLoad implements Contestant {
    private final SparkSession session;
    private final Workload workload;
    private final Path file;

    PlainLoad(Path folder, SparkSession spark, Workload workload, Path file) throws IOException {
        this.workload = workload;
        this.file = file;
        this.session = BenchProject.create(folder).session(spark);
        session.conf().set("spark.sql.ansi.enabled", "false");
        SparkCsv.tune(session, file);
    }

    @Override
    public String name() {
        return "plain";
    }

    private static String table(int round) {
        return "plain_" + round;
    }

    @Override
    public void load(int round) throws NoSuchTableException {
        BenchTables.create(
                session,
                table(round),
                workload.fields().stream().map(BenchTables::definition).toList());
        SparkCsv.texts(session, file, workload)
                .select(workload.fields().stream().map(SparkCsv::converted).toArray(Column[]::new))
                .writeTo("sluice.bench." + table(round))
                .append();
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
