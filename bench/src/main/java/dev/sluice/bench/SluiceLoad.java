package dev.sluice.bench;

import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Sluice through its public entry point: a whole run with ledger, two tables, commit and report. */
final class SluiceLoad implements Contestant, AutoCloseable {
    private final String name;
    private final Counts expected;
    private final Sluice sluice;
    private final SparkSession session;

    /**
     * @param folder of the project, to be made
     * @param rounds how many pipelines are needed: a pipeline lands the same file only once
     */
    SluiceLoad(String name, Path folder, SparkSession spark, Workload workload, Path file, int rounds)
            throws IOException {
        this(
                name,
                folder,
                spark,
                pipeline -> BenchProject.pipeline(
                        pipeline, workload, file.toAbsolutePath().toString()),
                workload.expected(),
                rounds);
    }

    /**
     * @param folder of the project, to be made
     * @param yaml makes a pipeline's text of its name, which is that of its table in {@code bench} too
     * @param rounds how many pipelines are needed: a pipeline lands the same file only once
     */
    SluiceLoad(String name, Path folder, SparkSession spark, UnaryOperator<String> yaml, Counts expected, int rounds)
            throws IOException {
        this.name = name;
        this.expected = expected;
        BenchProject project = BenchProject.create(folder);
        for (int round = 0; round < rounds; round++) {
            project.add(pipeline(round), yaml.apply(pipeline(round)));
        }
        this.session = project.session(spark);
        this.sluice = Sluice.open(project.open(), spark);
    }

    private static String pipeline(int round) {
        return "load_" + round;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void load(int round) {
        sluice.run(pipeline(round), RunOptions.DEFAULT, RunListener.SILENT);
    }

    @Override
    public Counts counts(int round) {
        return new Counts(rows("bench." + pipeline(round)), rows("bench." + pipeline(round) + "__quarantine"));
    }

    private long rows(String table) {
        return sluice.query("select count(*) from " + table).first().getLong(0);
    }

    @Override
    public Counts expected() {
        return expected;
    }

    @Override
    public void discard(int round) throws IOException {
        BenchTables.drop(session, pipeline(round), pipeline(round) + "__quarantine");
    }

    @Override
    public void close() {
        sluice.close();
    }
}
