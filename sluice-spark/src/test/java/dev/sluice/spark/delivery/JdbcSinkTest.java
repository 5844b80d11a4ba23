package dev.sluice.spark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.DeliveryResult.Outcome;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.Postgres;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries to tables of databases. */
class JdbcSinkTest {
    enum Database {
        POSTGRESQL,
        SQLITE
    }

    /** What does not depend on types and dialects is shown for one. */
    static Stream<Database> databases() {
        return LongTests.orFirst(1, List.of(Database.values()));
    }

    @TempDir
    Path folder;

    private String url = "";

    private Shop shop(Database database, String sink) throws IOException, SQLException {
        return Shop.of(folder, connections(database), "  - {type: jdbc, connection: reports, %s}\n".formatted(sink));
    }

    private String connections(Database database) throws SQLException {
        url = database == Database.POSTGRESQL ? Postgres.newDatabase() : "jdbc:sqlite:" + folder.resolve("reports.db");
        return database == Database.POSTGRESQL
                ? "connections: {reports: {url: \"%s\", user: postgres, password: \"${secret:REPORTS}\"}}\n"
                                .formatted(url)
                        + secret()
                : "connections: {reports: {url: \"jdbc:sqlite:reports.db\"}}\n";
    }

    private String secret() {
        try {
            Files.createDirectories(folder.resolve(".sluice/secrets"));
            Files.writeString(folder.resolve(".sluice/secrets/REPORTS"), "any");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return "";
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTableHasTheStateThatIsPublishedAndKnowsWhichItIs(Database database) throws Exception {
        Shop shop = shop(database, "table: orders");
        shop.arrives(1);
        shop.run();
        shop.arrives(2);

        RunResult run = shop.run();

        assertThat(run.deliveries()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);
        TableReader table = new TableReader(url);
        assertThat(table.read()).isEqualTo(new StateReader.State(Shop.ROWS, java.util.Set.of("2")));
        assertThat(table.value("SELECT snapshot FROM sluice_delivery WHERE target = 'orders'"))
                .isEqualTo(String.valueOf(run.snapshot().getAsLong()));
        assertThat(table.value("SELECT note FROM orders WHERE id = 7")).isEqualTo("a, \"note\" 7");
        assertThat(shop.deliver()).extracting(DeliveryResult::outcome).containsExactly(Outcome.UP_TO_DATE);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyTypeComesBackAsItWas(Database database) throws Exception {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: types\n" + connections(database));
        Files.writeString(
                folder.resolve("pipelines/types.yaml"),
                Types.PIPELINE + "    raw: binary\nsinks: [{type: jdbc, connection: reports, table: types}]\n");
        Files.writeString(folder.resolve("inbox/1.jsonl"), Types.ROWS);
        try (Sluice sluice = new Shop(folder).open()) {
            RunResult run = sluice.run("types", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(run.rows().landed()).isEqualTo(3);
            assertThat(run.deliveries()).singleElement().satisfies(delivery -> {
                assertThat(delivery.failure()).isNull();
                assertThat(delivery.rows()).isEqualTo(3);
            });
        }
        TableReader table = new TableReader(url);
        assertThat(table.value("SELECT price FROM types WHERE id = 1")).isEqualTo("12345678901234567890.12");
        assertThat(table.value("SELECT day FROM types WHERE id = 1")).isEqualTo("1969-12-31");
        assertThat(table.value("SELECT local FROM types WHERE id = 1")).isEqualTo("2026-03-29 02:30:00.123456");
        assertThat(table.value("SELECT share FROM types WHERE id = 3")).isEqualTo("null");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anUpsertChangesTheRowsThatItBringsAndLeavesTheOthers(Database database) throws Exception {
        Shop shop = shop(database, "table: orders, mode: upsert, keys: [id]");
        shop.arrives(1);
        shop.run();
        TableReader table = new TableReader(url);
        table.execute("INSERT INTO orders (id, version, note) VALUES (100000, 0, 'of somebody else')");
        shop.arrives(2);

        assertThat(shop.run().deliveries()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);

        assertThat(table.value("SELECT count(*) FROM orders WHERE version = 2")).isEqualTo("" + Shop.ROWS);
        assertThat(table.value("SELECT note FROM orders WHERE id = 100000")).isEqualTo("of somebody else");

        Path pipeline = folder.resolve("pipelines/orders.yaml");
        Files.writeString(pipeline, Files.readString(pipeline).replace(", mode: upsert, keys: [id]", ""));
        assertThat(shop.deliver())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.SINK_TAKEN)));
        assertThat(table.value("SELECT note FROM orders WHERE id = 100000")).isEqualTo("of somebody else");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keysThatAreThereTwiceAreRefusedAndTheTableStays(Database database) throws Exception {
        Shop shop = shop(database, "table: orders, mode: upsert, keys: [version]");
        shop.arrives(1);

        assertThat(shop.run().deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.SINK_INVALID);
                            assertThat(problem.message()).contains("1 keys (version) are there more than once");
                        }));
        assertThat(new TableReader(url).read()).isEqualTo(StateReader.State.NONE);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rowsThatNoDeliveryBroughtAreNotReplaced(Database database) throws Exception {
        Shop shop = shop(database, "table: orders");
        TableReader table = new TableReader(url);
        table.execute(
                "CREATE TABLE orders (id bigint, version bigint, note text)",
                "INSERT INTO orders VALUES (1, 7, 'mine')");
        shop.arrives(1);

        assertThat(shop.run().deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.SINK_TAKEN)));
        assertThat(table.value("SELECT note FROM orders")).isEqualTo("mine");

        table.execute("DELETE FROM orders");
        assertThat(shop.deliver()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void columnsThatTheTableDoesNotHaveYetAreAdded(Database database) throws Exception {
        Shop shop = shop(database, "table: orders");
        new TableReader(url).execute("CREATE TABLE orders (id bigint, note text)");
        shop.arrives(1);

        assertThat(shop.run().deliveries()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);

        assertThat(new TableReader(url).read().version()).isEqualTo(1);
    }

    @Test
    void aTableWhoseTypesRoundIsNotTaken() throws Exception {
        Shop shop = shop(Database.POSTGRESQL, "table: orders");
        TableReader table = new TableReader(url);
        table.execute("CREATE TABLE orders (id real, version numeric(3,0), note varchar(100))");
        shop.arrives(1);
        assertThat(shop.run().deliveries())
                .as("other types, and the same values")
                .extracting(DeliveryResult::outcome)
                .containsExactly(Outcome.DELIVERED);
        Files.writeString(folder.resolve("inbox/2.csv"), "id,version,note\n123456789,2,n\n");

        assertThat(shop.run().deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.DELIVERY_UNVERIFIED);
                            assertThat(problem.message()).contains("1 rows are other ones in the table");
                        }));
        assertThat(table.read().version()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void deliveriesAtOnceWaitForOneAnother(Database database) throws Exception {
        Shop shop = shop(database, "table: orders");
        shop.publish(1);
        try (Sluice a = shop.open();
                Sluice b = shop.open()) {
            CompletableFuture<List<DeliveryResult>> one =
                    CompletableFuture.supplyAsync(() -> a.deliver("orders", RunListener.SILENT));
            List<DeliveryResult> two = b.deliver("orders", RunListener.SILENT);

            assertThat(List.of(one.join().get(0).outcome(), two.get(0).outcome()))
                    .containsExactlyInAnyOrder(Outcome.DELIVERED, Outcome.UP_TO_DATE);
        }
        assertThat(new TableReader(url).read().whole()).isTrue();
    }

    @Test
    void grantsViewsAndReadersOfAnOlderStateGoOn() throws Exception {
        Shop shop = shop(Database.POSTGRESQL, "table: orders");
        shop.arrives(1);
        shop.run();
        TableReader table = new TableReader(url);
        table.execute(
                "CREATE VIEW newest AS SELECT max(version) AS version FROM orders",
                "DROP ROLE IF EXISTS analyst",
                "CREATE ROLE analyst",
                "GRANT SELECT ON orders TO analyst");
        shop.publish(2);
        try (Connection reader = table.open();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(version(statement)).isEqualTo(1);

            assertThat(shop.deliver()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);

            assertThat(version(statement))
                    .as("of the transaction that began before")
                    .isEqualTo(1);
        }
        assertThat(table.value("SELECT version FROM newest")).isEqualTo("2");
        assertThat(table.value("SELECT has_table_privilege('analyst', 'orders', 'SELECT')"))
                .isEqualTo("t");
        table.execute("REVOKE ALL ON orders FROM analyst", "DROP ROLE analyst");
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT max(version) FROM orders")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void whatTheDatabaseRefusesIsToldWithoutTheRow() throws Exception {
        Shop shop = shop(Database.POSTGRESQL, "table: orders");
        new TableReader(url)
                .execute(
                        "CREATE TABLE orders (id bigint, version bigint CONSTRAINT early CHECK (version < 5), note text)");
        shop.arrives(7);

        assertThat(shop.run().deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.DELIVERY_FAILED);
                            assertThat(problem.message()).contains("early").doesNotContain("\"note\"", "Failing row");
                        }));
    }

    @Test
    void aDatabaseThatIsAwayLeavesTheRunPublishedAndShowsNoSecret() throws Exception {
        Shop shop = Shop.of(
                folder,
                "connections: {reports: {url: \"jdbc:postgresql://127.0.0.1:9/away\", user: u, password: canary-7}}\n",
                "  - {type: jdbc, connection: reports, table: orders}\n");
        shop.arrives(1);

        RunResult run = shop.run();

        assertThat(run.snapshot()).isPresent();
        assertThat(run.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.failure()).isNotNull().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.DELIVERY_FAILED);
                assertThat(problem.message()).contains("refused").doesNotContain("canary");
            });
        });
    }
}
