package dev.sluice.spark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.DeliveryResult.Outcome;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to a folder and to PostgreSQL in processes that are killed, while consumers read. */
class KilledDeliveryTest {
    @TempDir
    Path folder;

    private record Moment(String side, DeliveryStep step, int sink) {}

    /** For each sink ten; in the short form one each, where it would hurt most. */
    private static List<Moment> moments() {
        if (!LongTests.wanted()) {
            return List.of(new Moment("after", DeliveryStep.RECORD, 1), new Moment("before", DeliveryStep.PUBLISH, 2));
        }
        List<Moment> moments = new ArrayList<>();
        for (int sink = 1; sink <= 2; sink++) {
            for (DeliveryStep step : DeliveryStep.values()) {
                if (step != DeliveryStep.OPEN) {
                    moments.add(new Moment("before", step, sink));
                    moments.add(new Moment("after", step, sink));
                }
            }
        }
        return moments;
    }

    @Test
    void readersSeeWholeStatesOnlyWhereverADeliveryIsKilled() throws Exception {
        String url = Postgres.newDatabase();
        Shop shop = Shop.of(folder, "connections: {reports: {url: \"%s\", user: postgres}}\n".formatted(url), """
                  - {type: folder, path: out/orders, format: csv, keep: 1h}
                  - {type: jdbc, connection: reports, table: orders}
                """);
        int version = 1;
        shop.arrives(version);
        assertThat(shop.run().deliveries()).extracting(DeliveryResult::outcome).containsOnly(Outcome.DELIVERED);
        FolderReader files = new FolderReader(folder.resolve("out/orders"));
        TableReader table = new TableReader(url);
        List<Moment> moments = moments();
        try (StateReader.Polling ofFiles = new StateReader.Polling(files);
                StateReader.Polling ofTable = new StateReader.Polling(table)) {
            for (Moment moment : moments) {
                shop.publish(++version);
                HaltedDelivery.kill(folder, moment.side(), moment.step(), moment.sink());
            }
            List<DeliveryResult> last = shop.deliver();
            assertThat(last).allMatch(result -> result.failure() == null, "no failure");
            assertThat(files.read().version()).isEqualTo(version);
            assertThat(table.read().version()).isEqualTo(version);
            assertThat(shop.deliver()).extracting(DeliveryResult::outcome).containsOnly(Outcome.UP_TO_DATE);

            assertThat(ofFiles.torn()).isEmpty();
            assertThat(ofTable.torn()).isEmpty();
            assertThat(ofFiles.seen()).contains(1, version);
            assertThat(ofTable.seen()).contains(1, version);
            System.out.printf(
                    "deliveries: %d faults, 0 lost, 0 doubled; %d and %d readings, all of whole states%n",
                    moments.size(), ofFiles.reads(), ofTable.reads());
        }
        assertThat(table.value("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'sluice_staging%'"))
                .as("staging tables of dead deliveries")
                .isEqualTo("0");
        List<String> kept = new ArrayList<>();
        kept.add(files.pointer().get("delivery").asText());
        files.pointer().get("replaced").forEach(old -> kept.add(old.get("id").asText()));
        try (var data = Files.list(folder.resolve("out/orders/data"))) {
            assertThat(data.map(path -> path.getFileName().toString()))
                    .as("no files of dead deliveries")
                    .containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    /** What the protections are for: the same readers see it at once. */
    @Test
    void withoutTransactionAndPointerTheReadersWouldSeeTornStates() throws Exception {
        String url = Postgres.newDatabase();
        TableReader table = new TableReader(url);
        table.execute(
                "CREATE TABLE orders (id bigint, version bigint, note text)",
                "INSERT INTO orders SELECT n, 1, '' FROM generate_series(1, %d) n".formatted(Shop.ROWS));
        try (StateReader.Polling polling = new StateReader.Polling(table)) {
            polling.awaitReading();
            try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM orders");
                polling.awaitReading();
                statement.executeUpdate(
                        "INSERT INTO orders SELECT n, 2, '' FROM generate_series(1, %d) n".formatted(Shop.ROWS));
            }
            assertThat(polling.torn()).as("seen in place").isNotEmpty();
        }

        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        shop.arrives(1);
        assertThat(shop.run().deliveries()).extracting(DeliveryResult::outcome).containsOnly(Outcome.DELIVERED);
        FolderReader files = new FolderReader(folder.resolve("out"));
        try (StateReader.Polling polling = new StateReader.Polling(files)) {
            Path file = folder.resolve(
                    "out/" + files.manifest().get("files").get(0).get("path").asText());
            List<String> rows = new ArrayList<>(Files.readAllLines(file));
            polling.awaitReading();
            Files.write(file, rows.subList(0, rows.size() / 2));
            polling.awaitReading();
            assertThat(polling.torn()).as("seen in place").isNotEmpty();
        }
    }
}
