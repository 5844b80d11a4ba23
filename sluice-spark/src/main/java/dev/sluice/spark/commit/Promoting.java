package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.AskedPromotion;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Promotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets two deployments of a pipeline change places. What was asked for is in the ledger first; the tables change their names
 * in one transaction of the catalog, which is when readers see the other rows; then the ledger follows. Whether the tables
 * have changed is told by the id of the target, so that each step may be repeated after a crash, and has happened once then.
 * The catalog takes the number of each promotion once, and greater ones only: a process that was stopped amid a promotion
 * which others have finished, and gone back from, changes nothing when it goes on.
 */
public final class Promoting {
    private static final Logger LOG = LoggerFactory.getLogger(Promoting.class);

    private final ProjectCatalog catalog;
    private final Ledger ledger;
    private final CommitPatience patience;
    private final CommitObserver observer;

    public Promoting(ProjectCatalog catalog, Ledger ledger, CommitObserver observer) {
        this(catalog, ledger, CommitPatience.DEFAULT, observer);
    }

    Promoting(ProjectCatalog catalog, Ledger ledger, CommitPatience patience, CommitObserver observer) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.ledger = requireNonNull(ledger, "ledger");
        this.patience = requireNonNull(patience, "patience");
        this.observer = requireNonNull(observer, "observer");
    }

    /**
     * @throws SluiceException {@code PROMOTION_REFUSED}, {@code PROMOTION_UNDER_WAY}: nothing was done; {@code
     *     COMMIT_OUTCOME_UNKNOWN}, {@code COMMIT_FAILED}: repeat it, as every run of the pipeline does first
     */
    public void promote(Promotion promotion) {
        // What cannot be done is refused before anything is asked for.
        obstacle(promotion).ifPresent(why -> {
            throw refused(promotion, why);
        });
        observer.before(CommitStep.LEDGER_PROMOTION_ASKED);
        AskedPromotion asked = ledger.promotions().ask(promotion);
        observer.after(CommitStep.LEDGER_PROMOTION_ASKED);
        finish(asked);
    }

    /**
     * Finishes what was asked for.
     *
     * @throws SluiceException as {@link #promote}
     */
    void finish(AskedPromotion asked) {
        observer.before(CommitStep.RENAME_TABLES);
        rename(asked);
        observer.after(CommitStep.RENAME_TABLES);
        observer.before(CommitStep.LEDGER_PROMOTED);
        ledger.promotions().done(asked);
        observer.after(CommitStep.LEDGER_PROMOTED);
    }

    private void rename(AskedPromotion asked) {
        Promotion promotion = asked.promotion();
        RuntimeException last = new IllegalStateException("the tables do not have their new names");
        for (int attempt = 1; attempt <= patience.attempts(); attempt++) {
            try {
                if (isRenamed(promotion)) {
                    return;
                }
                Optional<String> obstacle = obstacle(promotion);
                // Another process that finishes it too may have been quicker between the two looks.
                if (obstacle.isPresent() && !isRenamed(promotion)) {
                    boolean ignored = catalog.refuse(asked);
                    if (isRenamed(promotion)) {
                        return;
                    }
                    ledger.promotions().giveUp(asked);
                    throw refused(promotion, obstacle.get());
                }
                if (obstacle.isEmpty() && !catalog.rename(asked) && !isRenamed(promotion)) {
                    ledger.promotions().giveUp(asked);
                    throw refused(promotion, "another process has ended it, and tables have changed their names since");
                }
            } catch (SluiceException e) {
                if (e.code() == ErrorCode.PROMOTION_REFUSED) {
                    throw e;
                }
                last = e;
                LOG.warn("Attempt {} to rename the tables of {} failed", attempt, promotion.pipeline(), e);
                pauseAfter(attempt);
            }
        }
        lastLook(promotion, last);
    }

    private void lastLook(Promotion promotion, RuntimeException last) {
        try {
            if (isRenamed(promotion)) {
                return;
            }
        } catch (RuntimeException e) {
            throw new SluiceException(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                    "Cannot tell whether deployment %s of %s is live: %s"
                            .formatted(promotion.becomes(), promotion.pipeline(), e.getMessage()),
                    e);
        }
        throw new SluiceException(
                ErrorCode.COMMIT_FAILED,
                "Cannot promote deployment %s of %s in %d attempts: %s"
                        .formatted(promotion.becomes(), promotion.pipeline(), patience.attempts(), last.getMessage()),
                last);
    }

    private boolean isRenamed(Promotion promotion) {
        return catalog.find(promotion.target())
                .filter(table -> table.uuid().toString().equals(promotion.targetUuid()))
                .isPresent();
    }

    /** What keeps the tables from getting their names, unless they have them. */
    private Optional<String> obstacle(Promotion promotion) {
        Set<TableName> free = new HashSet<>();
        for (RenamedTable table : promotion.tables()) {
            if (catalog.find(table.from()).isEmpty()) {
                return Optional.of("table %s was dropped".formatted(table.from()));
            }
            if (!free.contains(table.to()) && catalog.find(table.to()).isPresent()) {
                return Optional.of("%s would become %s, and there is another table of that name"
                        .formatted(table.from(), table.to()));
            }
            free.add(table.from());
        }
        return Optional.empty();
    }

    private static SluiceException refused(Promotion promotion, String why) {
        return new SluiceException(Problem.of(
                        ErrorCode.PROMOTION_REFUSED,
                        "Cannot promote deployment %s of %s: %s"
                                .formatted(promotion.becomes(), promotion.pipeline(), why))
                .withHint(
                        "see which one is live: sluice promote %s; a table that was dropped must come back, one that is in the way must go"
                                .formatted(promotion.pipeline())));
    }

    private void pauseAfter(int attempt) {
        long millis = patience.after(attempt).toMillis();
        try {
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SluiceException(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN, "Cannot go on with the promotion: interrupted", e);
        }
    }
}
