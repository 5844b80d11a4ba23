package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apart from {@link PipelineIT}, so that both may run at once. */
class DemoIT {
    @TempDir
    Path folder;

    @Test
    void demoEndsWithCountsReportAndWhatToTryNext() {
        Launched demo = Launched.with(
                folder, Map.of("SLUICE_ARCHIVE", "off", "SLUICE_HOME", folder.toString()), "demo", "--rows", "1000");

        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("3,000 rows read", "nothing to do", "turnover", "report  /", "next    ./sluice");
    }
}
