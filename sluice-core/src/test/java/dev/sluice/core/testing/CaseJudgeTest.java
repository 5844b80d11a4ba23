package dev.sluice.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.YamlReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaseJudgeTest {
    private final List<Map<String, @Nullable Object>> landed = new ArrayList<>();
    private final List<FoundBadRow> bad = new ArrayList<>();

    @Test
    void valuesAreTheSameWhereTheyMeanTheSame() {
        land(
                "price",
                new BigDecimal("1.50"),
                "day",
                LocalDate.of(2026, 1, 2),
                "at",
                Instant.parse("2026-01-02T03:00:00Z"),
                "local",
                LocalDateTime.of(2026, 1, 2, 3, 0),
                "share",
                0.1f,
                "name",
                "01",
                "none",
                null,
                "tags",
                List.of("a", "b"),
                "address",
                Map.of("city", "Ulm", "zip", "1"));

        assertThat(lines("""
                landed:
                  - {price: 1.5, day: 2026-01-02, at: "2026-01-02T04:00:00+01:00", local: 2026-01-02 03:00, share: 0.1,
                     name: "01", none: ~, tags: [a, b], address: {city: Ulm}}
                """)).isEmpty();
    }

    @Test
    void textIsComparedLetterByLetterAndNullIsNotAnEmptyText() {
        land("name", "1.0", "note", "", "code", null);

        assertThat(lines("landed: [{name: 1, note: ~, code: 'null'}]"))
                .containsExactly(
                        "landed: a row is missing",
                        "    column  expected",
                        "    name    1",
                        "    note    null",
                        "    code    'null'",
                        "landed: a row was not expected",
                        "    column  actual",
                        "    name    1.0",
                        "    note    ''",
                        "    code    null");
    }

    @Test
    void rowsThatAreMostAlikeAreHeldAgainstOneAnother() {
        land("id", 2, "name", "Bo", "city", "Ulm");
        land("id", 1, "name", "Ada", "city", "Ulm");

        assertThat(lines("landed: [{id: 1, name: Eva, city: Ulm}, {id: 2, name: Bo}]"))
                .containsExactly(
                        "landed: a row differs",
                        "    column  expected  actual",
                        "    id      1         1",
                        "  ! name    Eva       Ada",
                        "    city    Ulm       Ulm");
    }

    @Test
    void countsAloneMayBeExpected() {
        land("id", 1);

        assertThat(lines("landed: 1")).isEmpty();
        assertThat(lines("{landed: 2, quarantined: 0}"))
                .contains("  ! landed       2          1", "    quarantined  0          0");
    }

    @Test
    void someRowsMayBeExpectedAmongOthers() {
        land("id", 1);
        land("id", 2);

        assertThat(lines("landed: {count: 2, include: [{id: 2}]}")).isEmpty();
        assertThat(lines("landed: {include: [{id: 3}]}")).contains("landed: a row is missing");
    }

    @Test
    void allReasonsOfARowAreExpectedInAnyOrder() {
        bad(2, reason("MISSING", "required(id)"), reason("NOT_A_DATE", "cast(day)"));

        assertThat(lines("quarantined: [{record: 2, reasons: [NOT_A_DATE, MISSING]}]"))
                .isEmpty();
        assertThat(lines("quarantined: [{record: 2, reasons: [{code: NOT_A_DATE, rule: cast(dy)}]}]"))
                .containsExactly(
                        "quarantined: record 2 of a.csv differs",
                        "    column  expected             actual",
                        "    record  2                    2",
                        "  ! reason  NOT_A_DATE cast(dy)  MISSING required(id) \"no\"",
                        "  ! reason  -                    NOT_A_DATE cast(day) \"no\"");
    }

    private void land(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        landed.add(row);
    }

    private static FoundReason reason(String code, String rule) {
        return new FoundReason("convert", code, rule, List.of(), null, "no");
    }

    private void bad(long record, FoundReason... reasons) {
        bad.add(new FoundBadRow("a.csv", record, "x", Map.of(), Arrays.asList(reasons)));
    }

    private List<String> lines(String then) {
        Problems problems = new Problems();
        Expectation expectation = new ThenReader(problems)
                .read(new YamlReader("t", "t", problems).read(then).orElseThrow());
        assertThat(problems.list()).isEmpty();
        RunResult result = new RunResult(
                "orders",
                "run",
                "batch",
                RunState.PUBLISHED,
                new RowCounts(landed.size() + bad.size(), landed.size(), bad.size(), 0, 0),
                List.of(),
                OptionalLong.of(1),
                null,
                List.of(),
                null,
                1);
        return DifferenceText.plain().lines(CaseJudge.judge(expectation, new Outcome(result, landed, bad)));
    }
}
