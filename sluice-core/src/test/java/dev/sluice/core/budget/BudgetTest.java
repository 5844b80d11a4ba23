package dev.sluice.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    @ParameterizedTest(name = "{1} of {2} bad, budget {0}: over {3}")
    @CsvSource({
        "5%, 5, 100, false",
        "5%, 6, 100, true",
        "0.5%, 1, 200, false",
        "0.5%, 2, 200, true",
        "33.333%, 1, 3, true",
        "100%, 7, 7, false",
        "0%, 0, 100, false",
        "0%, 1, 1000000000000, true",
        "0, 0, 0, false",
        "0, 1, 5, true",
        "3, 3, 3, false",
        "3, 4, 4, true",
        "5%, 0, 0, false"
    })
    void moreThanTheBudgetIsTooMuch(String budget, long bad, long read, boolean over) {
        assertThat(Limit.parse(budget).orElseThrow().isExceededBy(bad, read)).isEqualTo(over);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1", "-1%", "101%", "1.5", "five", "1e3", "5%%", "100.1%"})
    void whatIsNeitherRowsNorShareIsNoBudget(String text) {
        assertThat(Limit.parse(text)).isEmpty();
    }

    @Test
    void everyLimitThatIsExceededIsToldWithItsFigures() {
        Budget budget = new Budget(
                Limit.parse("5%"),
                Map.of("required(id)", Limit.parse("2").orElseThrow()),
                Map.of("price", Limit.parse("1%").orElseThrow()),
                Limit.parse("10%"));
        BudgetCounts counts = new BudgetCounts(
                100,
                7,
                Map.of("required(id)", 3L),
                Map.of("price", 1L),
                List.of(new BudgetCounts.FileCount("a.csv", 90, 3), new BudgetCounts.FileCount("b.csv", 10, 4)));

        assertThat(budget.judge(counts))
                .extracting(Overrun::describe)
                .containsExactly(
                        "7 of 100 rows are bad (7%), budget 5%",
                        "rule required(id): 3 of 100 rows (3%), budget 2",
                        "file b.csv: 4 of 10 rows (40%), budget 10%");
    }

    @Test
    void anInputWithoutRowsKeepsEveryBudget() {
        Budget zero = new Budget(Limit.parse("0%"), Map.of(), Map.of(), Limit.parse("0"));

        assertThat(zero.judge(new BudgetCounts(0, 0, Map.of(), Map.of(), List.of())))
                .isEmpty();
        assertThat(Budget.NONE.judge(new BudgetCounts(9, 9, Map.of(), Map.of(), List.of())))
                .isEmpty();
        assertThat(new Budget(Optional.empty(), Map.of(), Map.of(), Optional.empty()).isEmpty())
                .isTrue();
    }
}
