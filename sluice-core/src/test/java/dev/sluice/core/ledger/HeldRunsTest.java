package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.PUBLISHED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static dev.sluice.core.ledger.LedgerFixture.land;
import static dev.sluice.core.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.drift.Baseline;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.run.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldRunsTest {
    private static final Owner ME = Owner.current();

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = SqliteLedger.open(LedgerFixture.url(folder));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private Claim.Started hold(BatchRequest request) {
        Claim.Started started = (Claim.Started) ledger.begin(request);
        ledger.prepared(started.lease(), PREPARED);
        ledger.held(started.lease(), OptionalLong.of(9), "too many");
        return started;
    }

    @Test
    void aHeldRunIsNobodysAndKeepsItsFiles() {
        hold(files("r1", file("a")));

        assertThat(ledger.takeOver("orders", ME)).isEmpty();
        assertThat(ledger.run("r1")).hasValueSatisfying(run -> {
            assertThat(run.state()).isEqualTo(RunState.HELD);
            assertThat(run.message()).contains("too many");
            assertThat(run.quarantineSnapshot()).hasValue(9);
        });
        assertThat(ledger.begin(files("r2", file("a"))))
                .isInstanceOfSatisfying(
                        Claim.Taken.class,
                        taken -> assertThat(taken.by().runId()).isEqualTo("r1"));
    }

    @Test
    void itsFilesAreLeftOutWhereThereAreOthers() {
        hold(files("r1", file("a")));

        Claim.Started other = (Claim.Started) ledger.begin(files("r2", file("a"), file("b")));

        assertThat(other.files()).containsExactly(file("b"));
        assertThat(other.held()).containsExactly(file("a"));
        assertThat(ledger.begin(request("r3", "mine", file("a"), file("c")))).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void anAcceptedRunRollsForwardAndIsDecidedOnce() {
        hold(files("r1", file("a")));

        Abandoned taken = ledger.take("r1", ME);
        ledger.renew(taken.lease());
        ledger.accepted(taken.lease(), "ada");

        refused(ErrorCode.RUN_IN_PROGRESS, () -> ledger.take("r1", ME));
        ledger.published(taken.lease(), PUBLISHED);
        assertThat(ledger.run("r1").orElseThrow().acceptedBy()).contains("ada");
        refused(ErrorCode.RUN_ENDED, () -> ledger.take("r1", ME));
        refused(ErrorCode.RUN_NOT_FOUND, () -> ledger.take("r0", ME));
    }

    @Test
    void whoDecidesLastBeforeTheDecisionDecidesAlone() {
        hold(files("r1", file("a")));
        RunLease first = ledger.take("r1", ME).lease();
        RunLease second = ledger.take("r1", ME).lease();

        refused(ErrorCode.LEASE_LOST, () -> ledger.accepted(first, "ada"));
        refused(ErrorCode.LEASE_LOST, () -> ledger.discarded(first, "no"));
        ledger.discarded(second, "no");

        assertThat(ledger.begin(files("r2", file("a")))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void aQuarantineIsDecidedAboutByOneRunAtATime() {
        land(ledger, files("r1", file("a")));

        Claim.Started replay = (Claim.Started) ledger.beginOnQuarantine(request("r2", "replay-r2"));
        assertThat(ledger.beginOnQuarantine(request("r3", "replay-r3"))).isInstanceOf(Claim.Taken.class);
        assertThat(ledger.begin(files("r4", file("b")))).isInstanceOf(Claim.Started.class);
        ledger.prepared(replay.lease(), PREPARED);
        ledger.published(replay.lease(), PUBLISHED);

        assertThat(ledger.beginOnQuarantine(request("r5", "replay-r5"))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void headersAreThoseOfTheRunThatLandedTheBatch() {
        Claim.Started failed = (Claim.Started) ledger.begin(request("r1", "b", file("a")));
        ledger.headers(failed.lease(), Map.of("a", "old"));
        ledger.failed(failed.lease(), "no");
        Claim.Started landed = (Claim.Started) ledger.begin(request("r2", "b", file("a")));
        ledger.headers(landed.lease(), Map.of("a", "id,name", "b", "id,name", "c", "other"));
        assertThat(ledger.headers("orders", "b")).isEmpty();
        ledger.prepared(landed.lease(), PREPARED);
        ledger.published(landed.lease(), PUBLISHED);

        assertThat(ledger.headers("orders", "b")).isEqualTo(Map.of("a", "id,name", "b", "id,name", "c", "other"));
        assertThat(List.of(ledger.headers("orders", "x"), ledger.headers("other", "b")))
                .containsOnly(Map.of());
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Claim.Started prepare(String runId, String column) {
        Claim.Started started = (Claim.Started) ledger.begin(files(runId, file(runId)));
        ledger.prepared(
                started.lease(),
                new Prepared(
                        "/state/" + runId,
                        PREPARED.rows(),
                        PREPARED.reasons(),
                        Map.of(),
                        List.of(new SeenColumn("id", null), new SeenColumn(column, "long")),
                        List.of()));
        return started;
    }

    @Test
    void columnsOfTheSourceCountOnceTheirRunIsPublishedAndThoseOfTheNewestRunCount() {
        Claim.Started held = prepare("r1", "a");
        ledger.held(held.lease(), OptionalLong.empty(), "too many");
        assertThat(ledger.sourceColumns("orders")).isEmpty();

        ledger.published(prepare("r2", "b").lease(), PUBLISHED);
        ledger.discarded(prepare("r3", "c").lease(), "not wanted");
        Baseline ofSecond = new Baseline("run r2", List.of(new SeenColumn("id", null), new SeenColumn("b", "long")));
        assertThat(ledger.sourceColumns("orders")).contains(ofSecond);

        ledger.accepted(held.lease(), "ada");
        ledger.published(held.lease(), PUBLISHED);
        assertThat(ledger.sourceColumns("orders")).contains(ofSecond);
        assertThat(ledger.sourceColumns("others")).isEmpty();
    }
}
