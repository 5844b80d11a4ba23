package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

/**
 * How what was mended can be told from what was read.
 *
 * @param table with a row for each cell that was mended
 * @param fixId the column of the target by which its rows are joined to that; null in rows that landed as they were read
 */
public record Audit(TableName table, String fixId) {
    public Audit {
        requireNonNull(table, "table");
        requireNonNull(fixId, "fixId");
    }
}
