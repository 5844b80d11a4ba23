package dev.sluice.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Stage;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    void fileWithoutOneGoodRowPointsToItsHeaderAndToAliases() {
        Finding first = Diagnosis.of(Reports.mixed()).get(0);

        assertThat(first.what()).contains("612 of the 823 quarantined rows", "05-21-2031.csv", "HEADER_MISMATCH");
        assertThat(first.setting()).isEqualTo("source.columns.NAME.aliases");
    }

    @Test
    void taskThatReadFarMoreRowsThanTheMedianIsCalledSkew() {
        assertThat(Diagnosis.of(Reports.mixed()))
                .anySatisfy(finding -> assertThat(finding.what()).contains("8.1× the median", "read 31,000 rows"));
    }

    @Test
    void unknownTimestampFormNamesAnExampleAndTheFormats() {
        ReasonCount count = new ReasonCount(Stage.CONVERT, "NOT_A_TIMESTAMP", "Last_Update", "Last_Update", 30);
        RunReport mixed = Reports.mixed();
        RunReport report = new RunReport(
                new RunResult(
                        "p",
                        "r",
                        null,
                        RunState.PUBLISHED,
                        new RowCounts(100, 70, 30, 0, 0),
                        List.of(count),
                        OptionalLong.empty(),
                        null,
                        List.of(),
                        null,
                        1),
                mixed.facts(),
                null,
                mixed.graph(),
                mixed.samples(),
                List.of(),
                List.of(),
                List.of());

        assertThat(Diagnosis.of(report)).singleElement().satisfies(finding -> {
            assertThat(finding.what())
                    .isEqualTo("30 values of Last_Update fit none of its formats, such as “Last_Update”.");
            assertThat(finding.setting()).isEqualTo("target.columns.Last_Update.formats");
        });
    }

    @Test
    void cleanRunHasNoFinding() {
        assertThat(Diagnosis.of(Reports.clean())).isEmpty();
    }

    @Test
    void spillAndRepeatedTasksAreTold() {
        StageTiming stage = new StageTiming(
                3, "sort", 0, 9, 4, 2, Distribution.of(1, 1, 1, 1), Distribution.EMPTY, 0, 0, 0, 5L << 20);
        RunReport clean = Reports.clean();
        RunReport report = new RunReport(
                clean.result(), clean.facts(), null, clean.graph(), List.of(), List.of(), List.of(), List.of(stage));

        assertThat(Diagnosis.of(report))
                .extracting(Finding::what)
                .containsExactly(
                        "5.0 MiB did not fit into memory and went through the disk.",
                        "2 attempts at tasks failed or were stopped. Spark repeated them, and no row was counted twice.");
    }
}
