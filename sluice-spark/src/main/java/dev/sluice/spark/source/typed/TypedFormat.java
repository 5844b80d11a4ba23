package dev.sluice.spark.source.typed;

import dev.sluice.api.Format;
import dev.sluice.api.Options;

/** A format whose files give their columns types. */
public interface TypedFormat extends Format {
    /** The reading side. Options were checked. */
    TypedFiles files(Options options);

    @Override
    default boolean typed() {
        return true;
    }
}
