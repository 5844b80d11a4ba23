package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a record.
 *
 * @param column the column it concerns; null for the record as a whole
 * @param value the text concerned; null for none
 * @param message one line
 */
public record ParseProblem(
        ReasonCode code, @Nullable String column, @Nullable String value, String message) {
    private static final Set<ReasonCode> CUTS = Set.of(
            ReasonCode.RECORD_TOO_LARGE,
            ReasonCode.TRUNCATED_FILE,
            ReasonCode.CORRUPT_FILE,
            ReasonCode.DECOMPRESSION_LIMIT);

    /** What is kept is a sample of a document or an archive, and no record. */
    private static final Set<ReasonCode> SAMPLES = Set.of(
            ReasonCode.RECORDS_NOT_FOUND,
            ReasonCode.TRUNCATED_DOCUMENT,
            ReasonCode.MALFORMED_DOCUMENT,
            ReasonCode.DOCUMENT_TYPE,
            ReasonCode.UNSAFE_ENTRY,
            ReasonCode.NESTED_ARCHIVE,
            ReasonCode.ENCRYPTED_ENTRY);

    public ParseProblem {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    /** Whether what is kept of the record may be a part of it only. */
    public boolean cutsRecord() {
        return CUTS.contains(code);
    }

    /** Codes of problems with which no whole record is kept. */
    public static Set<ReasonCode> withoutRecord() {
        Set<ReasonCode> codes = EnumSet.copyOf(CUTS);
        codes.addAll(SAMPLES);
        return codes;
    }

    public static ParseProblem ofRecord(ReasonCode code, String message) {
        return new ParseProblem(code, null, null, message);
    }
}
