package dev.sluice.spark.source.text;

import dev.sluice.api.Format;
import dev.sluice.api.Options;

/** A format whose files are text with one record after the other. */
public interface TextFormat extends Format {
    /** The reading side. Options were checked. */
    RecordFormat records(Options options);

    /** Whether the file itself does not tell its columns, so that the pipeline must declare them in order. */
    boolean needsDeclaredColumns(Options options);
}
