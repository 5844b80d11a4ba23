package dev.sluice.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlReader;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaseYamlTest {
    private static final RunSetting PLAIN = RunSetting.at(Instant.parse("2031-01-02T03:04:05Z"));

    @Test
    void cellsWithCharactersThatYamlForbidsAreReadAgainAsTheyWere() {
        String odd = "it\u0092s \u007f\ufffe\ufeff \ud800\n\t\"\\ ${v}";

        TestCase test = read(write(PLAIN, List.of(row("name", odd)), List.of()));

        MapTree row = test.given().rows().get(0);
        assertThat(((Scalar) row.find("name").orElseThrow().value()).text()).isEqualTo(odd);
    }

    @Test
    void whatMadeTheOutcomeIsSaid() {
        RunSetting when = new RunSetting(
                PLAIN.now(),
                Optional.of("prod"),
                Optional.of("0123"),
                Map.of("region", "no"),
                List.of("budget.rejected=60%", "+convert=[{type: trim}]", "~source.options"));

        assertThat(read(write(when, List.of(row("id", "1")), List.of())).when()).isEqualTo(when);
        assertThat(write(PLAIN, List.of(row("id", "1")), List.of())).doesNotContain("when:");
    }

    @Test
    void nothingIsSaidOfColumnsThatDifferFromRunToRun() {
        String yaml = write(PLAIN, List.of(row("id", "1")), List.of(row("id", 1L, "fixId", "f-1")));

        assertThat(yaml).contains("- {id: 1}").doesNotContain("fixId");
    }

    @Test
    void rowsThatNoFileCanHoldAreRefused() {
        assertThatThrownBy(() -> write(PLAIN, List.of(row("text", "x".repeat(YamlReader.MAX_BYTES))), List.of()))
                .hasMessageContaining("Cannot make a test of these rows: the file is larger than");
    }

    private static Map<String, @Nullable Object> row(String name, Object value) {
        return Collections.singletonMap(name, value);
    }

    private static Map<String, @Nullable Object> row(String name, Object value, String other, Object otherValue) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(row(name, value));
        row.put(other, otherValue);
        return row;
    }

    private static String write(
            RunSetting when, List<Map<String, @Nullable Object>> rows, List<Map<String, @Nullable Object>> landed) {
        RunResult result = new RunResult(
                "orders",
                "run",
                "batch",
                RunState.PUBLISHED,
                new RowCounts(rows.size(), landed.size(), 0, 0, 0),
                List.of(),
                OptionalLong.of(1),
                null,
                List.of(),
                null,
                1);
        return CaseYaml.write(
                "origin", "orders", "a case", when, rows, new Outcome(result, landed, List.of()), Set.of("fixId"));
    }

    private static TestCase read(String yaml) {
        Problems problems = new Problems();
        Tree tree = new YamlReader("t.yaml", "t.yaml", problems).read(yaml).orElseThrow();
        List<TestCase> cases = new TestFileReader(problems).read(tree);
        assertThat(problems.list()).isEmpty();
        return cases.get(0);
    }
}
