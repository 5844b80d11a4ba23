package dev.sluice.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.run.RunState;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.YamlReader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestFileReaderTest {
    private final Problems problems = new Problems();

    @Test
    void caseIsReadWithAllThatItSays() {
        TestCase test = read("""
                pipeline: orders
                now: 2031-01-02T03:04:05+01:00
                cases:
                  - name: one
                    given:
                      file: a.csv
                      text: "id\\n1\\n"
                      tables:
                        shop.customers: [{id: 1}]
                        shop.rates: {types: {rate: double}, rows: [{code: EUR, rate: 1.0}]}
                    when: {environment: prod, batchId: b1, set: {budget.rejected: 1%}}
                    then:
                      read: 1
                      state: held
                      landed: {count: 1, include: [{id: 1}]}
                      quarantined:
                        - {record: 2, reasons: [MISSING, {code: NOT_A_DATE, rule: cast(day)}]}
                      notices: {odd: 3}
                """).get(0);

        assertThat(problems.list()).isEmpty();
        assertThat(test.pipeline()).isEqualTo("orders");
        assertThat(test.location().line()).isEqualTo(4);
        assertThat(test.given().texts()).containsEntry("a.csv", "id\n1\n");
        assertThat(test.given().tables().get("shop.rates").types()).hasToString("{rate=double}");
        assertThat(test.when().now()).isEqualTo(Instant.parse("2031-01-02T02:04:05Z"));
        assertThat(test.when().set()).containsExactly("budget.rejected=1%");
        assertThat(test.then().state()).contains(RunState.HELD);
        assertThat(test.then().landed().orElseThrow().all()).isFalse();
        assertThat(test.then().quarantined().orElseThrow().count()).contains(1L);
        assertThat(test.then()
                        .quarantined()
                        .orElseThrow()
                        .rows()
                        .get(0)
                        .reasons()
                        .orElseThrow())
                .hasToString("[MISSING, NOT_A_DATE cast(day)]");
        assertThat(test.then().notices()).containsEntry("odd", 3L);
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceWithTheirPlaces() {
        read("""
                pipeline: orders
                cases:
                  - name: one
                    given: {text: a, rows: [{id: 1}]}
                    than: {landed: 1}
                  - name: one
                    given: {rows: [1], file: ../x}
                    when: {now: tomorrow}
                    then: {landed: few, state: publishd}
                  - given: {}
                    then: {}
                """);

        assertThat(problems.list())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        ErrorCode.INVALID_TEST,
                        ErrorCode.MISSING_KEY,
                        ErrorCode.UNKNOWN_KEY,
                        ErrorCode.DUPLICATE_KEY,
                        ErrorCode.WRONG_SHAPE,
                        ErrorCode.INVALID_TEST,
                        ErrorCode.NOT_A_WHOLE_NUMBER,
                        ErrorCode.UNKNOWN_WORD,
                        ErrorCode.MISSING_KEY,
                        ErrorCode.INVALID_TEST);
        assertThat(problems.list())
                .filteredOn(problem -> problem.code() == ErrorCode.UNKNOWN_KEY)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.hint()).isEqualTo("did you mean 'then'?");
                    assertThat(problem.location()).hasToString("tests/a.yaml:5:5");
                });
    }

    private List<TestCase> read(String yaml) {
        return new YamlReader("tests/a.yaml", "tests/a.yaml", problems)
                .read(yaml)
                .map(tree -> new TestFileReader(problems).read(tree))
                .orElseThrow();
    }
}
