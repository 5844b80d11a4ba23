package dev.sluice.spark.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is run under faults.
 *
 * @param folder of the project, made for this
 * @param overrides as after {@code --set}
 * @param landed how many rows must land
 * @param quarantined how many must not
 */
record FaultProject(Path folder, String pipeline, String table, List<String> overrides, long landed, long quarantined) {
    private static final int FILES = 6;
    private static final int ROWS = 50_000;
    private static final int EACH_BAD = 50;

    /** Orders in a few small files, each fiftieth of them bad. */
    static FaultProject small(Path folder) throws IOException {
        return small(folder, FILES, ROWS);
    }

    static FaultProject small(Path folder, int files, int rows) throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: faults\n");
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns:
                    id: {type: long, required: true}
                    day: date
                    note: string
                """);
        for (int file = 0; file < files; file++) {
            StringBuilder text = new StringBuilder("id,day,note\n");
            for (int row = 0; row < rows; row++) {
                text.append(file * rows + row)
                        .append(row % EACH_BAD == 0 ? ",someday,note " : ",2031-01-01,note ")
                        .append(row * 31L)
                        .append('\n');
            }
            Files.writeString(folder.resolve("inbox/%d.csv".formatted(file)), text);
        }
        long bad = (long) files * rows / EACH_BAD;
        return new FaultProject(folder, "orders", "shop.orders", List.of(), (long) files * rows - bad, bad);
    }

    /** The example of that name on real files. */
    static FaultProject dailyReports(Path folder, Path example, Path inbox, long landed, long quarantined)
            throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        for (String file : List.of("sluice.yaml", "pipelines/daily_reports.yaml")) {
            Files.writeString(folder.resolve(file), Files.readString(example.resolve(file)));
        }
        return new FaultProject(
                folder, "daily_reports", "covid.daily_reports", List.of("inbox=" + inbox), landed, quarantined);
    }

    /** What must be there, as {@link #rows} tells it. */
    Map<String, Long> due() {
        return rows(landed, landed, quarantined, quarantined);
    }

    /** What is there, by what a {@link FaultTally} calls it. */
    static Map<String, Long> rows(long landed, long distinct, long quarantined, long distinctQuarantined) {
        return Map.of(
                "landed",
                distinct,
                "landed again",
                landed - distinct,
                "quarantined",
                distinctQuarantined,
                "quarantined again",
                quarantined - distinctQuarantined);
    }

    /** Whether a run has begun with a file of one of its tables. */
    boolean hasDataFiles() {
        return anyDataFile(file -> true);
    }

    /** Whether somebody began a file, and did not live to write into it. */
    boolean hasEmptyDataFiles() {
        return anyDataFile(file -> file.toFile().length() == 0);
    }

    private boolean anyDataFile(Predicate<Path> such) {
        Path warehouse = folder.resolve(".sluice/warehouse");
        if (!Files.isDirectory(warehouse)) {
            return false;
        }
        try (Stream<Path> all = Files.walk(warehouse)) {
            return all.filter(file -> file.toString().endsWith(".parquet")).anyMatch(such);
        } catch (IOException | UncheckedIOException e) {
            // Files come and go while they are listed.
            return false;
        }
    }

    void forgetLedger() throws IOException {
        try (Stream<Path> state = Files.list(folder.resolve(".sluice"))) {
            for (Path file : state.filter(some -> some.getFileName().toString().startsWith("ledger"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** Forgets everything that was ever run. */
    void reset() {
        remove(folder.resolve(".sluice"));
    }

    void remove() {
        remove(folder);
    }

    private static void remove(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
