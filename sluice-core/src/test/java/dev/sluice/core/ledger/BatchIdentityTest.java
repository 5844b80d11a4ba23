package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static dev.sluice.core.ledger.LedgerFixture.land;
import static dev.sluice.core.ledger.LedgerFixture.newer;
import static dev.sluice.core.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchIdentityTest {
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

    @Test
    void firstRunTakesAllFilesSortedByPath() {
        Claim claim = ledger.begin(files("r1", file("b"), file("a"), file("b")));

        assertThat(claim).asInstanceOf(type(Claim.Started.class)).satisfies(started -> {
            assertThat(started.files()).containsExactly(file("a"), file("b"));
            assertThat(started.batchId()).hasSize(20);
            assertThat(ledger.files("r1")).containsExactly(file("a"), file("b"));
        });
    }

    @Test
    void sameFilesInAnyOrderHaveLandedAlready() {
        land(ledger, files("r1", file("a"), file("b")));

        Claim claim = ledger.begin(files("r2", file("b"), file("a")));

        assertThat(claim).asInstanceOf(type(Claim.AlreadyLanded.class)).satisfies(landed -> {
            assertThat(landed.by()).extracting(RunRecord::runId).containsExactly("r1");
            assertThat(landed.changed()).isEmpty();
        });
        assertThat(ledger.run("r2")).isEmpty();
    }

    @Test
    void onlyTheFileThatIsNewLands() {
        land(ledger, files("r1", file("a"), file("b")));

        assertThat(ledger.begin(files("r2", file("a"), file("b"), file("c"))))
                .asInstanceOf(type(Claim.Started.class))
                .satisfies(started -> assertThat(started.files()).containsExactly(file("c")));
    }

    @Test
    void landedFileThatChangedIsLeftAloneAndReported() {
        land(ledger, files("r1", file("a")));

        assertThat(ledger.begin(files("r2", newer("a"), file("b"))))
                .asInstanceOf(type(Claim.Started.class))
                .satisfies(started -> {
                    assertThat(started.files()).containsExactly(file("b"));
                    assertThat(started.changed()).containsExactly(newer("a"));
                });
        assertThat(ledger.begin(files("r3", newer("a"))))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed -> assertThat(landed.changed()).containsExactly(newer("a")));
    }

    @Test
    void hashAndTimeOfOneFileAreNotTakenForAChange() {
        land(ledger, files("r1", file("a")));

        Claim claim = ledger.begin(files("r2", new SourceFile(file("a").path(), 100, "sha256:00")));

        assertThat(claim).isInstanceOf(Claim.AlreadyLanded.class);
        assertThat(claim.changed()).isEmpty();
    }

    @Test
    void knownIdWithTheSameContentHasLandedAlready() {
        land(ledger, request("r1", "2026-03-14", file("a"), file("b")));

        assertThat(ledger.begin(request("r2", "2026-03-14", file("b"), file("a"))))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed ->
                        assertThat(landed.by()).extracting(RunRecord::runId).containsExactly("r1"));
    }

    @Test
    void knownIdWithOtherContentIsRefusedAndSaysWhatDiffers() {
        land(ledger, request("r1", "monday", file("a"), file("b"), file("c")));

        assertThatExceptionOfType(SluiceException.class)
                .isThrownBy(() -> ledger.begin(request("r2", "monday", newer("a"), file("b"), file("d"))))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_CONTENT_DIFFERS))
                .withMessageContaining("Cannot land batch 'monday' of pipeline orders again: run r1 has landed it")
                .withMessageContaining("1 file added (file:/in/d), 1 file removed (file:/in/c), 1 file changed")
                .withMessageContaining("(file:/in/a)");
    }

    @Test
    void filesOfOtherBatchesAreNoPartOfANamedBatch() {
        land(ledger, request("r1", "monday", file("a")));
        land(ledger, request("r2", "tuesday", file("a"), file("b")));

        assertThat(ledger.files("r2")).containsExactly(file("b"));
        assertThat(ledger.begin(request("r3", "monday", file("a"), file("b")))).isInstanceOf(Claim.AlreadyLanded.class);
        assertThat(ledger.begin(request("r4", "tuesday", file("b"), newer("a"))))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed -> assertThat(landed.changed()).containsExactly(newer("a")));
    }

    @Test
    void newIdForFilesThatHaveAllLandedAddsNothing() {
        land(ledger, files("r1", file("a")));
        land(ledger, files("r2", file("b")));

        assertThat(ledger.begin(request("r3", "monday", file("a"), file("b"))))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed ->
                        assertThat(landed.by()).extracting(RunRecord::runId).containsExactly("r2", "r1"));
    }

    @Test
    void filesOfARunUnderWayAreTaken() {
        Claim.Started first = (Claim.Started) ledger.begin(files("r1", file("a")));

        assertThat(ledger.begin(files("r2", file("a"), file("b"))))
                .asInstanceOf(type(Claim.Taken.class))
                .satisfies(taken -> assertThat(taken.by().runId()).isEqualTo("r1"));
        ledger.prepared(first.lease(), PREPARED);
        assertThat(ledger.begin(files("r3", file("a")))).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void batchIdOfARunUnderWayIsTakenEvenWithOtherFiles() {
        ledger.begin(request("r1", "monday", file("a")));

        assertThat(ledger.begin(request("r2", "monday", file("b")))).isInstanceOf(Claim.Taken.class);
        assertThat(ledger.begin(request("r3", "tuesday", file("b")))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void filesAndIdOfAFailedRunAreFreeAgain() {
        Claim.Started first = (Claim.Started) ledger.begin(request("r1", "monday", file("a")));
        ledger.failed(first.lease(), "disk full");

        Claim.Started second = (Claim.Started) ledger.begin(request("r2", "monday", file("a"), file("b")));
        ledger.prepared(second.lease(), PREPARED);
        ledger.discarded(second.lease(), "not wanted");

        assertThat(ledger.begin(request("r3", "monday", file("b")))).isInstanceOf(Claim.Started.class);
    }

    @Test
    void pipelinesDoNotTakeEachOthersFiles() {
        land(ledger, request("r1", "monday", file("a")));

        BatchRequest other = new BatchRequest(
                "customers", "r2", "monday", java.util.List.of(file("a")), "t", "q", "f", Owner.current());

        assertThat(ledger.begin(other)).isInstanceOf(Claim.Started.class);
    }

    @Test
    void noFilesMakeNoBatch() {
        assertThat(ledger.begin(files("r1")))
                .asInstanceOf(type(Claim.AlreadyLanded.class))
                .satisfies(landed -> assertThat(landed.by()).isEmpty());
    }
}
