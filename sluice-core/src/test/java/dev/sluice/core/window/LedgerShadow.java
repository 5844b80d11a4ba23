package dev.sluice.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.Abandoned;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Prepared;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.ledger.WindowClaim;
import dev.sluice.core.ledger.WindowRequest;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.window.WindowWorld.Input;
import dev.sluice.core.window.WindowWorld.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Does in a real ledger what a simulated world does, and sees that both know the same. */
final class LedgerShadow implements WindowShadow {
    private static final Owner ME = Owner.current();

    private final Ledger ledger;
    private final String pipeline;
    private final Map<Integer, RunLease> leases = new HashMap<>();
    private int attempts;

    LedgerShadow(Ledger ledger, String pipeline) {
        this.ledger = ledger;
        this.pipeline = pipeline;
    }

    @Override
    public void claimed(WindowWorld world, WindowRun wanted, Optional<Run> run) {
        WindowWish wish = switch (wanted.kind()) {
            case FIRST -> WindowWish.MISSING;
            case RERUN -> WindowWish.REPLACE;
            case LATE -> WindowWish.LATE;
        };
        boolean named = world.inputs.values().stream().anyMatch(input -> !input.named.isEmpty());
        List<SourceFile> files = wish == WindowWish.LATE
                ? List.of()
                : world.inputs.values().stream()
                        .filter(input -> !named || input.named.contains(wanted.window()))
                        .map(LedgerShadow::file)
                        .toList();
        List<SourceFile> others = ledger.windows().inputs(pipeline, wanted.window(), wish).stream()
                .map(path -> file(world.inputs.get(path)))
                .toList();
        WindowClaim claim = ledger.windows()
                .begin(new WindowRequest(
                        pipeline,
                        pipeline + "-" + ++attempts,
                        wanted.window(),
                        Optional.empty(),
                        wish,
                        named,
                        files,
                        others,
                        pipeline + "_t",
                        pipeline + "_q",
                        "f00d",
                        ME));
        assertThat(claim instanceof WindowClaim.Started).as("%s", claim).isEqualTo(run.isPresent());
        if (claim instanceof WindowClaim.Started started) {
            Run simulated = run.orElseThrow();
            leases.put(simulated.id, started.lease());
            assertThat(started.run()).isEqualTo(simulated.run);
            assertThat(started.files().stream().map(SourceFile::path))
                    .containsExactlyInAnyOrderElementsOf(simulated.versions.keySet());
            assertThat(started.held().stream().map(SourceFile::path))
                    .containsExactlyInAnyOrderElementsOf(simulated.leftOut);
            assertThat(started.known()).isEqualTo(simulated.known);
            assertThat(started.published()).isEqualTo(simulated.published);
        }
    }

    private static SourceFile file(Input input) {
        return new SourceFile(input.path, 1, "v" + input.version);
    }

    @Override
    public void failed(Run run) {
        ledger.failed(lease(run), "failed");
    }

    @Override
    public void prepared(Run run) {
        ledger.windows()
                .prepared(lease(run), new Prepared("/commit.gz", RowCounts.NONE, List.of()), run.changes, Map.of());
    }

    @Override
    public void held(Run run) {
        ledger.held(lease(run), OptionalLong.empty(), "held");
    }

    @Override
    public void decided(Run run, boolean accepted) {
        leases.put(run.id, ledger.take(lease(run).runId(), ME).lease());
        if (accepted) {
            ledger.accepted(lease(run), "ada");
        } else {
            ledger.discarded(lease(run), "not wanted");
        }
    }

    @Override
    public void recovered(Run run) {
        ledger.giveUp(lease(run));
        List<Abandoned> taken = ledger.takeOver(pipeline, ME);
        assertThat(taken)
                .singleElement()
                .satisfies(one -> assertThat(one.run().window()).contains(run.run));
        leases.put(run.id, taken.get(0).lease());
    }

    @Override
    public void discarded(Run run) {
        ledger.discarded(lease(run), "the window has changed");
    }

    @Override
    public void published(WindowWorld world, Run run) {
        ledger.published(lease(run), new Published(OptionalLong.empty(), OptionalLong.empty()));
        Map<Rows, Entry> unsettled = new HashMap<>();
        Set<String> inputs = new HashSet<>();
        world.entries.forEach((rows, entry) -> {
            if (entry.changed() || entry.deferred() && world.published.contains(entry.home())) {
                unsettled.put(rows, entry);
            }
            if (entry.home().equals(run.run.window())) {
                inputs.add(rows.input());
            }
        });
        assertThat(ledger.windows().unsettled(pipeline)).isEqualTo(unsettled);
        assertThat(ledger.windows().inputs(pipeline, run.run.window(), WindowWish.REPLACE))
                .containsExactlyInAnyOrderElementsOf(inputs);
    }

    private RunLease lease(Run run) {
        return leases.get(run.id);
    }
}
