package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Abandoned;
import dev.sluice.core.ledger.AskedPromotion;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Promotion;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.Rollback;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Ends what others have left unfinished. */
public final class Recovery {
    /** What keeps a run from landing however often it is tried. */
    private static final Set<ErrorCode> FOR_GOOD = Set.of(
            ErrorCode.TABLE_REPLACED,
            ErrorCode.COMMIT_FILE_UNREADABLE,
            ErrorCode.WINDOW_CHANGED,
            ErrorCode.TARGET_CHANGED);

    private final Ledger ledger;
    private final Publisher publisher;

    public Recovery(Ledger ledger, Publisher publisher) {
        this.ledger = requireNonNull(ledger, "ledger");
        this.publisher = requireNonNull(publisher, "publisher");
    }

    /**
     * Takes over the pipeline's runs whose owner is gone. A prepared run is published from its commit file; it may have
     * landed already, which is found out. One that cannot land any more, because its tables, its commit file or its files
     * are gone, is discarded behind a fence. A run that was not prepared is discarded: no table knows its files, which stay
     * as orphans until maintenance removes them.
     *
     * @throws SluiceException as {@link Publisher#publish}; the run stays prepared
     */
    public List<Recovered> recover(String pipeline, Owner owner) {
        List<Recovered> recovered = new ArrayList<>(promote(pipeline));
        recovered.addAll(takeBack(pipeline));
        List<Abandoned> taken = ledger.takeOver(pipeline, owner);
        try {
            for (Abandoned abandoned : taken) {
                recovered.add(
                        abandoned.run().state() == RunState.PREPARED ? rollForward(abandoned) : discard(abandoned));
            }
        } catch (RuntimeException | Error e) {
            taken.forEach(abandoned -> giveUp(abandoned, e));
            throw e;
        }
        return recovered;
    }

    /** What was asked for, and cut short: afterwards the name means another deployment. */
    private List<Recovered> promote(String pipeline) {
        Optional<AskedPromotion> open =
                ledger.promotions().open(PipelineName.parse(pipeline).pipeline());
        if (open.isEmpty()) {
            return List.of();
        }
        Promotion promotion = open.get().promotion();
        String said = "deployment %s of %s was being promoted: it is live now"
                .formatted(promotion.becomes(), promotion.pipeline());
        try {
            publisher.promoting().finish(open.get());
        } catch (SluiceException e) {
            if (e.code() != ErrorCode.PROMOTION_REFUSED) {
                throw e;
            }
            said = e.problems().get(0).message();
        }
        String message = said;
        return ledger.runs(new RunFilter(Optional.of(promotion.pipeline()), Set.of(RunState.PUBLISHED), 1)).stream()
                .map(newest -> new Recovered(newest, Recovered.Outcome.PROMOTED, newest.snapshot(), message))
                .toList();
    }

    /** What was asked for, and cut short. */
    private List<Recovered> takeBack(String pipeline) {
        List<Recovered> done = new ArrayList<>();
        for (Rollback open : ledger.rollbacks().open(pipeline)) {
            String said = "run %s was being taken back: done now".formatted(open.leader());
            try {
                publisher.takingBack().finish(open);
            } catch (SluiceException e) {
                if (e.code() != ErrorCode.ROLLBACK_REFUSED) {
                    throw e;
                }
                said = e.problems().get(0).message();
            }
            done.add(new Recovered(
                    ledger.run(open.leader()).orElseThrow(),
                    Recovered.Outcome.ROLLED_BACK,
                    OptionalLong.empty(),
                    said));
        }
        return done;
    }

    /** This process lives on: without this its next command would wait for the lease to run out. */
    private void giveUp(Abandoned abandoned, Throwable cause) {
        try {
            ledger.giveUp(abandoned.lease());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private Recovered rollForward(Abandoned abandoned) {
        String commitFile = abandoned
                .run()
                .commitFile()
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.COMMIT_FILE_UNREADABLE,
                        "Cannot publish run %s: the ledger names no commit file"
                                .formatted(abandoned.run().runId())));
        try {
            PreparedRun prepared = publisher.read(commitFile);
            OptionalLong quarantine = abandoned.run().quarantineSnapshot();
            Optional<String> missing = publisher.firstMissingFile(prepared, quarantine);
            if (missing.isPresent()) {
                return startOver(abandoned, "file %s is gone".formatted(missing.get()));
            }
            if (prepared.held().isPresent() && abandoned.run().acceptedBy().isEmpty()) {
                return hold(abandoned, prepared);
            }
            Published published = publisher.publish(abandoned.lease(), prepared, quarantine);
            return new Recovered(
                    abandoned.run(),
                    Recovered.Outcome.ROLLED_FORWARD,
                    published.snapshot(),
                    "run %s was prepared when its process ended: published now"
                            .formatted(abandoned.run().runId()));
        } catch (SluiceException e) {
            if (!FOR_GOOD.contains(e.code())) {
                throw e;
            }
            return startOver(abandoned, e.problems().get(0).message());
        }
    }

    private Recovered hold(Abandoned abandoned, PreparedRun prepared) {
        publisher.hold(abandoned.lease(), prepared);
        return new Recovered(
                abandoned.run(),
                Recovered.Outcome.HELD,
                OptionalLong.empty(),
                "run %s is held: %s"
                        .formatted(abandoned.run().runId(), prepared.held().orElseThrow()));
    }

    /** Unless the target has the run: it may, although the quarantine, the commit file or files since rewritten are gone. */
    private Recovered startOver(Abandoned abandoned, String why) {
        String runId = abandoned.run().runId();
        OptionalLong landed = publisher.discard(abandoned.lease(), abandoned.run(), why);
        return landed.isPresent()
                ? new Recovered(
                        abandoned.run(),
                        Recovered.Outcome.ROLLED_FORWARD,
                        landed,
                        "run %s had been published when its process ended".formatted(runId))
                : new Recovered(
                        abandoned.run(),
                        Recovered.Outcome.DISCARDED,
                        landed,
                        "run %s can no longer be published, its input lands anew: %s".formatted(runId, why));
    }

    private Recovered discard(Abandoned abandoned) {
        String runId = abandoned.run().runId();
        ledger.discarded(abandoned.lease(), "its process ended before it was prepared");
        return new Recovered(
                abandoned.run(),
                Recovered.Outcome.DISCARDED,
                OptionalLong.empty(),
                "run %s ended before anything was published: discarded, its input lands anew".formatted(runId));
    }
}
