package dev.sluice.spark.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.Test;

class ChangesTest {
    @Test
    void longTextsCountByTheirFilesAndShortRowsByTheirNumber() {
        assertThat(Changes.bytes(List.of(file(300_000, 800_000_000), file(1, 1_000)), 220))
                .isEqualTo(6_400_008_000L);
        assertThat(Changes.bytes(List.of(file(1_000_000, 2_000), file(1_000_000, 2_000)), 20))
                .isEqualTo(40_000_000);
    }

    private static DataFile file(long rows, long bytes) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("/changes/" + rows + ".parquet")
                .withRecordCount(rows)
                .withFileSizeInBytes(bytes)
                .build();
    }
}
