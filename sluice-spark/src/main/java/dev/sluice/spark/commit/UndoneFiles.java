package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PartitionSet;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * What takes runs back: the files that go from a table, and those that come back. Nothing is lost of what others did: either
 * they only rewrote files, and the table gets the files that it had before the runs; or the files of the runs are as they
 * were written, and go alone.
 *
 * <p>A file and its copies hold the same rows, and count as one.
 *
 * @param base the snapshot for which this holds
 */
record UndoneFiles(long base, List<DataFile> gone, List<DataFile> back) {
    /**
     * Looks at the table as it was last refreshed.
     *
     * @param windows whether each of the runs is one of a window, so that the ledger knows that no other run's rows are in
     *     the place of those that they replaced
     * @throws SluiceException {@code ROLLBACK_REFUSED}
     */
    static UndoneFiles of(Table table, Set<String> runs, boolean windows) {
        return new Search(table, runs, windows).find();
    }

    OverwriteFiles update(Table table) {
        OverwriteFiles update = table.newOverwrite();
        gone.forEach(update::deleteFile);
        back.forEach(update::addFile);
        return update;
    }

    /** Whether a commit is based on what was looked at. */
    boolean holdsFor(Iterable<Snapshot> ancestors) {
        for (Snapshot newest : ancestors) {
            return newest.snapshotId() == base;
        }
        return false;
    }

    /** One look at a table. */
    private static final class Search {
        private final Table table;
        private final Set<String> runs;
        private final boolean windows;

        Search(Table table, Set<String> runs, boolean windows) {
            this.table = table;
            this.runs = runs;
            this.windows = windows;
        }

        UndoneFiles find() {
            List<Snapshot> since = since();
            Snapshot first = since.get(since.size() - 1);
            Long parent = first.parentId();
            @Nullable Snapshot before = parent == null ? null : table.snapshot(parent);
            if (parent != null && before == null) {
                throw refused("the state of %s before it has expired".formatted(table.name()));
            }
            long base = since.get(0).snapshotId();
            Map<String, DataFile> now = files(since.get(0));
            Set<String> undone = undone(since);
            List<Snapshot> others = since.stream()
                    .filter(this::isOfOthers)
                    .filter(snapshot -> !undone.contains(String.valueOf(author(snapshot))))
                    .toList();
            if (others.isEmpty()) {
                Map<String, DataFile> then = before == null ? Map.of() : files(before);
                return new UndoneFiles(base, without(now, then.keySet()), without(then, now.keySet()));
            }
            return alone(since, others, base, now);
        }

        /** From the newest snapshot to the first of the runs. */
        private List<Snapshot> since() {
            List<Snapshot> seen = new ArrayList<>();
            List<Snapshot> since = List.of();
            Set<String> found = new LinkedHashSet<>();
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
                seen.add(snapshot);
                String run = author(snapshot);
                if (run != null && runs.contains(run)) {
                    found.add(run);
                    since = List.copyOf(seen);
                }
            }
            List<String> lost =
                    runs.stream().filter(run -> !found.contains(run)).toList();
            if (!lost.isEmpty()) {
                throw refused("%s no longer has the snapshot of run %s".formatted(table.name(), lost.get(0)));
            }
            return since;
        }

        /** The runs that came later and were taken back since, with the commits that did so: they changed nothing in all. */
        private Set<String> undone(List<Snapshot> since) {
            Set<String> authors = since.stream().map(Search::author).collect(Collectors.toSet());
            Set<String> undone = new HashSet<>();
            for (Snapshot snapshot : since) {
                String taken = snapshot.summary().get(TakingBack.TAKEN_BACK);
                if (taken != null && authors.containsAll(List.of(taken.split(",")))) {
                    undone.addAll(List.of(taken.split(",")));
                    undone.add(String.valueOf(author(snapshot)));
                }
            }
            return undone;
        }

        /** A compaction changes no row, and a snapshot without files nothing at all. */
        private boolean isOfOthers(Snapshot snapshot) {
            return !runs.contains(String.valueOf(author(snapshot)))
                    && !DataOperations.REPLACE.equals(snapshot.operation())
                    && (snapshot.addedDataFiles(table.io()).iterator().hasNext()
                            || snapshot.removedDataFiles(table.io()).iterator().hasNext()
                            || snapshot.addedDeleteFiles(table.io()).iterator().hasNext());
        }

        private UndoneFiles alone(List<Snapshot> since, List<Snapshot> others, long base, Map<String, DataFile> now) {
            Map<String, DataFile> added = new LinkedHashMap<>();
            Map<String, DataFile> removed = new LinkedHashMap<>();
            boolean partitions = true;
            for (int i = since.size() - 1; i >= 0; i--) {
                Snapshot snapshot = since.get(i);
                if (runs.contains(String.valueOf(author(snapshot)))) {
                    if (snapshot.addedDeleteFiles(table.io()).iterator().hasNext()) {
                        throw refused("it deleted rows of %s in place".formatted(table.name()));
                    }
                    partitions &= "true".equals(snapshot.summary().get(SnapshotSummary.REPLACE_PARTITIONS_PROP));
                    snapshot.removedDataFiles(table.io()).forEach(file -> {
                        if (added.remove(CopiedFiles.origin(file)) == null) {
                            removed.put(CopiedFiles.origin(file), file.copy());
                        }
                    });
                    snapshot.addedDataFiles(table.io()).forEach(file -> {
                        if (removed.remove(CopiedFiles.origin(file)) == null) {
                            added.put(CopiedFiles.origin(file), file.copy());
                        }
                    });
                }
            }
            Optional<String> lost = added.keySet().stream()
                    .filter(file -> !now.containsKey(file))
                    .findFirst();
            if (lost.isPresent()) {
                throw refused("since then its rows were replaced, or compacted together with those of others: name %s"
                        .formatted(named(others)));
            }
            List<DataFile> back = without(removed, now.keySet());
            List<Snapshot> beside = besides(others, back, partitions);
            if (!beside.isEmpty()) {
                throw refused("rows that it removed would come back beside rows that came in their place: name %s"
                        .formatted(named(beside)));
            }
            return new UndoneFiles(
                    base, added.keySet().stream().map(file -> known(now, file)).toList(), back);
        }

        /** Those who added rows that the ones that come back may have to make room for. */
        private List<Snapshot> besides(List<Snapshot> others, List<DataFile> back, boolean partitions) {
            if (windows || back.isEmpty()) {
                return List.of();
            }
            PartitionSet theirs = PartitionSet.create(table.specs());
            back.forEach(file -> theirs.add(file.specId(), file.partition()));
            return others.stream()
                    .filter(snapshot -> {
                        for (DataFile file : snapshot.addedDataFiles(table.io())) {
                            if (!partitions || theirs.contains(file.specId(), file.partition())) {
                                return true;
                            }
                        }
                        return false;
                    })
                    .toList();
        }

        private String named(List<Snapshot> others) {
            return others.stream().map(this::named).distinct().collect(Collectors.joining(" "));
        }

        private static DataFile known(Map<String, DataFile> files, String location) {
            return Optional.ofNullable(files.get(location)).orElseThrow();
        }

        private String named(Snapshot snapshot) {
            String run = author(snapshot);
            return run == null
                    ? "nothing: snapshot %d is of somebody else".formatted(snapshot.snapshotId())
                    : "--also " + run;
        }

        private Map<String, DataFile> files(Snapshot snapshot) {
            Map<String, DataFile> files = new LinkedHashMap<>();
            try (CloseableIterable<FileScanTask> tasks = table.newScan()
                    .useSnapshot(snapshot.snapshotId())
                    .includeColumnStats()
                    .planFiles()) {
                for (FileScanTask task : tasks) {
                    if (!task.deletes().isEmpty()) {
                        throw refused("%s has rows that are deleted in place".formatted(table.name()));
                    }
                    files.put(CopiedFiles.origin(task.file()), task.file().copy());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list the files of " + table.name(), e);
            }
            return files;
        }

        private static List<DataFile> without(Map<String, DataFile> files, Collection<String> locations) {
            Map<String, DataFile> rest = new LinkedHashMap<>(files);
            rest.keySet().removeAll(locations);
            return List.copyOf(rest.values());
        }

        private static @Nullable String author(Snapshot snapshot) {
            return snapshot.summary() == null ? null : snapshot.summary().get(Summary.RUN_ID);
        }

        private SluiceException refused(String why) {
            return new SluiceException(
                    ErrorCode.ROLLBACK_REFUSED,
                    "Cannot take %s back: %s"
                            .formatted(
                                    runs.size() == 1 ? "run " + runs.iterator().next() : runs.size() + " runs", why));
        }
    }
}
