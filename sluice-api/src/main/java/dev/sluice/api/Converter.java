package dev.sluice.api;

import java.util.List;

/**
 * A step that makes columns from columns, in the column tier: it gives Spark expressions, which are fused into the one
 * pass over the data and compiled.
 */
public interface Converter extends ConverterPlugin {
    /**
     * The expressions, one for each column that the footprint writes.
     *
     * <p>They must be deterministic and must not throw: a value that cannot be converted is null and has a
     * {@link Failure}.
     */
    List<ConvertedColumn> convert(Options options, StepContext context);
}
