package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.SluiceException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * All that the ledger needs to know of its database beyond plain SQL.
 *
 * @param nowMillis an SQL expression: the database's clock in epoch milliseconds. Leases run by this clock, so machines
 *     whose own clocks differ agree on them
 * @param failure what a failed statement means to users
 */
record Dialect(String nowMillis, Function<SQLException, SluiceException> failure) {
    Dialect {
        requireNonNull(nowMillis, "nowMillis");
        requireNonNull(failure, "failure");
    }
}
