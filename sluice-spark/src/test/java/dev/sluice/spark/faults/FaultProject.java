package dev.sluice.spark.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("id,day,note\n");
            for (int row = 0; row < ROWS; row++) {
                text.append(file * ROWS + row)
                        .append(row % EACH_BAD == 0 ? ",someday,note " : ",2031-01-01,note ")
                        .append(row * 31L)
                        .append('\n');
            }
            Files.writeString(folder.resolve("inbox/%d.csv".formatted(file)), text);
        }
        long bad = (long) FILES * ROWS / EACH_BAD;
        return new FaultProject(folder, "orders", "shop.orders", List.of(), (long) FILES * ROWS - bad, bad);
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
