package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

/**
 * A promotion of which the ledger knows.
 *
 * @param number greater than that of any before; whoever comes late with a smaller one is told by it
 */
public record AskedPromotion(long number, Promotion promotion) {
    public AskedPromotion {
        requireNonNull(promotion, "promotion");
    }
}
