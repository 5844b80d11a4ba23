package dev.sluice.core.plan;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Footprint;
import dev.sluice.core.spec.Step;
import java.util.List;

/** What one converter does to the columns, before it is known whether they exist. */
record Touch(Step<ConverterPlugin> step, Footprint footprint, List<Read> reads) {
    static Touch of(Step<ConverterPlugin> step, Footprint footprint, List<Read> bySql) {
        return new Touch(step, footprint, Read.all(step, footprint.reads(), bySql));
    }
}
