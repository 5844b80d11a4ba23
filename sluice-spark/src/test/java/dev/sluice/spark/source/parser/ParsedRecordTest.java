package dev.sluice.spark.source.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedRecordTest {
    private static final int MOST_BYTES = 70_000;

    private final ParsedRecord parsed =
            new ParsedRecord(ReadColumns.all(List.of(new SourceColumn("id", List.of(), false, null))), MOST_BYTES);

    @Test
    void recordThatIsCutWithinACharacterIsNoTextWhereverItsOffsetIsToldFrom() {
        parsed.begin(1);
        parsed.raw("x" + "é".repeat(MOST_BYTES));
        parsed.fail("id", ReasonCode.UNDECODABLE, null, "no");
        parsed.offset(5);

        assertThat(parsed.record().rawDecodable()).isFalse();
        assertThat(parsed.record().offset()).isEqualTo(5);
        assertThat(parsed.record().failed()).isTrue();
        assertThat(parsed.record().problems())
                .extracting(ParseProblem::code)
                .containsExactly(ReasonCode.RECORD_TOO_LARGE, ReasonCode.UNDECODABLE);
    }

    @Test
    void halfOfASurrogatePairIsToldAndAWholeOneIsText() {
        for (String half : List.of("a\ud83d", "\ude00a", "\ud83d\ud83d\ude00")) {
            parsed.begin(1);
            parsed.set("id", half);

            assertThat(parsed.record().isNull(0)).isTrue();
            assertThat(parsed.record().problems())
                    .extracting(ParseProblem::code)
                    .containsExactly(ReasonCode.LONE_SURROGATE);
        }
        parsed.begin(2);
        parsed.set("id", "a\ud83d\ude00b");

        assertThat(parsed.record().text(0)).isEqualTo("a\ud83d\ude00b");
        assertThat(parsed.record().problems()).isEmpty();
    }
}
