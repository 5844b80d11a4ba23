package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A quarantined row, as a sample.
 *
 * @param file its source's full URI
 * @param recordNo from 1 after the header
 * @param raw the record as read; may be its first part only
 * @param rawLength the whole record's length in characters
 * @param reasons all of the row's reasons, at least one
 */
public record BadRow(String file, long recordNo, String raw, long rawLength, List<BadReason> reasons) {
    public BadRow {
        requireNonNull(file, "file");
        requireNonNull(raw, "raw");
        rawLength = Math.max(rawLength, raw.length());
        reasons = List.copyOf(reasons);
    }

    public static BadRow of(String file, long recordNo, String raw, List<BadReason> reasons) {
        return new BadRow(file, recordNo, raw, raw.length(), reasons);
    }
}
