package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.PUBLISHED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.newer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowLedgerTest {
    private static final Grid DAYS = new Grid(new Every(1, Every.Unit.DAYS), ZoneOffset.UTC);
    private static final Window MON = day("2026-03-02");
    private static final Window TUE = day("2026-03-03");
    private static final Window WED = day("2026-03-04");

    @TempDir
    Path folder;

    private Ledger ledger;
    private WindowLedger windows;

    @BeforeEach
    void openLedger() {
        ledger = SqliteLedger.open(LedgerFixture.url(folder));
        windows = ledger.windows();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private static Window day(String date) {
        return DAYS.containing(Instant.parse(date + "T00:00:00Z"));
    }

    private static WindowRequest request(String runId, Window window, WindowWish wish, SourceFile... files) {
        return request(runId, window, wish, true, List.of(), files);
    }

    private static WindowRequest request(
            String runId, Window window, WindowWish wish, boolean named, List<SourceFile> others, SourceFile... files) {
        return new WindowRequest(
                "orders",
                runId,
                window,
                Optional.of(window.end()),
                wish,
                named,
                Arrays.asList(files),
                others,
                "crm.orders",
                "crm.orders__quarantine",
                "f00d",
                Owner.current());
    }

    private WindowClaim.Started start(WindowRequest request) {
        return (WindowClaim.Started) windows.begin(request);
    }

    /** Prepares the run, whose first file has rows of these windows. */
    private void prepare(WindowClaim.Started started, Late late, Window... of) {
        Map<String, String> read = new HashMap<>();
        started.files().forEach(file -> read.put(file.path(), file.version()));
        Set<Rows> seen = new HashSet<>();
        for (Window window : of) {
            seen.add(new Rows(started.files().get(0).path(), Optional.of(window)));
        }
        windows.prepared(
                started.lease(),
                PREPARED,
                EntryChanges.of(
                        new Placement(DAYS, true, late, Optional.empty()),
                        started.run(),
                        read,
                        started.known(),
                        seen,
                        started.published()::contains),
                Map.of());
    }

    private WindowClaim.Started publish(WindowRequest request, Late late, Window... of) {
        WindowClaim.Started started = start(request);
        prepare(started, late, of);
        ledger.published(started.lease(), PUBLISHED);
        return started;
    }

    private static Rows rows(String name, Window of) {
        return new Rows(file(name).path(), Optional.of(of));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aRunRemembersItsWindowAndTrigger() {
        WindowClaim.Started first = publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON);

        assertThat(first.run()).isEqualTo(new WindowRun(MON, Kind.FIRST));
        assertThat(first.files()).containsExactly(file("a"));
        assertThat(ledger.run("r1")).hasValueSatisfying(run -> {
            assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(run.window()).contains(first.run());
            assertThat(run.triggerAt()).contains(MON.end());
        });
    }

    @Test
    void aPublishedWindowIsPassedOverUnlessItIsToBeReplaced() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON);

        assertThat(windows.publisher("orders", MON)).map(RunRecord::runId).contains("r1");
        assertThat(windows.publisher("orders", new Window(MON.start(), TUE.end())))
                .isEmpty();
        assertThat(windows.begin(request("r2", MON, WindowWish.MISSING, file("a"))))
                .isInstanceOfSatisfying(
                        WindowClaim.Done.class,
                        done -> assertThat(done.by().runId()).isEqualTo("r1"));
        WindowClaim.Started again = publish(request("r3", MON, WindowWish.REPLACE, newer("a")), Late.NEXT, MON);

        assertThat(again.run().kind()).isEqualTo(Kind.RERUN);
        assertThat(again.known()).containsOnlyKeys(rows("a", MON));
        assertThat(windows.states("orders"))
                .singleElement()
                .satisfies(state ->
                        assertThat(state.published().orElseThrow().runId()).isEqualTo("r3"));
    }

    @Test
    void theBatchOfAReplacedWindowIsThatOfItsLastRun() {
        WindowClaim.Started first = start(request("r1", MON, WindowWish.MISSING, file("a")));
        ledger.headers(first.lease(), Map.of(file("a").path(), "id,old"));
        prepare(first, Late.NEXT, MON);
        ledger.published(first.lease(), PUBLISHED);
        WindowClaim.Started again = start(request("r2", MON, WindowWish.REPLACE, file("a")));
        ledger.headers(again.lease(), Map.of(file("a").path(), "id,new"));
        prepare(again, Late.NEXT, MON);
        ledger.published(again.lease(), PUBLISHED);

        assertThat(again.batchId()).isEqualTo(first.batchId());
        assertThat(ledger.headers("orders", again.batchId())).containsValue("id,new");
        assertThat(ledger.headers(first.lease().runId())).containsValue("id,old");
    }

    @Test
    void aWindowIsRunByOneRunAtATime() {
        WindowClaim.Started running = start(request("r1", MON, WindowWish.MISSING, file("a")));

        assertThat(windows.begin(request("r2", MON, WindowWish.MISSING, file("b"))))
                .isInstanceOfSatisfying(
                        WindowClaim.Taken.class,
                        taken -> assertThat(taken.by().runId()).isEqualTo("r1"));
        assertThat(windows.begin(request("r3", TUE, WindowWish.MISSING, file("b"))))
                .isInstanceOf(WindowClaim.Started.class);
        ledger.failed(running.lease(), "no");
        assertThat(windows.begin(request("r4", MON, WindowWish.MISSING, file("a"))))
                .isInstanceOf(WindowClaim.Started.class);
    }

    @Test
    void anInputIsReadByOneRunAtATime() {
        start(request("r1", MON, WindowWish.MISSING, file("a"), file("b")));

        assertThat(windows.begin(request("r2", TUE, WindowWish.MISSING, file("b"))))
                .isInstanceOf(WindowClaim.Taken.class);
        assertThat(ledger.run("r2")).isEmpty();
    }

    @Test
    void ofFilesThatNoPatternGivesAWindowThoseCountThatNobodyHasRead() {
        publish(request("r1", MON, WindowWish.MISSING, false, List.of(), file("a"), file("empty")), Late.NEXT, MON);

        WindowClaim.Started next =
                start(request("r2", TUE, WindowWish.MISSING, false, List.of(), file("a"), file("empty"), file("b")));

        assertThat(next.files()).containsExactly(file("b"));
        assertThat(next.published()).containsExactly(MON);
    }

    @Test
    void entriesHoldOnceTheRunIsPublishedAndNotIfItIsDiscarded() {
        WindowClaim.Started started = start(request("r1", MON, WindowWish.MISSING, file("a")));
        prepare(started, Late.NEXT, MON, TUE);
        assertThat(windows.inputs("orders", TUE, WindowWish.MISSING)).isEmpty();
        ledger.discarded(started.lease(), "no");
        assertThat(windows.inputs("orders", MON, WindowWish.REPLACE)).isEmpty();

        publish(request("r2", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON, TUE);

        assertThat(windows.inputs("orders", TUE, WindowWish.MISSING))
                .containsExactly(file("a").path());
        assertThat(windows.inputs("orders", MON, WindowWish.REPLACE))
                .containsExactly(file("a").path());
    }

    @Test
    void aRunReadsTheInputsThatDeferredRowsToItsWindow() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON, TUE);

        refused(ErrorCode.WINDOW_CHANGED, () -> windows.begin(request("r2", TUE, WindowWish.MISSING, file("b"))));
        WindowClaim.Started started =
                publish(request("r3", TUE, WindowWish.MISSING, true, List.of(file("a")), file("b")), Late.NEXT, TUE);

        assertThat(started.files()).containsExactly(file("a"), file("b"));
        assertThat(started.known().get(rows("a", TUE)).how()).isEqualTo(Entry.How.DEFERRED);
        assertThat(windows.unsettled("orders")).isEmpty();
    }

    @Test
    void aWindowWaitsForAPreparedRunThatAddsRowsToIt() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.APPEND, MON);
        WindowClaim.Started late = start(request("r2", TUE, WindowWish.MISSING, file("b")));
        prepare(late, Late.APPEND, TUE, MON, WED);

        assertThat(windows.begin(request("r3", MON, WindowWish.REPLACE, file("a"))))
                .isInstanceOfSatisfying(
                        WindowClaim.Taken.class,
                        taken -> assertThat(taken.by().runId()).isEqualTo("r2"));
        assertThat(windows.begin(request("r4", WED, WindowWish.MISSING, file("c"))))
                .isInstanceOf(WindowClaim.Started.class);
        ledger.published(late.lease(), PUBLISHED);
        assertThat(windows.inputs("orders", MON, WindowWish.REPLACE))
                .containsExactly(file("a").path(), file("b").path());
        assertThat(windows.begin(request("r5", MON, WindowWish.REPLACE, true, List.of(file("b")), file("a"))))
                .isInstanceOf(WindowClaim.Started.class);
    }

    @Test
    void aHeldRunKeepsItsWindowAndAddsItsEntriesWhenItIsPublished() {
        WindowClaim.Started held = start(request("r1", MON, WindowWish.MISSING, file("a")));
        prepare(held, Late.NEXT, MON);
        ledger.held(held.lease(), OptionalLong.of(9), "too many");

        assertThat(windows.begin(request("r2", MON, WindowWish.MISSING, file("a"))))
                .isInstanceOf(WindowClaim.Taken.class);
        RunLease lease = ledger.take("r1", Owner.current()).lease();
        ledger.accepted(lease, "ada");
        ledger.published(lease, PUBLISHED);

        assertThat(windows.inputs("orders", MON, WindowWish.REPLACE))
                .containsExactly(file("a").path());
    }

    @Test
    void aHeldRunKeepsItsFilesAndStopsNoOtherWindow() {
        WindowClaim.Started held =
                start(request("r1", MON, WindowWish.MISSING, false, List.of(), file("a"), file("b")));
        prepare(held, Late.NEXT, MON, TUE);
        ledger.held(held.lease(), OptionalLong.of(9), "too many");

        assertThat(windows.begin(request("r2", TUE, WindowWish.MISSING, false, List.of(), file("a"), file("b"))))
                .as("there are no other files")
                .isInstanceOfSatisfying(
                        WindowClaim.Taken.class,
                        taken -> assertThat(taken.by().runId()).isEqualTo("r1"));
        WindowClaim.Started other = publish(
                request("r3", TUE, WindowWish.MISSING, false, List.of(), file("a"), file("b"), file("c")),
                Late.NEXT,
                TUE);
        assertThat(other.files()).containsExactly(file("c"));
        assertThat(other.held()).containsExactly(file("a"), file("b"));

        RunLease lease = ledger.take("r1", Owner.current()).lease();
        ledger.accepted(lease, "ada");
        ledger.published(lease, PUBLISHED);
        assertThat(windows.unsettled("orders"))
                .as("rows of the held files that are late by now")
                .containsOnlyKeys(rows("a", TUE));
    }

    @Test
    void filesOfAHeldRunAreFreeForOthersOnceItIsDiscarded() {
        WindowClaim.Started held = start(request("r1", MON, WindowWish.MISSING, false, List.of(), file("a")));
        prepare(held, Late.NEXT, MON, TUE);
        ledger.held(held.lease(), OptionalLong.of(9), "too many");
        ledger.discarded(ledger.take("r1", Owner.current()).lease(), "not wanted");

        assertThat(start(request("r2", TUE, WindowWish.MISSING, false, List.of(), file("a"), file("c")))
                        .files())
                .containsExactly(file("a"), file("c"));
    }

    @Test
    void aWindowWaitsForFilesOfAHeldRunInWhichItIsKnownToHaveRows() {
        publish(request("r1", MON, WindowWish.MISSING, false, List.of(), file("a")), Late.NEXT, MON, TUE);
        WindowClaim.Started held = start(request("r2", MON, WindowWish.REPLACE, false, List.of(), file("a")));
        prepare(held, Late.NEXT, MON, TUE);
        ledger.held(held.lease(), OptionalLong.of(9), "too many");

        assertThat(windows.begin(request("r3", TUE, WindowWish.MISSING, false, List.of(), file("a"), file("b"))))
                .isInstanceOf(WindowClaim.Taken.class);
        assertThat(start(request("r4", WED, WindowWish.MISSING, false, List.of(), file("a"), file("b")))
                        .files())
                .containsExactly(file("b"));
    }

    @Test
    void lateRowsAreNotAddedToAWindowThatIsNotPublished() {
        assertThatThrownBy(() -> windows.begin(request("r1", MON, WindowWish.LATE, file("a"))))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED))
                .hasMessageContaining("it is not published");
        assertThat(windows.states("orders")).isEmpty();
    }

    @Test
    void aWindowInWhichAnotherPipelineHasRowsOfTheTableIsRefused() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.REWRITE, MON);
        WindowRequest own = request("r2", MON, WindowWish.MISSING, file("b"));
        WindowRequest other = new WindowRequest(
                "orders_us",
                "r2",
                own.window(),
                own.trigger(),
                own.wish(),
                own.named(),
                own.files(),
                own.others(),
                own.target(),
                own.quarantine(),
                own.fingerprint(),
                own.owner());

        assertThatThrownBy(() -> windows.begin(other))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_SHARED))
                .hasMessageContaining("run r1 of pipeline orders has rows of that time in crm.orders");
        assertThat(windows.states("orders_us")).isEmpty();
    }

    @Test
    void rowsThatBecameLateAreSettledByARunOfTheWindowThatBroughtThem() {
        WindowClaim.Started mon = start(request("r1", MON, WindowWish.MISSING, file("a")));
        publish(request("r2", TUE, WindowWish.MISSING, file("b")), Late.QUARANTINE, TUE);
        prepare(mon, Late.QUARANTINE, MON, TUE);
        ledger.published(mon.lease(), PUBLISHED);

        assertThat(windows.unsettled("orders")).containsOnlyKeys(rows("a", TUE));
        assertThat(windows.inputs("orders", MON, WindowWish.LATE))
                .containsExactly(file("a").path());
        assertThat(windows.inputs("orders", TUE, WindowWish.LATE)).isEmpty();
        assertThat(windows.begin(request("r3", TUE, WindowWish.LATE))).isInstanceOf(WindowClaim.Done.class);
        WindowClaim.Started settling =
                publish(request("r4", MON, WindowWish.LATE, true, List.of(file("a"))), Late.QUARANTINE, MON, TUE);

        assertThat(settling.run().kind()).isEqualTo(Kind.LATE);
        assertThat(windows.unsettled("orders")).isEmpty();
        assertThat(windows.states("orders").get(0).published().orElseThrow().runId())
                .isEqualTo("r1");
    }

    @Test
    void aChangedInputMakesOtherWindowsOfItsStale() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.QUARANTINE, MON, TUE);
        publish(request("r2", TUE, WindowWish.MISSING, true, List.of(file("a"))), Late.QUARANTINE, MON, TUE);
        publish(request("r3", TUE, WindowWish.REPLACE, true, List.of(newer("a"))), Late.QUARANTINE, MON, TUE);

        assertThat(windows.unsettled("orders")).containsOnlyKeys(rows("a", MON));
        assertThat(windows.unsettled("orders").get(rows("a", MON)))
                .satisfies(entry -> assertThat(entry.changed()).isTrue());
        assertThat(windows.states("orders").get(0).changed()).isEqualTo(1);
    }

    @Test
    void whoHasLostTheLeaseKeepsNothing() {
        WindowClaim.Started started = start(request("r1", MON, WindowWish.MISSING, file("a")));
        ledger.giveUp(started.lease());
        assertThat(ledger.takeOver("orders", Owner.current())).hasSize(1);

        refused(ErrorCode.LEASE_LOST, () -> prepare(started, Late.NEXT, MON));
        assertThat(windows.begin(request("r2", MON, WindowWish.MISSING, file("a"))))
                .isInstanceOf(WindowClaim.Taken.class);
    }

    @Test
    void moreWindowsThanCanBeKeptAreRefused() {
        WindowClaim.Started started = start(request("r1", MON, WindowWish.MISSING, file("a")));
        Map<Rows, Entry> many = new HashMap<>();
        Entry entry = new Entry("v", TUE, Entry.How.DEFERRED, false, MON);
        for (int i = 0; i <= 100_000; i++) {
            Instant start = Instant.ofEpochSecond(3600L * i);
            many.put(new Rows("a", Optional.of(new Window(start, start.plusSeconds(3600)))), entry);
        }

        refused(
                ErrorCode.TOO_MANY_WINDOWS,
                () -> windows.prepared(started.lease(), PREPARED, new EntryChanges(Set.of(), many), Map.of()));
        assertThat(ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void lateRowsAreCountedByDelayForTheRunThatTheWindowHasNow() {
        for (WindowWish wish : List.of(WindowWish.MISSING, WindowWish.REPLACE)) {
            WindowClaim.Started started = start(request("r-" + wish, WED, wish, file("a")));
            windows.prepared(
                    started.lease(),
                    PREPARED,
                    new EntryChanges(Set.of(), Map.of()),
                    Map.of(Delay.of(TUE, WED), 5L, Delay.of(MON, WED), 2L));
            ledger.published(started.lease(), PUBLISHED);
        }

        assertThat(windows.states("orders"))
                .singleElement()
                .satisfies(state -> assertThat(state.lateRows())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(Delay.UP_TO_1D, 5L, Delay.UP_TO_3D, 2L)));
    }

    @Test
    void theOverviewTellsOfEachWindowThatIsDueHowItStandsAndWhy() {
        Schedule schedule = new Schedule(DAYS, Duration.ofHours(4));
        publish(
                request("r1", MON, WindowWish.MISSING, file("a")),
                Late.NEXT,
                MON,
                day("2026-03-07"),
                day("2026-03-20"));
        WindowClaim.Started failed = start(request("r3", WED, WindowWish.MISSING, file("c")));
        ledger.failed(failed.lease(), "disk full");
        WindowClaim.Started held = start(request("r4", day("2026-03-05"), WindowWish.MISSING, file("d")));
        prepare(held, Late.NEXT, day("2026-03-05"));
        ledger.held(held.lease(), OptionalLong.empty(), "too many");
        start(request("r5", day("2026-03-06"), WindowWish.MISSING, file("e")));

        List<WindowOverview.Line> lines = WindowOverview.of(
                schedule,
                Optional.of(day("2026-03-01")),
                Instant.parse("2026-03-08T04:00:00Z"),
                windows.states("orders"),
                "f00d");

        assertThat(lines)
                .extracting(line -> DAYS.text(line.window()).substring(5, 10) + " " + line.status() + " " + line.why())
                .containsExactly(
                        "03-01 MISSING no run was started since its trigger, 2026-03-02T04:00Z",
                        "03-02 PUBLISHED ",
                        "03-03 MISSING no run was started since its trigger, 2026-03-04T04:00Z",
                        "03-04 FAILED disk full",
                        "03-05 HELD too many",
                        "03-06 RUNNING run r5 is running",
                        "03-07 MISSING no run was started since its trigger, 2026-03-08T04:00Z");
        assertThat(lines.get(6).state().orElseThrow().waiting()).isEqualTo(1);
    }

    @Test
    void theOverviewTellsWhyTheLastRunForAWindowWasRefusedUntilOneBegins() {
        Schedule schedule = new Schedule(DAYS, Duration.ZERO);
        WindowClaim.Started failed = start(request("r1", TUE, WindowWish.MISSING, file("a")));
        Instant before = ledger.run("r1").orElseThrow().startedAt();
        ledger.failed(failed.lease(), "disk full");
        Instant after = ledger.run("r1").orElseThrow().endedAt().orElseThrow().plusSeconds(1);
        windows.refused("orders", refusal(MON, "another has it", before));
        windows.refused("orders", refusal(MON, "no file", Instant.parse("2026-03-05T04:00:07.123Z")));
        windows.refused("orders", refusal(TUE, "another had it", before));
        windows.refused("others", refusal(WED, "no file", after));

        assertThat(explained(schedule))
                .containsExactly(
                        "MISSING refused 2026-03-05T04:00:07Z: no file (SLU-503)",
                        "FAILED disk full",
                        "MISSING no run was started since its trigger, 2026-03-05T00:00Z");

        windows.refused("orders", refusal(TUE, "no file", after));
        assertThat(explained(schedule).get(1)).startsWith("FAILED refused ").endsWith(": no file (SLU-503)");
        ledger.failed(start(request("r2", TUE, WindowWish.MISSING, file("a"))).lease(), "disk full again");
        assertThat(explained(schedule).get(1)).isEqualTo("FAILED disk full again");
        assertThat(windows.refusals("orders")).extracting(WindowRefusal::window).containsExactly(MON);
    }

    private static WindowRefusal refusal(Window window, String message, Instant at) {
        return new WindowRefusal(window, "SLU-503", message, at);
    }

    private List<String> explained(Schedule schedule) {
        List<WindowOverview.Line> lines =
                WindowOverview.of(schedule, Optional.of(MON), WED.end(), windows.states("orders"), "f00d");
        return WindowOverview.explained(lines, windows.refusals("orders")).stream()
                .map(line -> line.status() + " " + line.why())
                .toList();
    }

    @Test
    void theOverviewFindsWindowsThatAreStaleOrOnNoGridAnyMore() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON);
        Instant now = Instant.parse("2026-03-03T00:00:00Z");
        Schedule days = new Schedule(DAYS, Duration.ZERO);
        Schedule weeks = new Schedule(new Grid(new Every(1, Every.Unit.WEEKS), ZoneOffset.UTC), Duration.ZERO);

        assertThat(WindowOverview.of(days, Optional.empty(), now, windows.states("orders"), "cafe"))
                .singleElement()
                .satisfies(line -> assertThat(line.status()).isEqualTo(Status.STALE_RULES));
        assertThat(WindowOverview.of(weeks, Optional.empty(), now, windows.states("orders"), "f00d"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.status()).isEqualTo(Status.OFF_GRID);
                    assertThat(line.why()).contains("overlaps 2026-03-02/2026-03-09");
                });
    }

    @Test
    void aWindowThatSharesTimeWithOneOfOtherBoundsIsRefused() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON, WED);
        for (String[] other : new String[][] {
            {"2026-03-02T00:00:00Z", "2026-03-02T01:00:00Z", "run r1 has some of its time as window 2026-03-02T"},
            {"2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z", "run r1 has some of its time"},
            {"2026-03-04T05:00:00Z", "2026-03-04T06:00:00Z", "rows wait for window 2026-03-04T00:00:00Z/2026-03-05T"}
        }) {
            Window window = new Window(Instant.parse(other[0]), Instant.parse(other[1]));
            assertThatThrownBy(() -> windows.begin(request("r2", window, WindowWish.MISSING, file("b"))))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_OVERLAPS))
                    .hasMessageContaining(other[2]);
        }
        Window hour = new Window(TUE.start(), TUE.start().plusSeconds(3600));
        WindowClaim.Started running = start(request("r3", hour, WindowWish.MISSING, file("b")));
        refused(ErrorCode.WINDOW_OVERLAPS, () -> windows.begin(request("r4", TUE, WindowWish.MISSING, file("c"))));
        ledger.failed(running.lease(), "no");

        start(request("r5", TUE, WindowWish.MISSING, file("c")));
    }

    @Test
    void theOverviewGoesOnWhereWindowsOfOtherBoundsEnd() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON);
        Window hour = new Window(TUE.start(), TUE.start().plusSeconds(3600));
        publish(request("r2", hour, WindowWish.MISSING, file("b")), Late.NEXT, hour);
        Instant now = Instant.parse("2026-03-05T00:00:00Z");
        Schedule days = new Schedule(DAYS, Duration.ZERO);
        Schedule halves = new Schedule(new Grid(new Every(12, Every.Unit.HOURS), ZoneOffset.UTC), Duration.ZERO);

        assertThat(WindowOverview.of(days, Optional.empty(), now, windows.states("orders"), "f00d"))
                .extracting(line -> DAYS.text(line.window()).substring(5, 10) + " " + line.status() + " " + line.why())
                .containsExactly(
                        "03-02 PUBLISHED ",
                        "03-03 OFF_GRID the pipeline has no such window any more; it overlaps 2026-03-03/2026-03-04",
                        "03-03 OVERLAPS it cannot be run: it overlaps 2026-03-03T00:00Z/2026-03-03T01:00Z, of windows that the pipeline has no more",
                        "03-04 MISSING no run was started since its trigger, 2026-03-05T00:00Z");
        assertThat(WindowOverview.of(halves, Optional.empty(), now, windows.states("orders"), "f00d"))
                .extracting(line -> line.status() + " " + line.window().start())
                .containsExactly(
                        "OFF_GRID 2026-03-02T00:00:00Z",
                        "OFF_GRID 2026-03-03T00:00:00Z",
                        "OVERLAPS 2026-03-03T00:00:00Z",
                        "MISSING 2026-03-03T12:00:00Z",
                        "MISSING 2026-03-04T00:00:00Z",
                        "MISSING 2026-03-04T12:00:00Z");
    }

    @Test
    void aWindowThatOnlyHasRowsWhichWaitForItIsDueByItself() {
        Window old = day("1970-01-01");
        Instant now = Instant.parse("2026-03-04T00:00:00Z");
        Schedule days = new Schedule(DAYS, Duration.ZERO);
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON, old);

        assertThat(WindowOverview.of(days, Optional.empty(), now, windows.states("orders"), "f00d"))
                .extracting(line -> DAYS.text(line.window()) + " " + line.status())
                .containsExactly(
                        "1970-01-01/1970-01-02 MISSING",
                        "2026-03-02/2026-03-03 PUBLISHED",
                        "2026-03-03/2026-03-04 MISSING");

        WindowClaim.Started failed = start(request("r2", old, WindowWish.MISSING, false, List.of(file("a"))));
        ledger.failed(failed.lease(), "no");
        assertThat(WindowOverview.of(days, Optional.empty(), now, windows.states("orders"), "f00d"))
                .extracting(WindowOverview.Line::status)
                .containsExactly(Status.FAILED, Status.PUBLISHED, Status.MISSING);
        publish(request("r3", old, WindowWish.MISSING, false, List.of(file("a"))), Late.NEXT, MON, old);
        assertThat(WindowOverview.of(days, Optional.empty(), now, windows.states("orders"), "f00d"))
                .extracting(WindowOverview.Line::status)
                .containsExactly(Status.PUBLISHED, Status.PUBLISHED, Status.MISSING);
    }

    @Test
    void whoLoadsThePastIsToldWhichOfItsWindowsAreMissing() {
        publish(request("r1", WED, WindowWish.MISSING, file("a")), Late.NEXT, WED);
        publish(request("r2", MON, WindowWish.MISSING, file("b")), Late.NEXT, MON);

        assertThat(WindowOverview.of(
                        new Schedule(DAYS, Duration.ZERO),
                        Optional.empty(),
                        WED.end(),
                        windows.states("orders"),
                        "f00d"))
                .extracting(WindowOverview.Line::status)
                .containsExactly(Status.PUBLISHED, Status.MISSING, Status.PUBLISHED);
    }

    @Test
    void ofWindowsThatNeverRanTheLastOnesAreListed() {
        Schedule hours = new Schedule(new Grid(new Every(1, Every.Unit.HOURS), ZoneOffset.UTC), Duration.ZERO);
        Optional<Window> ancient = Optional.of(hours.grid().containing(Instant.parse("0001-01-01T00:00:00Z")));

        List<WindowOverview.Line> lines = WindowOverview.of(hours, ancient, MON.start(), List.of(), "f00d");

        assertThat(lines).hasSize(WindowOverview.MOST_MISSING);
        assertThat(lines.get(lines.size() - 1).window().end()).isEqualTo(MON.start());
        assertThat(WindowOverview.of(
                        hours,
                        new WindowOverview.Span(ancient, ancient.map(Window::end)),
                        MON.start(),
                        List.of(),
                        "f00d",
                        window -> Optional.empty()))
                .extracting(WindowOverview.Line::window)
                .containsExactly(ancient.get());
    }

    @Test
    void theInputsOfPublishedWindowsAreKnownInTheVersionsThatWereRead() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON, TUE);
        publish(request("r2", WED, WindowWish.MISSING, newer("b")), Late.NEXT, WED);

        assertThat(windows.read("orders", MON.start(), WED.end()))
                .as("Tuesday's rows only wait for it")
                .containsExactly(
                        new WindowInput(MON, file("a").path(), file("a").version()),
                        new WindowInput(WED, file("b").path(), newer("b").version()));
        assertThat(windows.read("orders", TUE.start(), WED.end()))
                .singleElement()
                .satisfies(read -> {
                    assertThat(read.differs(newer("b"))).isFalse();
                    assertThat(read.differs(file("b"))).isTrue();
                    assertThat(read.differs(new SourceFile(file("b").path(), 1, "sha256:ab")))
                            .as("a time and a hash cannot be compared")
                            .isFalse();
                });
        assertThat(windows.read("orders", MON.start(), WED.start()))
                .extracting(WindowInput::home)
                .containsExactly(MON);
    }

    @Test
    void aReplacedWindowSupersedesWhatWasPublishedBeforeItsClaimAndNothingElse() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.APPEND, MON);
        WindowClaim.Started again = start(request("r2", MON, WindowWish.REPLACE, file("a")));
        publish(request("r3", TUE, WindowWish.MISSING, file("b")), Late.APPEND, MON, TUE);
        prepare(again, Late.APPEND, MON);
        ledger.published(again.lease(), PUBLISHED);

        assertThat(windows.publications("orders")).isEqualTo(Map.of("r1", 1L, "r3", 2L, "r2", 3L));
        assertThat(windows.supersessions("orders"))
                .containsExactly(new Supersession(MON.start(), "r2", 1), new Supersession(TUE.start(), "r3", 1));
        assertThat(windows.replacements("orders"))
                .containsExactly(
                        new Supersession(MON.start(), "r1", 0),
                        new Supersession(TUE.start(), "r3", 1),
                        new Supersession(MON.start(), "r2", 1));
    }

    @Test
    void aRunThatWasTakenBackHasReplacedNothing() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.APPEND, MON);
        publish(request("r2", MON, WindowWish.REPLACE, file("a")), Late.APPEND, MON);
        Rollback rollback = new Rollback("r2", List.of("r2"), "ada");
        ledger.rollbacks().ask(rollback);
        ledger.rollbacks().done(rollback, "taken back");

        assertThat(windows.replacements("orders")).containsExactly(new Supersession(MON.start(), "r1", 0));
    }

    @Test
    void aWindowThatARunHasTakenWaitsUntilTheRunEnds() {
        publish(request("r1", MON, WindowWish.MISSING, file("a")), Late.NEXT, MON);
        WindowClaim.Started other = start(request("r2", TUE, WindowWish.MISSING, file("b")));

        assertThat(windows.take(other.lease(), List.of(MON, WED))).isEmpty();

        assertThat(windows.begin(request("r3", MON, WindowWish.REPLACE, file("a"))))
                .isInstanceOfSatisfying(
                        WindowClaim.Taken.class,
                        taken -> assertThat(taken.by().runId()).isEqualTo("r2"));
        ledger.failed(other.lease(), "cut short");
        WindowClaim.Started mine = start(request("r4", MON, WindowWish.REPLACE, file("a")));
        WindowClaim.Started late = start(request("r5", TUE, WindowWish.MISSING, file("b")));
        assertThat(windows.take(late.lease(), List.of(WED, MON)))
                .hasValueSatisfying(
                        run -> assertThat(run.runId()).isEqualTo(mine.lease().runId()));
        assertThat(windows.begin(request("r6", WED, WindowWish.MISSING, file("c"))))
                .as("all of them are taken, or none")
                .isInstanceOf(WindowClaim.Started.class);
    }

    @Test
    void progressNeverGoesBack() {
        assertThat(windows.progress("orders")).isEmpty();

        windows.advance("orders", TUE.start());
        windows.advance("orders", MON.start());
        windows.advance("others", WED.start());

        assertThat(windows.progress("orders")).contains(TUE.start());
    }
}
