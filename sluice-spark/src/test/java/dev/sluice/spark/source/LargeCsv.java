package dev.sluice.spark.source;

import dev.sluice.spark.source.csv.CsvFormat;
import dev.sluice.spark.source.text.FixedOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A CSV file of any size whose quoted cells hold line ends, quotes, delimiters and what looks like records, and what reading
 * it gives. As a program (started by {@code faults/large}: folder, megabytes) it reads one by many tasks and by one.
 */
final class LargeCsv {
    private static final String[] COLUMNS = {"id", "place", "note", "amount"};

    private LargeCsv() {}

    /** The same rows for the same seed, until the file has at least so many bytes. */
    static void write(Path file, long bytes, long seed) throws IOException {
        Random random = new Random(seed);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
            byte[] header = (String.join(",", COLUMNS) + "\r\n").getBytes(StandardCharsets.UTF_8);
            out.write(header);
            long written = header.length;
            StringBuilder text = new StringBuilder();
            for (long id = 0; written < bytes; id++) {
                text.setLength(0);
                record(text, id, random);
                byte[] record = text.toString().getBytes(StandardCharsets.UTF_8);
                out.write(record);
                written += record.length;
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void record(StringBuilder text, long id, Random random) {
        text.append(id).append(',');
        switch (random.nextInt(8)) {
            case 0 -> text.append("\"Köln, ").append(random.nextInt(99)).append("\",\"two\nlines\"");
            case 1 -> text.append("\"\",\"\n").append(id).append(",x,\"\"y\"\",1\r\n\"");
            case 2 -> text.append("Łódź,\"\"\"\"");
            // A short row, and a cell as long as many records.
            case 3 -> text.append(random.nextInt(1000) == 0 ? "short" : "a,b");
            case 4 ->
                text.append("b,\"")
                        .append(random.nextInt(5000) == 0 ? "long \n\"\" ".repeat(50_000) : "long")
                        .append('"');
            default -> text.append("plain ").append(random.nextInt()).append(",some note of usual length");
        }
        text.append(',').append(random.nextInt(100_000)).append(random.nextBoolean() ? "\n" : "\r\n");
    }

    static TextScan scan(Path file) throws IOException {
        return new TextScan(
                List.of(Sources.file(file)),
                new CsvFormat(),
                new FixedOptions(),
                Sources.columns(COLUMNS),
                PathGuard.anywhere());
    }

    /** Records, those with a parse reason, and the sum of a hash over everything that is read of each. */
    static String digest(SparkSession session, TextScan scan) {
        Row row = read(session, scan)
                .selectExpr(
                        "count(*)",
                        "count(" + RecordColumns.PARSE + ")",
                        "sum(cast(xxhash64(*) as decimal(20)))",
                        "max(" + RecordColumns.RECORD_NO + ")")
                .first();
        return "%d records, %d with a parse reason, sum of hashes %s, last record_no %d"
                .formatted(row.getLong(0), row.getLong(1), row.getDecimal(2), row.getLong(3));
    }

    static int tasks(SparkSession session, TextScan scan) {
        return read(session, scan).javaRDD().getNumPartitions();
    }

    private static Dataset<Row> read(SparkSession session, TextScan scan) {
        return TextSource.read(session, scan);
    }

    public static void main(String[] args) throws Exception {
        long bytes = Long.parseLong(args[1]) << 20;
        Path file = Files.createDirectories(Path.of(args[0])).resolve("large-%s.csv".formatted(args[1]));
        if (!Files.exists(file)) {
            write(file, bytes, 1);
        }
        System.out.printf("%s: %,d bytes%n", file, Files.size(file));
        // A file is divided among all cores, whatever the limit; so a single task takes a single core.
        String many = timed("local[2]", scan(file));
        String one = timed("local[1]", scan(file).withSplitBytes(1L << 40));
        boolean same = many.equals(one);
        System.out.println(same ? "the same" : "DIFFERENT");
        System.exit(same ? 0 : 1);
    }

    private static String timed(String master, TextScan scan) throws Exception {
        try (SparkSession session = SparkSession.builder()
                .master(master)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate()) {
            int tasks = tasks(session, scan);
            long begin = System.nanoTime();
            String digest = digest(session, scan);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d tasks, %.1f s: %s%n",
                    master,
                    tasks,
                    (System.nanoTime() - begin) / 1e9,
                    digest);
            return digest;
        }
    }
}
