package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineName;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Deployments in a relational database. */
final class JdbcPromotionLedger implements PromotionLedger {
    private final JdbcLedger ledger;
    private final RunTable runs;

    JdbcPromotionLedger(JdbcLedger ledger, RunTable runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    @Override
    public String live(String pipeline) {
        return ledger.inTransaction(handle -> PromotionTables.live(handle, pipeline));
    }

    @Override
    public void requireBeside(PipelineName name) {
        ledger.inTransaction(handle -> {
            PromotionTables.requireBeside(handle, name);
            return true;
        });
    }

    @Override
    public List<String> beside(String pipeline) {
        return ledger.inTransaction(handle ->
                handle.createQuery("SELECT DISTINCT pipeline FROM run ORDER BY pipeline").mapTo(String.class).stream()
                        .map(PipelineName::parse)
                        .filter(name -> name.pipeline().equals(pipeline))
                        .flatMap(name -> name.deployment().stream())
                        .toList());
    }

    @Override
    public long landedOnlyBy(String pipeline, String other) {
        return ledger.inTransaction(handle -> PromotionTables.landedOnlyBy(handle, pipeline, other));
    }

    @Override
    public AskedPromotion ask(Promotion promotion) {
        return ledger.inTransaction(handle -> {
            Optional<AskedPromotion> open = PromotionTables.open(handle, promotion.pipeline());
            if (open.isEmpty()) {
                refuse(handle, promotion);
                return PromotionTables.add(handle, promotion, runs.now());
            }
            if (!open.get().promotion().becomes().equals(promotion.becomes())) {
                throw PromotionTables.underWay(open.get().promotion());
            }
            return open.get();
        });
    }

    private void refuse(Handle handle, Promotion promotion) {
        if (!PromotionTables.live(handle, promotion.pipeline()).equals(promotion.was())) {
            throw refused(
                    promotion,
                    "another one has just become live",
                    "see which one: sluice promote " + promotion.pipeline());
        }
        for (String pipeline : List.of(promotion.pipeline(), promotion.becomesName())) {
            runs.open(handle, pipeline).ifPresent(run -> {
                throw refused(
                        promotion,
                        "run %s of %s is %s"
                                .formatted(run.runId(), pipeline, run.state().word()),
                        run.state() == RunState.HELD
                                ? "first 'sluice publish %1$s --accept', or 'sluice discard %1$s'"
                                        .formatted(run.runId())
                                : "wait until it has ended");
            });
            if (!JdbcRollbackLedger.open(handle, pipeline).isEmpty()) {
                throw refused(promotion, "a run of %s is being taken back".formatted(pipeline), "wait until it is");
            }
        }
        PromotionTables.otherWriter(handle, promotion).ifPresent(other -> {
            throw refused(
                    promotion,
                    "pipeline %s has written to its tables too, and its rows would change places as well"
                            .formatted(other),
                    "give each pipeline a table of its own");
        });
    }

    @Override
    public Optional<AskedPromotion> open(String pipeline) {
        return ledger.inTransaction(handle -> PromotionTables.open(handle, pipeline));
    }

    @Override
    public void giveUp(AskedPromotion asked) {
        boolean ignored = ledger.inTransaction(handle -> PromotionTables.end(handle, asked, runs.now()));
    }

    @Override
    public void done(AskedPromotion asked) {
        ledger.inTransaction(handle -> {
            if (PromotionTables.end(handle, asked, runs.now())) {
                PromotionTables.rename(handle, asked.promotion());
            }
            return true;
        });
    }

    private static SluiceException refused(Promotion promotion, String why, String hint) {
        return new SluiceException(Problem.of(
                        ErrorCode.PROMOTION_REFUSED,
                        "Cannot promote %s of pipeline %s: %s"
                                .formatted(promotion.becomes(), promotion.pipeline(), why))
                .withHint(hint));
    }
}
