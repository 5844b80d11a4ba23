package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.ledger.BatchRequest.Content;
import dev.sluice.core.spec.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are the state of tables. */
class TableStateTest {
    @TempDir
    Path folder;

    Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = SqliteLedger.open(LedgerFixture.url(folder));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private static SourceFile orders(long snapshot) {
        return TableState.of(new TableName("shop", "orders"), snapshot, 10, Optional.empty());
    }

    private static SourceFile customers(long snapshot) {
        return TableState.of(new TableName("shop", "customers"), snapshot, 10, Optional.empty());
    }

    private Claim begin(String run, String fingerprint, SourceFile... tables) {
        return ledger.begin(new BatchRequest(
                "totals",
                run,
                null,
                List.of(tables),
                "shop.totals",
                "shop.totals__quarantine",
                fingerprint,
                Owner.current(),
                Content.STATE_BY_RULES));
    }

    private RunLease lands(String run, String fingerprint, SourceFile... tables) {
        RunLease lease = ((Claim.Started) begin(run, fingerprint, tables)).lease();
        ledger.prepared(lease, PREPARED);
        ledger.published(lease, new Published(OptionalLong.of(1), OptionalLong.empty()));
        return lease;
    }

    @Test
    void theSameStateHasLandedAlready() {
        lands("r1", "a", orders(1), customers(1));

        assertThat(begin("r2", "a", customers(1), orders(1)))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed ->
                        assertThat(landed.by()).extracting(RunRecord::runId).containsExactly("r1"));
    }

    @Test
    void whereOneTableHasChangedAllAreReadAgain() {
        lands("r1", "a", orders(1), customers(1));

        assertThat(begin("r2", "a", orders(2), customers(1)))
                .asInstanceOf(type(Claim.Started.class))
                .satisfies(started -> assertThat(started.files()).containsExactly(customers(1), orders(2)));
    }

    @Test
    void aStateThatComesBackLandsAgain() {
        lands("r1", "a", orders(1));
        lands("r2", "a", orders(2));
        lands("r3", "a", orders(1));

        assertThat(begin("r4", "a", orders(1)))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed ->
                        assertThat(landed.by()).extracting(RunRecord::runId).containsExactly("r3"));
        assertThat(begin("r5", "a", orders(2))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void aChangedPipelineLandsTheSameStateAgain() {
        lands("r1", "a", orders(1));
        lands("r2", "b", orders(1));

        assertThat(begin("r3", "b", orders(1))).isInstanceOf(Claim.AlreadyLanded.class);
    }

    @Test
    void whileOneRunGoesOnOrIsHeldNoOtherStarts() {
        RunLease lease = ((Claim.Started) begin("r1", "a", orders(1))).lease();

        assertThat(begin("r2", "a", orders(2))).isInstanceOf(Claim.Taken.class);

        ledger.prepared(lease, PREPARED);
        ledger.held(lease, OptionalLong.empty(), "too bad");

        assertThat(begin("r2", "a", orders(2)))
                .asInstanceOf(type(Claim.Taken.class))
                .satisfies(taken -> assertThat(taken.by().runId()).isEqualTo("r1"));

        ledger.discarded(lease, "no");

        assertThat(begin("r2", "a", orders(2))).isInstanceOf(Claim.Started.class);
    }
}
