package dev.sluice.api;

import java.util.List;

/** A rule of {@code validate:}, of any tier: {@link Validator} or {@link dev.sluice.api.row.RowValidator}. */
public interface ValidatorPlugin extends Plugin {
    /** The target columns that it reads. Touches no class of Spark. */
    List<String> reads(Options options);
}
