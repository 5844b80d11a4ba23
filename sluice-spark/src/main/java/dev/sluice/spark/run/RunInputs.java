package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.RunIds;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TableRows;
import dev.sluice.core.window.Window;
import dev.sluice.spark.catalog.SameRows;
import dev.sluice.spark.source.FileLister;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** What a run of a pipeline would read now: files, tables in their current states, or a database. */
record RunInputs(Engine engine) {
    /**
     * All of it, sorted by path.
     *
     * @param window of the run
     * @throws SluiceException {@code TABLE_NOT_FOUND}, {@code NOTHING_SELECTED} for a table into which nothing was published,
     *     or as {@link FileLister#list}
     */
    List<SourceFile> of(PipelineSpec spec, Optional<Window> window) {
        if (spec.source().tables().isEmpty()) {
            return FileLister.list(spec.source(), engine.project(), engine.hadoop());
        }
        TableRows rows = spec.source().tables().get();
        if (rows instanceof TableRows.Database database) {
            String reading = RunIds.next(engine.clock(), engine.random());
            return List.of(TableState.ofDatabase(database.connection(), reading, window));
        }
        List<SourceFile> inputs = new ArrayList<>();
        Map<String, Set<Long>> same = new TreeMap<>();
        for (TableName name : rows.tables()) {
            Table table = engine.catalog().find(name).orElseThrow(() -> notFound(spec, rows, name));
            Snapshot snapshot = table.currentSnapshot();
            if (snapshot == null) {
                throw new SluiceException(
                        ErrorCode.NOTHING_SELECTED,
                        "Cannot run %s: nothing has been published to %s yet".formatted(spec.name(), name));
            }
            inputs.add(TableState.of(name, snapshot.snapshotId(), bytes(snapshot), window));
            same.put(TableState.path(name, window), SameRows.asNow(table));
        }
        inputs.sort(Comparator.comparing(SourceFile::path));
        return window.isEmpty() ? asLanded(spec, inputs, same) : inputs;
    }

    /** The state that has landed where it has the same rows. */
    private List<SourceFile> asLanded(PipelineSpec spec, List<SourceFile> inputs, Map<String, Set<Long>> same) {
        List<SourceFile> landed = engine.ledger().landedState(spec.name()).stream()
                .sorted(Comparator.comparing(SourceFile::path))
                .toList();
        boolean equal = landed.stream().map(SourceFile::path).toList().equals(List.copyOf(same.keySet()))
                && landed.stream()
                        .allMatch(input -> same.getOrDefault(input.path(), Set.of())
                                .contains(TableState.snapshot(input).orElseThrow()));
        if (!equal) {
            return inputs;
        }
        // It may have expired; then it can be named, and not be read.
        boolean readable = PipelineRun.content(spec) == BatchRequest.Content.STATE
                || landed.stream().allMatch(this::isThere);
        return readable ? landed : inputs;
    }

    /** Those that are named by their paths alone. A table that the pipeline does not read any more is gone. */
    List<SourceFile> named(PipelineSpec spec, List<String> paths) {
        List<SourceFile> inputs = new ArrayList<>(
                paths.stream().filter(TableState::isPath).map(TableState::gone).toList());
        List<String> files = paths.stream()
                .filter(path -> !TableState.isPath(path))
                .map(FileLister::literally)
                .toList();
        if (!files.isEmpty()) {
            inputs.addAll(FileLister.list(spec.source().reading(files), engine.project(), engine.hadoop()));
        }
        return inputs;
    }

    /**
     * Sees that the tables still have the snapshots in which they are read.
     *
     * @throws SluiceException {@code SNAPSHOT_GONE}
     */
    void requireSnapshots(List<SourceFile> inputs) {
        for (SourceFile input : inputs) {
            OptionalLong snapshot = TableState.snapshot(input);
            if (snapshot.isPresent() && !isThere(input)) {
                throw new SluiceException(
                        ErrorCode.SNAPSHOT_GONE,
                        "Cannot read table %s in snapshot %d: it has expired since the run began"
                                .formatted(TableState.table(input), snapshot.getAsLong()));
            }
        }
    }

    /** Whether the table still has the snapshot. */
    private boolean isThere(SourceFile input) {
        return engine.catalog()
                .find(TableName.parse(TableState.table(input)))
                .filter(found -> found.snapshot(TableState.snapshot(input).orElseThrow()) != null)
                .isPresent();
    }

    private static SluiceException notFound(PipelineSpec spec, TableRows rows, TableName name) {
        return new SluiceException(Problem.at(
                        rows.location(),
                        ErrorCode.TABLE_NOT_FOUND,
                        "pipeline %s reads the table %s, and there is none".formatted(spec.name(), name))
                .withHint("correct the name; or run the pipeline that makes it, as 'sluice run --select +%s' does"
                        .formatted(spec.name())));
    }

    private static long bytes(Snapshot snapshot) {
        return Long.parseLong(snapshot.summary().getOrDefault("total-files-size", "0"));
    }
}
