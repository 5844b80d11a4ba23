package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.BatchDifference;
import dev.sluice.core.batch.BatchFingerprint;
import dev.sluice.core.batch.SourceFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * One wish to land a batch, judged inside a transaction that no other writer can enter.
 *
 * <p>The batch's content is what matches now, less the files that other batches have landed.
 */
final class BatchClaim {
    private final Handle handle;
    private final RunTable runs;
    private final BatchRequest request;
    private final String pipeline;
    private final List<SourceFile> matching;
    private final Map<String, FileTables.Landed> landed;

    BatchClaim(Handle handle, RunTable runs, BatchRequest request) {
        this.handle = handle;
        this.runs = runs;
        this.request = request;
        this.pipeline = request.pipeline();
        this.matching = BatchFingerprint.inOrder(request.files());
        this.landed = FileTables.landed(handle, pipeline, matching);
    }

    Claim claim() {
        if (request.content() != BatchRequest.Content.FRESH) {
            return new StateClaim(handle, runs, request).claim();
        }
        String given = request.batchId();
        if (given != null) {
            Optional<String> landedAs = FileTables.landedBatch(handle, pipeline, given);
            if (landedAs.isPresent()) {
                return again(given, landedAs.get());
            }
            Optional<String> taker = FileTables.taker(handle, pipeline, given);
            if (taker.isPresent()) {
                return new Claim.Taken(run(taker.get()), changed());
            }
        }
        List<SourceFile> fresh = fresh();
        List<SourceFile> files = given == null ? withoutHeld(fresh) : fresh;
        if (files.isEmpty()) {
            Collection<String> by =
                    landed.values().stream().map(FileTables.Landed::runId).toList();
            return new Claim.AlreadyLanded(runs.find(handle, by), changed());
        }
        Set<String> takers = FileTables.takers(handle, pipeline, files);
        if (!takers.isEmpty()) {
            return new Claim.Taken(runs.find(handle, takers).get(0), changed());
        }
        String batchId = given == null ? BatchFingerprint.batchId(files) : given;
        RunLease lease = runs.insert(handle, request, batchId, files.size());
        FileTables.take(handle, pipeline, request.runId(), batchId, files);
        List<SourceFile> held =
                fresh.stream().filter(file -> !files.contains(file)).toList();
        return new Claim.Started(lease, batchId, files, held, changed());
    }

    /** The pipeline's quarantine as a whole; files are left alone. */
    Claim claimQuarantine() {
        Optional<String> taker = FileTables.quarantineTaker(handle, pipeline);
        if (taker.isPresent()) {
            return new Claim.Taken(run(taker.get()), List.of());
        }
        String batchId = Objects.requireNonNull(request.batchId(), "batchId");
        RunLease lease = runs.insert(handle, request, batchId, 0);
        FileTables.take(handle, pipeline, request.runId(), batchId, List.of());
        FileTables.takeQuarantine(handle, pipeline, request.runId());
        return new Claim.Started(lease, batchId, List.of(), List.of(), List.of());
    }

    BatchPreview preview() {
        if (request.content() != BatchRequest.Content.FRESH) {
            return new StateClaim(handle, runs, request).preview();
        }
        List<SourceFile> files = withoutHeld(fresh());
        Optional<RunRecord> taker =
                FileTables.takers(handle, pipeline, files).stream().findFirst().map(this::run);
        return new BatchPreview(files, matching.size() - fresh().size(), changed(), taker);
    }

    private List<SourceFile> fresh() {
        return matching.stream()
                .filter(file -> !landed.containsKey(file.path()))
                .toList();
    }

    /** Files that wait for somebody's decision stop no others; they alone are the answer only where there are no others. */
    private List<SourceFile> withoutHeld(List<SourceFile> files) {
        Set<String> held = FileTables.held(handle, pipeline, files);
        List<SourceFile> rest =
                files.stream().filter(file -> !held.contains(file.path())).toList();
        return rest.isEmpty() ? files : rest;
    }

    // The id has landed: either nothing is to be done, or somebody means another batch by it.
    private Claim again(String batchId, String runId) {
        List<SourceFile> before = FileTables.files(handle, runId);
        List<SourceFile> now = matching.stream()
                .filter(file -> landedByAnother(file, runId).isEmpty())
                .toList();
        BatchDifference difference = BatchDifference.between(before, now);
        if (!difference.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.BATCH_CONTENT_DIFFERS,
                    "Cannot land batch '%s' of pipeline %s again: run %s has landed it with other content: %s"
                            .formatted(batchId, pipeline, runId, difference));
        }
        List<SourceFile> changed = matching.stream()
                .filter(file -> landedByAnother(file, runId)
                        .filter(other -> !other.file().sameContent(file))
                        .isPresent())
                .toList();
        return new Claim.AlreadyLanded(List.of(run(runId)), changed);
    }

    private Optional<FileTables.Landed> landedByAnother(SourceFile file, String runId) {
        return Optional.ofNullable(landed.get(file.path()))
                .filter(other -> !other.runId().equals(runId));
    }

    private List<SourceFile> changed() {
        return matching.stream()
                .filter(file -> {
                    FileTables.Landed before = landed.get(file.path());
                    return before != null && !before.file().sameContent(file);
                })
                .toList();
    }

    private RunRecord run(String runId) {
        return runs.find(handle, runId).orElseThrow();
    }
}
