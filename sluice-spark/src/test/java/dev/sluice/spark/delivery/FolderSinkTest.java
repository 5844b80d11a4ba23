package dev.sluice.spark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.DeliveryResult.Outcome;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries to folders. */
class FolderSinkTest {
    @TempDir
    Path folder;

    @Test
    void eachRunDeliversWhatItHasPublishedAndTheStatesBeforeStay() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, name: files, path: out, format: csv}\n");
        shop.arrives(1);
        RunResult first = shop.run();
        shop.arrives(2);

        RunResult second = shop.run();

        assertThat(second.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.sink()).isEqualTo("files");
            assertThat(delivery.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(delivery.rows()).isEqualTo(Shop.ROWS);
            assertThat(delivery.snapshot()).isEqualTo(second.snapshot());
        });
        FolderReader reader = new FolderReader(folder.resolve("out"));
        assertThat(reader.read()).isEqualTo(new StateReader.State(Shop.ROWS, java.util.Set.of("2")));
        assertThat(reader.lines()).contains("7,2,\"a, \"\"note\"\" 7\"");
        assertThat(reader.manifest().get("rows").asLong()).isEqualTo(Shop.ROWS);
        assertThat(reader.manifest().get("snapshot").asLong())
                .isEqualTo(second.snapshot().getAsLong());
        assertThat(folder.resolve("out/data/" + firstDelivery(reader))).isDirectoryContaining("glob:**.csv");
        assertThat(first.snapshot()).isNotEqualTo(second.snapshot());
    }

    private static String firstDelivery(FolderReader reader) throws Exception {
        return reader.pointer().get("replaced").get(0).get("id").asText();
    }

    @Test
    void whatHasTheStateIsLeftAlone() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        shop.arrives(1);
        shop.run();
        byte[] before = Files.readAllBytes(folder.resolve("out/current.json"));

        assertThat(shop.deliver()).extracting(DeliveryResult::outcome).containsExactly(Outcome.UP_TO_DATE);

        assertThat(folder.resolve("out/current.json")).hasBinaryContent(before);
        try (Stream<Path> data = Files.list(folder.resolve("out/data"))) {
            assertThat(data).hasSize(1);
        }
    }

    @Test
    void compactionIsNoNewState() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        shop.arrives(1);
        shop.run();
        try (Sluice sluice = shop.open()) {
            Table table = sluice.catalog().find(TableName.parse("shop.orders")).orElseThrow();
            table.rewriteManifests().clusterBy(any -> "one").commit();
            assertThat(table.currentSnapshot().operation()).isEqualTo("replace");

            assertThat(sluice.deliver("orders", RunListener.SILENT))
                    .extracting(DeliveryResult::outcome)
                    .containsExactly(Outcome.UP_TO_DATE);
        }
    }

    @Test
    void aRollbackIsANewState() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        shop.arrives(1);
        shop.run();
        shop.arrives(2);
        RunResult second = shop.run();
        try (Sluice sluice = shop.open()) {
            sluice.rollback(second.runId(), List.of(), "ada");

            assertThat(sluice.deliver("orders", RunListener.SILENT))
                    .extracting(DeliveryResult::outcome)
                    .containsExactly(Outcome.DELIVERED);
        }
        assertThat(new FolderReader(folder.resolve("out")).read().version()).isEqualTo(1);
    }

    @Test
    void aRunWhoseDeliveryFailsIsPublishedAndTheNextOneBringsWhatIsMissing() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        Files.writeString(folder.resolve("out"), "in the way");
        shop.arrives(1);

        RunResult run = shop.run();

        assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(run.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(delivery.failure()).isNotNull().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.DELIVERY_FAILED);
                assertThat(problem.message()).startsWith("Cannot deliver to the sink 'folder' (out): ");
            });
        });
        Files.delete(folder.resolve("out"));
        Files.delete(folder.resolve("inbox/00001.csv"));
        Assertions.assertThatThrownBy(shop::run)
                .as("no new file, and still it delivers")
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_SELECTED));
        assertThat(new FolderReader(folder.resolve("out")).read().version()).isEqualTo(1);
    }

    @Test
    void whatAnotherPipelineDeliversIsLeftAlone() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv}\n");
        shop.arrives(1);
        shop.run();
        String yaml = Files.readString(folder.resolve("pipelines/orders.yaml"));
        Files.writeString(
                folder.resolve("pipelines/other.yaml"),
                yaml.replace("pipeline: orders", "pipeline: other").replace("shop.orders", "shop.other"));

        try (Sluice sluice = shop.open()) {
            assertThat(sluice.run("other", RunOptions.DEFAULT, RunListener.SILENT)
                            .deliveries())
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.failure())
                            .isNotNull()
                            .satisfies(problem -> {
                                assertThat(problem.code()).isEqualTo(ErrorCode.SINK_TAKEN);
                                assertThat(problem.message()).contains("what shop/orders delivers");
                            }));
        }
    }

    @Test
    void replacedStatesGoOnceNobodyIsAmidThem() throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: out, format: csv, keep: 1ms}\n");
        for (int version = 1; version <= 4; version++) {
            shop.arrives(version);
            shop.run();
            Thread.sleep(5);
        }

        try (Stream<Path> data = Files.list(folder.resolve("out/data"))) {
            assertThat(data)
                    .as("the newest, and the one that it has just replaced")
                    .hasSize(2);
        }
        assertThat(new FolderReader(folder.resolve("out")).read().version()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "csv", "json"})
    void everyTypeComesBackAsItWas(String format) throws Exception {
        String nested = format.equals("csv")
                ? ""
                : "    tags: array<string>\n    place: struct<x:int,y:timestamp>\n    raw: binary\n";
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: types\n");
        Files.writeString(
                folder.resolve("pipelines/types.yaml"),
                Types.PIPELINE + nested + "sinks: [{type: folder, path: out, format: %s}]\n".formatted(format));
        Files.writeString(folder.resolve("inbox/1.jsonl"), Types.ROWS);
        try (Sluice sluice = new Shop(folder).open()) {
            RunResult run = sluice.run("types", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(run.rows().landed()).isEqualTo(3);
            assertThat(run.deliveries()).singleElement().satisfies(delivery -> {
                assertThat(delivery.failure()).isNull();
                assertThat(delivery.rows()).isEqualTo(3);
            });
        }
        if (format.equals("parquet")) {
            String data = new FolderReader(folder.resolve("out"))
                    .pointer()
                    .get("data")
                    .asText();
            List<Row> rows = LocalSpark.session()
                    .read()
                    .parquet(folder.resolve("out").resolve(data).toString())
                    .selectExpr("cast(price as string)", "cast(at as string)")
                    .orderBy("price")
                    .collectAsList();
            assertThat(rows).last().hasToString("[12345678901234567890.12,2026-03-29 01:30:00.123456]");
        }
    }
}
