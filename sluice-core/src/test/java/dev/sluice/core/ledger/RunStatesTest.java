package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.PUBLISHED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static dev.sluice.core.ledger.LedgerFixture.land;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStatesTest {
    private static final Owner ALIVE = new Owner("here", 1, 1);
    private static final Owner DEAD = new Owner("here", 2, 1);

    @TempDir
    Path folder;

    Ledger ledger;

    @BeforeEach
    void openLedger() throws Exception {
        // The database's clock is a table here, so that a test can move it.
        String url = LedgerFixture.url(folder);
        SqliteLedger.open(url).close();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("CREATE TABLE clock (millis BIGINT NOT NULL)");
            connection.createStatement().execute("INSERT INTO clock VALUES (1000000)");
        }
        ledger = SqliteLedger.open(url, "(SELECT millis FROM clock)", DEAD::equals);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void publishedRunRemembersEverything() {
        land(ledger, files("r1", file("a"), file("b")));

        assertThat(ledger.run("r1")).hasValueSatisfying(run -> {
            assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(run.files()).isEqualTo(2);
            assertThat(run.rows()).isEqualTo(PREPARED.rows());
            assertThat(run.reasons()).isEqualTo(PREPARED.reasons());
            assertThat(run.commitFile()).hasValue(PREPARED.commitFile());
            assertThat(run.snapshot()).isEqualTo(OptionalLong.of(7001));
            assertThat(run.quarantineSnapshot()).isEmpty();
            assertThat(run.startedAt().toEpochMilli()).isEqualTo(1_000_000);
            assertThat(run.endedAt()).isPresent();
        });
    }

    @Test
    void runsAreListedNewestFirstByStateAndPipeline() throws Exception {
        land(ledger, files("r1", file("a")));
        passMillis(1);
        Claim.Started second = (Claim.Started) ledger.begin(files("r2", file("b")));
        ledger.failed(second.lease(), "disk full");
        passMillis(1);
        land(ledger, files("r3", file("c")));

        assertThat(ids(new RunFilter(Optional.empty(), Set.of(), 10))).containsExactly("r3", "r2", "r1");
        assertThat(ids(new RunFilter(Optional.of("orders"), Set.of(RunState.PUBLISHED), 1)))
                .containsExactly("r3");
        assertThat(ids(new RunFilter(Optional.of("other"), Set.of(), 10))).isEmpty();
    }

    @Test
    void runOfADeadOwnerIsTakenOverAtOnce() {
        RunLease lost = begin("r1", "a", DEAD);
        ledger.prepared(lost, PREPARED);

        List<Abandoned> taken = ledger.takeOver("orders", ALIVE);

        assertThat(taken).singleElement().satisfies(run -> {
            assertThat(run.lease()).isEqualTo(new RunLease("r1", 2));
            assertThat(run.run().state()).isEqualTo(RunState.PREPARED);
            assertThat(run.run().owner()).isEqualTo(ALIVE);
        });
        assertThat(ledger.takeOver("orders", ALIVE)).isEmpty();
        assertThat(ledger.takeOver("other", ALIVE)).isEmpty();
    }

    @Test
    void runOfALiveOwnerIsTakenOverOnlyWhenItsLeaseHasRunOut() throws Exception {
        RunLease lease = begin("r1", "a", ALIVE);

        passMillis(59_999);
        assertThat(ledger.takeOver("orders", ALIVE)).isEmpty();
        ledger.renew(lease);
        passMillis(59_999);
        assertThat(ledger.takeOver("orders", ALIVE)).isEmpty();
        passMillis(1);
        assertThat(ledger.takeOver("orders", ALIVE)).hasSize(1);
    }

    @Test
    void runThatItsLiveOwnerGivesUpIsTakenOverAtOnce() {
        RunLease lease = begin("r1", "a", ALIVE);
        ledger.prepared(lease, PREPARED);

        ledger.giveUp(lease);
        List<Abandoned> taken = ledger.takeOver("orders", ALIVE);
        ledger.giveUp(lease);

        assertThat(taken).extracting(Abandoned::lease).containsExactly(new RunLease("r1", 2));
        assertThat(ledger.takeOver("orders", ALIVE))
                .as("a lease that is lost gives nothing up")
                .isEmpty();
    }

    @Test
    void whoHasLostTheLeaseChangesNothing() {
        RunLease lost = begin("r1", "a", DEAD);
        RunLease lease = ledger.takeOver("orders", ALIVE).get(0).lease();

        assertLost(() -> ledger.prepared(lost, PREPARED));
        assertLost(() -> ledger.renew(lost));
        assertLost(() -> ledger.failed(lost, "late"));
        assertLost(() -> ledger.discarded(lost, "late"));
        ledger.prepared(lease, PREPARED);
        assertLost(() -> ledger.published(lost, PUBLISHED));
        assertThat(ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PREPARED);
        ledger.published(lease, PUBLISHED);
    }

    @Test
    void endedRunStaysAsItEnded() {
        Claim.Started run = land(ledger, files("r1", file("a")));

        assertLost(() -> ledger.discarded(run.lease(), "late"));
        assertLost(() -> ledger.failed(run.lease(), "late"));
        assertLost(() -> ledger.prepared(run.lease(), PREPARED));
        assertLost(() -> ledger.renew(run.lease()));
        assertThatExceptionOfType(SluiceException.class)
                .isThrownBy(() -> ledger.published(run.lease(), PUBLISHED))
                .withMessageContaining("Cannot mark as published run r1 with the lease of epoch 1: it is published");
    }

    @Test
    void runningRunCannotBePublishedUnprepared() {
        RunLease lease = begin("r1", "a", ALIVE);

        assertLost(() -> ledger.published(lease, PUBLISHED));
    }

    @Test
    void failureKeepsItsMessage() {
        RunLease lease = begin("r1", "a", ALIVE);

        ledger.failed(lease, "disk full");

        assertThat(ledger.run("r1").orElseThrow().message()).hasValue("disk full");
    }

    private RunLease begin(String runId, String name, Owner owner) {
        BatchRequest request = new BatchRequest("orders", runId, null, List.of(file(name)), "t", "q", "f", owner);
        return ((Claim.Started) ledger.begin(request)).lease();
    }

    private void passMillis(long millis) throws Exception {
        try (Connection connection = DriverManager.getConnection(LedgerFixture.url(folder))) {
            connection.createStatement().execute("UPDATE clock SET millis = millis + " + millis);
        }
    }

    private List<String> ids(RunFilter filter) {
        return ledger.runs(filter).stream().map(RunRecord::runId).toList();
    }

    private static void assertLost(ThrowingCallable change) {
        assertThatExceptionOfType(SluiceException.class)
                .isThrownBy(change::call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEASE_LOST));
    }
}
