package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FolderPartitionsTest {
    private static final List<String> COLUMNS = List.of("dt", "country");

    @Test
    void foldersNameTheValues() {
        assertThat(FolderPartitions.of("file:/in/dt=2026-01-05/country=de/x.csv", COLUMNS))
                .contains(List.of("2026-01-05", "de"));
        assertThat(FolderPartitions.of("s3://b/dt=a=b/v1/country=/x.csv", COLUMNS))
                .contains(List.of("a=b", ""));
    }

    @Test
    void innermostFoldersCount() {
        assertThat(FolderPartitions.of("file:/dt=old/country=x/dt=new/country=y/x.csv", COLUMNS))
                .contains(List.of("new", "y"));
    }

    @Test
    void valuesAreDecoded() {
        assertThat(FolderPartitions.of("file:/dt=a%2Fb%20c/country=%C3%A9+%zz%/x.csv", COLUMNS))
                .contains(List.of("a/b c", "é+%zz%"));
        assertThat(FolderPartitions.of("file:/dt=__HIVE_DEFAULT_PARTITION__/country=x/x.csv", COLUMNS))
                .contains(Arrays.asList(null, "x"));
    }

    @Test
    void otherLayoutsGiveNothing() {
        assertThat(FolderPartitions.of("file:/dt=a/x.csv", COLUMNS)).isEmpty();
        assertThat(FolderPartitions.of("file:/country=x/dt=a/x.csv", COLUMNS)).isEmpty();
        assertThat(FolderPartitions.of("file:/dt=a/country=x", COLUMNS)).isEmpty();
        assertThat(FolderPartitions.of("file:/DT=a/country=x/x.csv", COLUMNS)).isEmpty();
        assertThat(FolderPartitions.of("file:/dt=a/country=%ff/x.csv", COLUMNS)).isEmpty();
    }
}
