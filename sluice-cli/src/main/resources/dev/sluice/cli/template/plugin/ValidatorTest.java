package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.api.Options;
import dev.sluice.api.row.RowReason;
import dev.sluice.api.row.RowTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Needs no Spark. */
class {{class}}Test {
    @Test
    void wrongCheckDigitIsTold() throws Exception {
        RowTrial trial = RowTrial.of(new {{class}}(), Options.of(Map.of({{class}}.COLUMN, "card")));

        assertEquals(List.of(), trial.row(Map.of("card", "4539 1488 0343 6467")).reasons());
        assertEquals(
                List.of("WRONG_CHECK_DIGIT"),
                trial.row(Map.of("card", "4539 1488 0343 6468")).reasons().stream()
                        .map(RowReason::code)
                        .toList());
        assertEquals(List.of(), trial.row(Map.of()).reasons());
        assertEquals(Map.of("checked", 2L), trial.counts());
    }
}
