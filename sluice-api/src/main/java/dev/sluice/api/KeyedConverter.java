package dev.sluice.api;

import java.util.List;

/** A converter that makes columns of what it finds by key among other rows. */
public interface KeyedConverter extends Converter {
    /** What is looked up. Touches no class of Spark. */
    KeyLookup lookup(Options options);

    /** The columns that it makes; see {@link Converter#convert(Options, StepContext)}. */
    List<ConvertedColumn> convert(Options options, StepContext context, KeyMatch match);

    /** Never called: what was found is needed. */
    @Override
    default List<ConvertedColumn> convert(Options options, StepContext context) {
        throw new UnsupportedOperationException("Cannot convert without what was found");
    }
}
