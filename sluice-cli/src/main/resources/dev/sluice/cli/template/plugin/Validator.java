package {{package}};

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.Counter;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import java.util.List;

/** The digits of a text end with the check digit of Luhn's formula. Change it into what your rows need. */
public final class {{class}} implements RowValidator {
    static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to check.");

    private String column = "";
    private Counter checked = amount -> {};

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("{{word}}", "Checks the last digit of a number.", COLUMN);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public void open(Options options, RowContext context) {
        column = options.get(COLUMN);
        checked = context.counter("checked");
    }

    @Override
    public void validate(RecordView record, RowReasons reasons) {
        String text = record.text(column);
        if (text == null) {
            return;
        }
        checked.add(1);
        int[] digits = text.chars().filter(Character::isDigit).map(c -> c - '0').toArray();
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            boolean doubled = (digits.length - i) % 2 == 0;
            int digit = doubled ? digits[i] * 2 : digits[i];
            sum += digit > 9 ? digit - 9 : digit;
        }
        if (digits.length == 0 || sum % 10 != 0) {
            reasons.add("WRONG_CHECK_DIGIT", column, "the check digit does not fit the other digits");
        }
    }
}
