package dev.sluice.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.testing.FoundReason;
import dev.sluice.core.testing.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineHarnessTest {
    private PipelineHarness harness;

    @BeforeAll
    void open() {
        harness = PipelineHarness.open(Path.of("../examples/customers"));
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void rowsLandOrAreKeptWithTheirReasons() {
        Outcome outcome = harness.pipeline("customers")
                .at(Instant.parse("2031-06-30T00:00:00Z"))
                .rows(
                        Map.of("id", 1, "name", "Ada Winterberg", "bday", "1986-04-12", "tags", List.of("web")),
                        Map.of("id", 2, "name", "Bo Larkin", "bday", "2031-07-01"))
                .run();

        assertThat(outcome.landed())
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("firstName", "Ada").containsEntry("tags", List.of("web")));
        assertThat(outcome.bad()).singleElement().satisfies(row -> {
            assertThat(row.record()).isEqualTo(2);
            assertThat(row.input()).containsEntry("name", "Bo Larkin");
            assertThat(row.reasons()).extracting(FoundReason::rule).containsExactly("born_before_today");
        });
    }

    @Test
    void filesAreReadInTheFormatOfTheSource() {
        Outcome outcome =
                harness.pipeline("customers").file("a.jsonl", "{\"id\": 1,\n").run();

        assertThat(outcome.bad()).singleElement().satisfies(row -> {
            assertThat(row.file()).isEqualTo("a.jsonl");
            assertThat(row.raw()).isEqualTo("{\"id\": 1,");
            assertThat(row.reasons()).extracting(FoundReason::code).containsExactly("CORRUPT_RECORD");
        });
    }

    @TestFactory
    Stream<DynamicTest> casesOfTheExample() {
        return harness.cases();
    }
}
