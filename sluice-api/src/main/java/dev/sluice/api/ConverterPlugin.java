package dev.sluice.api;

/** A step of {@code convert:}, of any tier: {@link Converter} or {@link dev.sluice.api.row.RowConverter}. */
public interface ConverterPlugin extends Plugin {
    /** What the step reads and makes. Touches no class of Spark. */
    Footprint footprint(Options options);
}
