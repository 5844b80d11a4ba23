package dev.sluice.bench;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import java.util.List;

/** A plug-in of the row tier that reads a value and finds nothing wrong with it, or throws at every so manieth. */
public final class NoOp implements RowValidator {
    static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "A whole number.");
    static final Option<Long> EVERY = Option.of(
            "every",
            new OptionType.Whole(0, Long.MAX_VALUE),
            0L,
            "It throws at values that this number divides; 0: at none.");

    private String column = "";
    private long every;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("bench_no_op", "Reads a value.", COLUMN, EVERY);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public void open(Options options, RowContext context) {
        column = options.get(COLUMN);
        every = options.get(EVERY);
    }

    @Override
    public void validate(RecordView record, RowReasons reasons) {
        Long value = record.whole(column);
        if (every > 0 && value != null && value % every == 0) {
            throw new IllegalStateException("the value " + value + " is not wanted");
        }
    }
}
