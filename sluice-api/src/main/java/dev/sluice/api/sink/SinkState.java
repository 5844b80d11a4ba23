package dev.sluice.api.sink;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Which state of a table a sink has.
 *
 * @param id of the delivery that brought it
 * @param table the table's UUID
 * @param snapshot the table's snapshot
 * @param rows how many
 * @param checksum over all rows, whatever their order
 * @param at when it was delivered, to the millisecond
 */
public record SinkState(String id, String table, long snapshot, long rows, String checksum, Instant at) {
    public SinkState {
        requireNonNull(id, "id");
        requireNonNull(table, "table");
        requireNonNull(checksum, "checksum");
        requireNonNull(at, "at");
    }
}
