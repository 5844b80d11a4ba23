package dev.sluice.spark.run;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.WindowClaim;
import dev.sluice.core.ledger.WindowClaim.Started;
import dev.sluice.core.ledger.WindowRequest;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Place;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.spark.commit.PreparedRun.WindowFacts;
import dev.sluice.spark.commit.ReplacedRows;
import dev.sluice.spark.window.RowPlaces;
import dev.sluice.spark.window.SeenRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The inputs of one run of a window, and what becomes of the rows that they hold. */
final class WindowInputs {
    private final Engine engine;
    private final PipelineSpec spec;
    private final boolean named;
    private final WindowSpec windows;
    private final WindowChoice choice;
    private final Placement placement;
    private final List<String> warnings = new ArrayList<>();
    private List<SourceFile> files = List.of();
    private OptionalLong since = OptionalLong.empty();

    private @Nullable Started started;

    /**
     * @param spec as it is in the window
     * @param named whether the source's patterns refer to the window
     */
    WindowInputs(Engine engine, PipelineSpec spec, boolean named, WindowChoice choice) {
        this.engine = engine;
        this.spec = spec;
        this.named = named;
        this.windows = spec.window().orElseThrow();
        this.choice = choice;
        this.placement = windows.placement();
    }

    /** Claims the window with its inputs. Once for each object. */
    WindowClaim claim(String runId) {
        // Before the ledger is asked: what is added to the window from here on, its answer need not tell of.
        since = new TargetWrite(spec.target()).base(engine);
        WindowRequest request = request(engine, spec, named, choice, runId);
        if (request.files().isEmpty() && request.others().isEmpty() && choice.wish() != WindowWish.LATE) {
            throw PipelineRun.nothingMatches(spec);
        }
        WindowClaim claim = engine.ledger().windows().begin(request);
        if (claim instanceof Started begun) {
            started = begun;
            files = begun.files().stream().filter(this::isRead).toList();
        }
        return claim;
    }

    /**
     * What a run of the window asks the ledger for.
     *
     * @param spec as the run carries it out
     * @param named whether what the source's patterns find is the window's own
     */
    static WindowRequest request(Engine engine, PipelineSpec spec, boolean named, WindowChoice choice, String runId) {
        List<SourceFile> matching =
                choice.wish() == WindowWish.LATE ? List.of() : engine.inputs().of(spec, Optional.of(choice.window()));
        Set<String> found = new HashSet<>();
        matching.forEach(file -> found.add(file.path()));
        List<String> others = engine.ledger().windows().inputs(spec.name(), choice.window(), choice.wish()).stream()
                .filter(path -> !found.contains(path))
                .toList();
        return new WindowRequest(
                spec.name(),
                runId,
                choice.window(),
                choice.trigger(),
                choice.wish(),
                named,
                matching,
                engine.inputs().named(spec, others),
                spec.target().table().toString(),
                spec.target().quarantine().toString(),
                spec.fingerprint(),
                Owner.current());
    }

    /** Where no column tells the window of rows, all those of a file have one home. */
    private boolean isRead(SourceFile file) {
        if (TableState.isPath(file.path())) {
            return TableState.isRead(file);
        }
        if (windows.column().isPresent()) {
            return true;
        }
        Optional<Entry> known = Optional.ofNullable(begun().known().get(new Rows(file.path(), Optional.empty())));
        boolean elsewhere = placement.place(run(), Optional.empty(), known, false) instanceof Place.Elsewhere;
        if (elsewhere) {
            known.ifPresent(
                    entry -> warnings.add("left alone: %s belongs to window %s".formatted(file.path(), entry.home())));
        }
        return !elsewhere;
    }

    /** To be read, sorted by path. */
    List<SourceFile> files() {
        return files;
    }

    /** Those of the files that no run has read before. */
    List<SourceFile> fresh() {
        Set<String> read = begun().known().keySet().stream().map(Rows::input).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !read.contains(file.path()) && !TableState.isPath(file.path()))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }

    Window window() {
        return choice.window();
    }

    WindowRun run() {
        return begun().run();
    }

    /** What the ledger is to know once the run is published. */
    WindowFacts facts(List<SeenRows.Group> groups) {
        Map<String, String> read = new LinkedHashMap<>();
        files.forEach(file -> read.put(file.path(), file.version()));
        // A table that the pipeline does not read any more has no rows in the window now.
        begun().files().stream()
                .filter(input -> TableState.isPath(input.path()))
                .forEach(input -> read.put(input.path(), input.version()));
        if (!placement.byColumn()) {
            List<Rows> seen = files.stream()
                    .map(file -> new Rows(file.path(), Optional.empty()))
                    .toList();
            return new WindowFacts(changes(read, seen), Map.of());
        }
        RowPlaces places = places().orElseThrow();
        Set<Rows> seen = new LinkedHashSet<>();
        Map<Delay, Long> late = new EnumMap<>(Delay.class);
        for (SeenRows.Group group : groups) {
            Rows rows = places.rows(group);
            seen.add(rows);
            rows.window()
                    .filter(own -> places.brings(group.code(), own))
                    .ifPresent(own -> late.merge(Delay.of(own, window()), group.rows(), Long::sum));
        }
        return new WindowFacts(changes(read, seen), late);
    }

    private EntryChanges changes(Map<String, String> read, Collection<Rows> seen) {
        return EntryChanges.of(placement, run(), read, begun().known(), seen, begun().published()::contains);
    }

    /** Where rows have their place; empty if all are those of the window. */
    Optional<RowPlaces> places() {
        return placement.byColumn()
                ? Optional.of(RowPlaces.of(
                        placement,
                        run(),
                        files.stream().map(SourceFile::path).toList(),
                        begun().known(),
                        begun().published()))
                : Optional.empty();
    }

    /** What the run's good rows take the place of; nothing if they are late rows of others. */
    Optional<ReplacedRows> replaced() {
        return run().kind() == WindowRun.Kind.LATE
                ? Optional.empty()
                : Optional.of(new ReplacedRows(
                        windows.mark().column(), windows.mark().of(window()), windows.late() != Late.APPEND, since));
    }

    private Started begun() {
        if (started == null) {
            throw new IllegalStateException("Cannot tell: the window is not claimed");
        }
        return started;
    }
}
