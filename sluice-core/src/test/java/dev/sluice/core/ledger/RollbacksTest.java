package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static dev.sluice.core.ledger.LedgerFixture.land;
import static dev.sluice.core.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.run.RunState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbacksTest {
    private static final Rollback FIRST = new Rollback("r1", List.of("r1"), "ada");

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = SqliteLedger.open(LedgerFixture.url(folder));
        land(ledger, files("r1", file("a")));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private RunState state(String runId) {
        return ledger.run(runId).orElseThrow().state();
    }

    @Test
    void theBatchIsTakenWhileItsRunIsTakenBackAndFreeOnceItIs() {
        ledger.rollbacks().ask(FIRST);
        ledger.rollbacks().ask(FIRST);
        assertThat(ledger.rollbacks().open("orders")).containsExactly(FIRST);
        assertThat(ledger.rollbacks().open("others")).isEmpty();
        assertThat(state("r1")).isEqualTo(RunState.PUBLISHED);
        assertThat(ledger.begin(files("r2", file("a")))).isInstanceOf(Claim.AlreadyLanded.class);

        ledger.rollbacks().done(FIRST, "taken back");
        ledger.rollbacks().done(FIRST, "twice");

        assertThat(state("r1")).isEqualTo(RunState.ROLLED_BACK);
        assertThat(ledger.run("r1").orElseThrow().message()).contains("taken back");
        assertThat(ledger.rollbacks().open("orders")).isEmpty();
        assertThat(land(ledger, files("r3", file("a"))).files()).containsExactly(file("a"));
    }

    @Test
    void whatWasGivenUpLeavesTheRunAsItWas() {
        ledger.rollbacks().ask(FIRST);
        ledger.rollbacks().giveUp(FIRST);
        ledger.rollbacks().giveUp(FIRST);

        assertThat(ledger.rollbacks().open("orders")).isEmpty();
        assertThat(state("r1")).isEqualTo(RunState.PUBLISHED);
        ledger.rollbacks().ask(FIRST);
        assertThat(ledger.rollbacks().open("orders")).containsExactly(FIRST);
    }

    @Test
    void aRunIsTakenBackByOneRollbackOnlyAndOnlyIfItIsPublished() {
        land(ledger, files("r2", file("b")));
        ledger.rollbacks().ask(new Rollback("r2", List.of("r1", "r2"), "ada"));
        assertThatThrownBy(() -> ledger.rollbacks().ask(FIRST))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED));

        Claim.Started running = (Claim.Started) ledger.begin(files("r4", file("d")));
        assertThat(running.files()).hasSize(1);
        assertThatThrownBy(() -> ledger.rollbacks().ask(new Rollback("r4", List.of("r4"), "ada")))
                .hasMessageContaining("it is running");
        assertThat(ledger.rollbacks().open("orders")).hasSize(1);
    }

    @Test
    void noneIsTakenBackWhileAReplayGoesOnNorTheOtherWayRound() {
        Claim.Started replay = (Claim.Started) ledger.beginOnQuarantine(request("r2", "replay-r2"));
        assertThatThrownBy(() -> ledger.rollbacks().ask(FIRST))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_IN_PROGRESS))
                .hasMessageContaining("run r2 has taken");
        ledger.failed(replay.lease(), "ended");

        ledger.rollbacks().ask(FIRST);
        assertThat(ledger.rollbacks().open()).containsExactly(FIRST);
        assertThat(ledger.beginOnQuarantine(request("r3", "replay-r3"))).isInstanceOf(Claim.Taken.class);
        ledger.rollbacks().done(FIRST, "taken back");
        assertThat(ledger.beginOnQuarantine(request("r4", "replay-r4"))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void aRunWhoseRollbackWasForbiddenStays() {
        Claim.Started purge = (Claim.Started) ledger.beginOnQuarantine(request("r2", "purge-r2"));
        ledger.rollbacks().forbid(purge.lease(), List.of("r1"));
        ledger.rollbacks().forbid(purge.lease(), List.of("r1"));
        ledger.failed(purge.lease(), "ended");

        assertThatThrownBy(() -> ledger.rollbacks().ask(FIRST))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                .hasMessageContaining("rows that it has superseded were removed since");
        assertThatThrownBy(() -> ledger.rollbacks().forbid(purge.lease(), List.of("r1")))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEASE_LOST));
    }

    @Test
    void auditsOfARunAreKeptWithTheirRows() {
        List<AuditResult> audits = List.of(
                new AuditResult(
                        "a", Severity.ERROR, 2, List.of("id", "id"), List.of(Arrays.asList("1", null)), "2 rows"),
                new AuditResult("b", Severity.WARNING, 0, List.of(), List.of(), "no rows"));
        Claim.Started started = (Claim.Started) ledger.begin(files("r5", file("e")));
        ledger.prepared(
                started.lease(), new Prepared("/c", PREPARED.rows(), PREPARED.reasons(), Map.of(), List.of(), audits));

        assertThat(ledger.audits("r5")).isEqualTo(audits);
        assertThat(ledger.audits("r1")).isEmpty();
    }
}
