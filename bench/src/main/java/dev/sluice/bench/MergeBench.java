package dev.sluice.bench;

import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;

/** What it costs to merge a file of changes into a table ten times its size, against {@code MERGE INTO} by hand. */
final class MergeBench {
    private static final String BY_HAND = "MERGE INTO";
    private static final String SLUICE = "sluice";
    private static final int ROWS_PER_CHANGE = 10;
    private static final int CHANGES_PER_INSERT = 10;
    private static final String COLUMNS =
            "id BIGINT, at BIGINT, name STRING, city STRING, amount DECIMAL(10,2), level STRING, since DATE, note STRING";

    private MergeBench() {}

    static Report run(Bench bench) throws Exception {
        Changes changes = new Changes(bench.workload().rows());
        SparkSession spark = LocalSpark.start();
        Path files = bench.data().resolve("changes-" + changes.rows()).toAbsolutePath();
        changes.write(spark, files);
        try (Merge byHand = new ByHand(bench.work().resolve("hand"), spark, changes, files);
                Merge sluice = new BySluice(
                        bench.work().resolve("sluice"),
                        spark,
                        changes,
                        files,
                        bench.race().allRounds())) {
            bench.progress().accept("%,d changes of %,d rows".formatted(changes.count(), changes.rows()));
            Times times = bench.race().run(List.of(byHand, sluice));
            return new Report(
                    "merge",
                    "The cost of a merge",
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "%,d changes as CSV, %,d of them of new keys, the others spread evenly, merged into a table of %,d"
                                            + " rows and 8 columns; the later one of two states wins",
                                    changes.count(),
                                    changes.inserts(),
                                    changes.rows()),
                            Machine.facts(),
                            "%d rounds in one JVM after %d to warm up, contestants in turns; the table is taken back to its first"
                                            .formatted(
                                                    bench.race().rounds(),
                                                    bench.race().warmUps())
                                    + " state each time"),
                    times,
                    List.of(
                            new Finding("sluice ÷ MERGE INTO", times.ratio(SLUICE, BY_HAND), "<= 1.15"),
                            new Finding("sluice ÷ MERGE INTO, CPU time", times.cpuRatio(SLUICE, BY_HAND), "")));
        }
    }

    /** @param rows of the table */
    private record Changes(long rows) {
        long count() {
            return rows / ROWS_PER_CHANGE;
        }

        long inserts() {
            return count() / CHANGES_PER_INSERT;
        }

        void write(SparkSession spark, Path folder) {
            if (Files.exists(folder.resolve("_SUCCESS"))) {
                return;
            }
            long updates = count() - inserts();
            long step = rows / updates;
            spark.range(0, count(), 1, 2)
                    .selectExpr(columns(
                            "CASE WHEN id < %d THEN id * %d ELSE %d + id END".formatted(updates, step, rows), "2"))
                    .write()
                    .mode("overwrite")
                    .option("header", true)
                    .csv(folder.toString());
        }

        static String[] columns(String id, String at) {
            return new String[] {
                "%s AS id".formatted(id),
                "CAST(%s AS BIGINT) AS at".formatted(at),
                "concat('name ', hash(id, %s)) AS name".formatted(at),
                "concat('city ', id %% 5000 + %s) AS city".formatted(at),
                "CAST(id % 100000 / 7 AS DECIMAL(10,2)) AS amount",
                "element_at(array('bronze', 'silver', 'gold'), CAST(id % 3 AS INT) + 1) AS level",
                "date_add(DATE'2020-01-01', CAST(id % 2000 AS INT)) AS since",
                "md5(CAST(id + %s AS STRING)) AS note".formatted(at)
            };
        }
    }

    /** One way to merge; the table is there before. */
    private abstract static class Merge implements Contestant, AutoCloseable {
        private static final String TABLE = "people";
        private final String name;
        private final Changes changes;
        private final ProjectCatalog catalog;
        private final long first;
        final SparkSession session;

        Merge(String name, BenchProject project, SparkSession spark, Changes changes) {
            this.name = name;
            this.changes = changes;
            this.session = project.session(spark);
            this.catalog = ProjectCatalog.open(project.open().spec());
            BenchTables.create(session, TABLE, List.of(COLUMNS.split(", (?=[a-z])")));
            session.range(0, changes.rows(), 1, 2)
                    .selectExpr(Changes.columns("id", "1"))
                    .createOrReplaceTempView("first_state");
            session.sql("INSERT INTO sluice.bench.people SELECT * FROM first_state");
            first = table().currentSnapshot().snapshotId();
        }

        private Table table() {
            return catalog.find(new TableName("bench", TABLE)).orElseThrow();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Counts counts(int round) {
            long changed = session.sql("SELECT count(*) FROM sluice.bench.people WHERE at = 2")
                    .first()
                    .getLong(0);
            return new Counts(BenchTables.rows(session, TABLE), changed);
        }

        @Override
        public Counts expected() {
            return new Counts(changes.rows() + changes.inserts(), changes.count());
        }

        /** What was added since stays in storage: reading passes it by. */
        @Override
        public void discard(int round) {
            table().manageSnapshots().rollbackTo(first).commit();
        }

        @Override
        public void close() {
            catalog.close();
        }
    }

    private static final class ByHand extends Merge {
        private final Path files;

        ByHand(Path folder, SparkSession spark, Changes changes, Path files) throws IOException {
            super(BY_HAND, BenchProject.create(folder), spark, changes);
            this.files = files;
        }

        @Override
        public void load(int round) {
            session.read()
                    .schema(COLUMNS)
                    .option("header", true)
                    .csv(files.toString())
                    .createOrReplaceTempView("changes");
            session.sql("MERGE INTO sluice.bench.people t USING changes s ON t.id = s.id"
                    + " WHEN MATCHED AND s.at >= t.at THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        }
    }

    private static final class BySluice extends Merge {
        private final Sluice sluice;

        BySluice(Path folder, SparkSession spark, Changes changes, Path files, int rounds) throws IOException {
            this(project(folder, files, rounds), spark, changes);
        }

        private BySluice(BenchProject project, SparkSession spark, Changes changes) {
            super(SLUICE, project, spark, changes);
            this.sluice = Sluice.open(project.open(), spark);
        }

        private static BenchProject project(Path folder, Path files, int rounds) throws IOException {
            BenchProject project = BenchProject.create(folder);
            for (int round = 0; round < rounds; round++) {
                project.add("merge_" + round, """
                        pipeline: merge_%d
                        source: {files: "%s/*.csv", format: csv}
                        target:
                          table: bench.people
                          write: merge
                          merge: {keys: [id], sequence: at}
                          columns:
                            id:     long
                            at:     long
                            name:   string
                            city:   string
                            amount: decimal(10,2)
                            level:  string
                            since:  date
                            note:   string
                        """.formatted(round, files));
            }
            return project;
        }

        @Override
        public void load(int round) {
            sluice.run("merge_" + round, RunOptions.DEFAULT, RunListener.SILENT);
        }

        @Override
        public void close() {
            sluice.close();
            super.close();
        }
    }
}
