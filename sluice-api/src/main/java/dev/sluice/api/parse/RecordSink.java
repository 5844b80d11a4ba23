package dev.sluice.api.parse;

import dev.sluice.api.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Takes one record: where it stands, its text, its columns, and what is wrong with it. */
public interface RecordSink {
    /**
     * Where the record begins, in bytes, or its ordinal where that cannot be told. It grows from record to record of a file, and
     * is what a quarantined row is known by; without it, the ordinal is taken.
     */
    void offset(long offset);

    /** The record as it stands in the file, as far as it is text. The quarantine keeps it. */
    void raw(String text);

    /** A value. Columns that the pipeline does not read are passed over; those that are not set are null. */
    void set(String column, @Nullable String value);

    /**
     * The record as a whole is wrong: none of its values is looked at.
     *
     * @param code of the stage {@code parse}
     * @param message one line
     */
    void fail(ReasonCode code, String message);

    /**
     * One column is wrong; the others are looked at.
     *
     * @param code of the stage {@code parse}
     * @param value what stands there; null for nothing
     * @param message one line
     */
    void fail(String column, ReasonCode code, @Nullable String value, String message);
}
