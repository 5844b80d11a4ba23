package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.run.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables that say which files a run holds, which are taken and which have landed. */
final class FileTables {
    /** How many paths one query asks for: well below any database's limit of parameters. */
    private static final int CHUNK = 500;

    /** The paths of tables and databases. */
    private static final String OF_STATE = TableState.PREFIXES.stream()
            .map("path LIKE '%s%%'"::formatted)
            .collect(Collectors.joining(" OR ", "(", ")"));

    private static final String FILE = "file";
    private static final String BATCH = "batch";
    private static final String QUARANTINE = "quarantine";
    private static final String WINDOW = "window";
    private static final String STATE = "state";
    private static final String ALL_ROWS = "*";

    private FileTables() {}

    /** A file as it was when it landed, and by which run. */
    record Landed(SourceFile file, String runId) {}

    /** Those of the files whose paths have landed, by path. */
    static Map<String, Landed> landed(Handle handle, String pipeline, List<SourceFile> files) {
        Map<String, Landed> landed = new LinkedHashMap<>();
        for (List<String> paths : chunksOf(files)) {
            handle.createQuery("SELECT path, size, version, run_id FROM landed_file"
                            + " WHERE pipeline = :pipeline AND path IN (<paths>)")
                    .bind("pipeline", pipeline)
                    .bindList("paths", paths)
                    .map((row, context) -> new Landed(
                            new SourceFile(row.getString("path"), row.getLong("size"), row.getString("version")),
                            row.getString("run_id")))
                    .forEach(file -> landed.put(file.file().path(), file));
        }
        return landed;
    }

    /** The run that landed the batch of this id. */
    static Optional<String> landedBatch(Handle handle, String pipeline, String batchId) {
        return handle.createQuery("SELECT run_id FROM landed_batch WHERE pipeline = :pipeline AND batch_id = :batch")
                .bind("pipeline", pipeline)
                .bind("batch", batchId)
                .mapTo(String.class)
                .findOne();
    }

    /** The runs that have taken any of the files. */
    static Set<String> takers(Handle handle, String pipeline, List<SourceFile> files) {
        Set<String> runs = new LinkedHashSet<>();
        for (List<String> paths : chunksOf(files)) {
            runs.addAll(takers(handle, pipeline, FILE, paths));
        }
        return runs;
    }

    /** The paths, among those of the files, that belong to runs that are held. */
    static Set<String> held(Handle handle, String pipeline, List<SourceFile> files) {
        Set<String> held = new LinkedHashSet<>();
        for (List<String> paths : chunksOf(files)) {
            held.addAll(handle.createQuery("SELECT c.name FROM claim c JOIN run r ON r.run_id = c.run_id"
                            + " WHERE c.pipeline = :pipeline AND c.kind = :kind AND r.state = :state"
                            + " AND c.name IN (<names>)")
                    .bind("pipeline", pipeline)
                    .bind("kind", FILE)
                    .bind("state", RunState.HELD.word())
                    .bindList("names", paths)
                    .mapTo(String.class)
                    .list());
        }
        return held;
    }

    /** The run that has taken the batch id. */
    static Optional<String> taker(Handle handle, String pipeline, String batchId) {
        return takers(handle, pipeline, BATCH, List.of(batchId)).stream().findFirst();
    }

    /** The run that decides about rows of the pipeline's quarantine. */
    static Optional<String> quarantineTaker(Handle handle, String pipeline) {
        return takers(handle, pipeline, QUARANTINE, List.of(ALL_ROWS)).stream().findFirst();
    }

    static void takeQuarantine(Handle handle, String pipeline, String runId) {
        take(handle, pipeline, QUARANTINE, ALL_ROWS, runId);
    }

    /** The run that has taken a window. */
    static Optional<String> windowTaker(Handle handle, String pipeline, String window) {
        return takers(handle, pipeline, WINDOW, List.of(window)).stream().findFirst();
    }

    static void takeWindow(Handle handle, String pipeline, String runId, String window) {
        take(handle, pipeline, WINDOW, window, runId);
    }

    /** The run that goes on, or is held, over the state of tables. */
    static Optional<String> stateTaker(Handle handle, String pipeline) {
        return takers(handle, pipeline, STATE, List.of(ALL_ROWS)).stream().findFirst();
    }

    static void takeState(Handle handle, String pipeline, String runId) {
        take(handle, pipeline, STATE, ALL_ROWS, runId);
    }

    private static void take(Handle handle, String pipeline, String kind, String name, String runId) {
        handle.createUpdate("INSERT INTO claim (pipeline, kind, name, run_id) VALUES (:pipeline, :kind, :name, :run)")
                .bind("pipeline", pipeline)
                .bind("kind", kind)
                .bind("name", name)
                .bind("run", runId)
                .execute();
    }

    private static List<String> takers(Handle handle, String pipeline, String kind, List<String> names) {
        return handle.createQuery("SELECT DISTINCT run_id FROM claim"
                        + " WHERE pipeline = :pipeline AND kind = :kind AND name IN (<names>)")
                .bind("pipeline", pipeline)
                .bind("kind", kind)
                .bindList("names", names)
                .mapTo(String.class)
                .list();
    }

    /** Gives the batch id and the files to the run. The tables' keys refuse what another run has. */
    static void take(Handle handle, String pipeline, String runId, String batchId, List<SourceFile> files) {
        PreparedBatch held = handle.prepareBatch(
                "INSERT INTO run_file (run_id, ordinal, path, size, version) VALUES (?, ?, ?, ?, ?)");
        PreparedBatch claims =
                handle.prepareBatch("INSERT INTO claim (pipeline, kind, name, run_id) VALUES (?, ?, ?, ?)");
        claims.add(pipeline, BATCH, batchId, runId);
        int ordinal = 0;
        for (SourceFile file : files) {
            held.add(runId, ordinal++, file.path(), file.size(), file.version());
            claims.add(pipeline, FILE, file.path(), runId);
        }
        if (!files.isEmpty()) {
            held.execute();
        }
        claims.execute();
    }

    /** The tables that the pipeline's last published run over the state of tables has read. */
    static List<Landed> landedState(Handle handle, String pipeline) {
        return handle.createQuery("SELECT path, size, version, run_id FROM landed_file"
                        + " WHERE pipeline = :pipeline AND " + OF_STATE)
                .bind("pipeline", pipeline)
                .map((row, context) -> new Landed(
                        new SourceFile(row.getString("path"), row.getLong("size"), row.getString("version")),
                        row.getString("run_id")))
                .list();
    }

    /** The state of tables has landed: what landed before counts no more. */
    static void landState(Handle handle, RunRecord run) {
        for (Landed before : landedState(handle, run.pipeline())) {
            handle.createUpdate("DELETE FROM landed_file WHERE pipeline = :pipeline AND path = :path")
                    .bind("pipeline", run.pipeline())
                    .bind("path", before.file().path())
                    .execute();
        }
        handle.createUpdate("DELETE FROM landed_batch WHERE pipeline = :pipeline AND batch_id = :batch")
                .bind("pipeline", run.pipeline())
                .bind("batch", run.batchId())
                .execute();
        land(handle, run.runId());
    }

    /** Whether the run has read the state of tables, rather than files or a quarantine. */
    static boolean isOfState(Handle handle, String runId) {
        return handle.createQuery("SELECT path FROM run_file WHERE run_id = :run AND " + OF_STATE + " LIMIT 1")
                .bind("run", runId)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** The run's batch and files have landed, for good. */
    static void land(Handle handle, String runId) {
        landFiles(handle, runId);
        landBatch(handle, runId);
    }

    private static void landFiles(Handle handle, String runId) {
        handle.createUpdate("INSERT INTO landed_file (pipeline, path, size, version, run_id)"
                        + " SELECT r.pipeline, f.path, f.size, f.version, r.run_id"
                        + " FROM run r JOIN run_file f ON f.run_id = r.run_id WHERE r.run_id = :run")
                .bind("run", runId)
                .execute();
    }

    /** The run is the one that landed its batch. */
    static void landBatch(Handle handle, String runId) {
        handle.createUpdate("INSERT INTO landed_batch (pipeline, batch_id, run_id)"
                        + " SELECT pipeline, batch_id, run_id FROM run WHERE run_id = :run")
                .bind("run", runId)
                .execute();
    }

    /** What a published run had taken, taken again, but for what others have: they are taken back together with it. */
    static void takeAgain(Handle handle, RunRecord run) {
        takeFree(
                handle,
                run,
                BATCH,
                "SELECT :pipeline, :kind, batch_id, run_id FROM run t WHERE run_id = :run",
                "batch_id");
        takeFree(
                handle, run, FILE, "SELECT :pipeline, :kind, path, run_id FROM run_file t WHERE run_id = :run", "path");
        if (quarantineTaker(handle, run.pipeline()).isEmpty()) {
            takeQuarantine(handle, run.pipeline(), run.runId());
        }
        run.window().ifPresent(of -> {
            String window = of.window().toString();
            if (windowTaker(handle, run.pipeline(), window).isEmpty()) {
                takeWindow(handle, run.pipeline(), run.runId(), window);
            }
        });
    }

    private static void takeFree(Handle handle, RunRecord run, String kind, String names, String name) {
        handle.createUpdate("INSERT INTO claim (pipeline, kind, name, run_id) " + names + " AND NOT EXISTS (SELECT 1"
                        + " FROM claim c WHERE c.pipeline = :pipeline AND c.kind = :kind AND c.name = t." + name + ")")
                .bind("pipeline", run.pipeline())
                .bind("kind", kind)
                .bind("run", run.runId())
                .execute();
    }

    /** The run's batch and files have not landed after all. */
    static void unland(Handle handle, String runId) {
        for (String table : List.of("landed_file", "landed_batch")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE run_id = :run")
                    .bind("run", runId)
                    .execute();
        }
    }

    /** Nothing is taken by the run any more. */
    static void release(Handle handle, String runId) {
        handle.createUpdate("DELETE FROM claim WHERE run_id = :run")
                .bind("run", runId)
                .execute();
    }

    /** What the run holds or held, in the order of its batch. */
    static List<SourceFile> files(Handle handle, String runId) {
        return handle.createQuery("SELECT path, size, version FROM run_file WHERE run_id = :run ORDER BY ordinal")
                .bind("run", runId)
                .map((row, context) ->
                        new SourceFile(row.getString("path"), row.getLong("size"), row.getString("version")))
                .list();
    }

    private static List<List<String>> chunksOf(Collection<SourceFile> files) {
        return chunks(files.stream().map(SourceFile::path).toList());
    }

    /** The paths in lists that are short enough for one query. */
    static List<List<String>> chunks(List<String> paths) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < paths.size(); from += CHUNK) {
            chunks.add(paths.subList(from, Math.min(paths.size(), from + CHUNK)));
        }
        return chunks;
    }
}
