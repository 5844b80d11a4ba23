package dev.sluice.api.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTrialTest {
    private static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "The column.");

    /** Doubles a number. */
    private static final class Twice implements RowConverter {
        private String column = "";
        private Counter nulls = amount -> {};

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("twice", "Doubles a number.", COLUMN);
        }

        @Override
        public Footprint footprint(Options options) {
            return new Footprint(List.of(options.get(COLUMN)), Map.of("twice", "long"), List.of(), true);
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
            nulls = context.counter("nulls");
        }

        @Override
        public void convert(RecordView record, RowOutput output) {
            Long value = record.whole(column);
            if (value == null) {
                nulls.add(1);
            } else if (value > Long.MAX_VALUE / 2) {
                output.add(ReasonCode.NUMBER_OVERFLOW, column, "too large to double");
            } else {
                output.set("twice", value * 2);
            }
        }
    }

    private static RowTrial trial() throws Exception {
        return RowTrial.of(new Twice(), Options.of(Map.of(COLUMN, "n")));
    }

    @Test
    void rowGivesValuesReasonsAndCounts() throws Exception {
        RowTrial trial = trial();

        assertThat(trial.row(Map.of("n", 21, "other", "unseen")).values()).containsExactly(Map.entry("twice", 42L));
        assertThat(trial.row(Map.of("n", Long.MAX_VALUE)).reasons())
                .containsExactly(new RowReason("NUMBER_OVERFLOW", "n", "too large to double"));
        assertThat(trial.row(Map.of()).reasons()).isEmpty();
        assertThat(trial.counts()).containsExactly(Map.entry("nulls", 1L));
    }

    @Test
    void plugInSeesOnlyWhatItDeclares() throws Exception {
        RowTrial.Result[] none = new RowTrial.Result[1];

        assertThatThrownBy(() -> none[0] = trial().row(Map.of("n", "text")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the column 'n' is a String, not a Long");
    }

    @Test
    void gettersGiveJavasTypesAndNullForNull() {
        Map<String, Object> values = new HashMap<>();
        values.put("nothing", null);
        values.put("int", 7);
        values.put("day", LocalDate.EPOCH);
        values.put("struct", Map.of("x", List.of(1, 2)));
        RecordView record = RecordView.of(values);

        assertThat(record.isNull("nothing")).isTrue();
        assertThat(record.text("nothing")).isNull();
        assertThat(record.whole("int")).isEqualTo(7L);
        assertThat(record.decimal("int")).isEqualTo(BigDecimal.valueOf(7));
        assertThat(record.date("day")).isEqualTo(LocalDate.EPOCH);
        assertThat(record.struct("struct").list("x")).isEqualTo(List.of(1, 2));
        assertThatThrownBy(() -> record.text("missing")).hasMessage("the record has no column 'missing'");
    }

    @Test
    void codeOfAReasonNamesAKindOfFault() {
        assertThatThrownBy(() -> new RowReason("bad value 7", "n", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new RowReason("BAD_VALUE_7", "n", "x").code()).isEqualTo("BAD_VALUE_7");
    }
}
