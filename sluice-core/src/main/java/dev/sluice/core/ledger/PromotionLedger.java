package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineName;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's part of deployments that run side by side. What is asked for is durable before a table is touched, so that
 * whoever comes after a crash can finish it; each call may be repeated.
 */
public interface PromotionLedger {
    /** The name of the deployment that is live. */
    String live(String pipeline);

    /** @throws SluiceException {@code DEPLOYMENT_IS_LIVE} if the name is of a deployment that is live */
    void requireBeside(PipelineName name);

    /** The deployments of a pipeline that have run and are not live, sorted. */
    List<String> beside(String pipeline);

    /**
     * How many inputs one deployment has landed and the other has not: its next run lands them.
     *
     * @param pipeline of the one that has, as the ledger knows it
     * @param other that has not
     */
    long landedOnlyBy(String pipeline, String other);

    /**
     * From here on no run of either deployment begins until it is done or given up. Who asks for what was asked for already
     * joins in.
     *
     * @throws SluiceException {@code PROMOTION_REFUSED} if a run of either is running, prepared, held or being taken back, or
     *     another pipeline has written to their tables; {@code PROMOTION_UNDER_WAY} if another one is not done yet
     */
    AskedPromotion ask(Promotion promotion);

    /** The one of the pipeline that was asked for and is not done. */
    Optional<AskedPromotion> open(String pipeline);

    /** Gives up what was asked for: no table has another name, nor ever will. One that has ended is left as it is. */
    void giveUp(AskedPromotion asked);

    /**
     * The deployments change places: what was known of either is known under its new name. One that has ended changes
     * nothing.
     */
    void done(AskedPromotion asked);
}
