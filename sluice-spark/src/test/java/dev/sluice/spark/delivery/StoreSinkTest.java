package dev.sluice.spark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.DeliveryResult.Outcome;
import dev.sluice.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to what is no local folder. */
class StoreSinkTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void storesAreReached() {
        LocalSpark.session().sparkContext().hadoopConfiguration().set("fs.s3.impl", StoreLikeFiles.class.getName());
    }

    @AfterAll
    static void forget() {
        LocalSpark.session().sparkContext().hadoopConfiguration().unset("fs.s3.impl");
    }

    @Test
    void inAnObjectStoreThePointerIsWrittenAnewAndNeverRenamed() throws Exception {
        Shop shop =
                Shop.of(folder, "", "  - {type: folder, path: \"s3://bucket%s/out\", format: csv}\n".formatted(folder));
        StoreLikeFiles.RENAMED.clear();
        shop.arrives(1);
        assertThat(shop.run().deliveries()).extracting(DeliveryResult::outcome).containsExactly(Outcome.DELIVERED);
        FolderReader reader = new FolderReader(folder.resolve("out"));
        try (StateReader.Polling polling = new StateReader.Polling(reader)) {
            for (int version = 2; version <= 3; version++) {
                shop.arrives(version);
                assertThat(shop.run().deliveries())
                        .extracting(DeliveryResult::outcome)
                        .containsExactly(Outcome.DELIVERED);
            }
            assertThat(polling.torn()).isEmpty();
        }
        assertThat(reader.read().version()).isEqualTo(3);
        assertThat(StoreLikeFiles.RENAMED).isNotEmpty().doesNotContain("current.json");
    }

    @Test
    void aStoreWhoseReadersCouldFindNoStateIsRefused() throws Exception {
        assertRefused("abfs://c@a.dfs.core.windows.net/out", "abfs");
    }

    @Test
    void aMountIsAsGoodAsWhatIsBehindIt() throws Exception {
        Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();
        String link = "fs.viewfs.mounttable.shop.link./mounted";
        hadoop.set(link, folder.toUri().toString());
        try {
            assertRefused("viewfs://shop/mounted/new/out", "file");
        } finally {
            hadoop.unset(link);
        }
    }

    private void assertRefused(String path, String scheme) throws Exception {
        Shop shop = Shop.of(folder, "", "  - {type: folder, path: \"%s\"}\n".formatted(path));
        shop.arrives(1);

        assertThat(shop.run().deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.failure())
                        .isNotNull()
                        .satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.SINK_INVALID);
                            assertThat(problem.message())
                                    .contains("readers of a folder in '%s://' could find no state".formatted(scheme));
                        }));
    }

    /** Nothing keeps deliveries apart there, so one that has just begun may still be at work. */
    @Test
    void inAnObjectStoreOnlyOldRemainsAreRemoved() throws Exception {
        Shop shop =
                Shop.of(folder, "", "  - {type: folder, path: \"s3://bucket%s/out\", format: csv}\n".formatted(folder));
        Path old = Files.createDirectories(folder.resolve("out/data/20200101-000000-000-abcde"));
        Path young = Files.createDirectories(folder.resolve("out/data/29990101-000000-000-abcde"));
        Path foreign = Files.createDirectories(folder.resolve("out/data/notes"));
        shop.arrives(1);

        shop.run();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
        try (Stream<Path> all = Files.list(folder.resolve("out/data"))) {
            assertThat(all).hasSize(3);
        }
    }
}
