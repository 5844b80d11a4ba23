package dev.sluice.core.ledger;

import dev.sluice.core.batch.BatchFingerprint;
import dev.sluice.core.batch.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * One wish to land the state of some tables, judged inside a transaction that no other writer can enter. A pipeline has one
 * such run at a time, one that is held among them: what it would publish must not come after what a later one has read.
 */
final class StateClaim {
    private final Handle handle;
    private final RunTable runs;
    private final BatchRequest request;
    private final List<SourceFile> inputs;

    StateClaim(Handle handle, RunTable runs, BatchRequest request) {
        this.handle = handle;
        this.runs = runs;
        this.request = request;
        this.inputs = BatchFingerprint.inOrder(request.files());
    }

    Claim claim() {
        Optional<RunRecord> taker = taker();
        if (taker.isPresent()) {
            return new Claim.Taken(taker.get(), List.of());
        }
        Optional<RunRecord> landed = landed();
        if (landed.isPresent()) {
            return new Claim.AlreadyLanded(List.of(landed.get()), List.of());
        }
        String batchId = BatchFingerprint.batchId(inputs);
        RunLease lease = runs.insert(handle, request, batchId, inputs.size());
        FileTables.take(handle, request.pipeline(), request.runId(), batchId, inputs);
        FileTables.takeState(handle, request.pipeline(), request.runId());
        return new Claim.Started(lease, batchId, inputs, List.of(), List.of());
    }

    BatchPreview preview() {
        boolean landed = landed().isPresent();
        return new BatchPreview(landed ? List.of() : inputs, landed ? inputs.size() : 0, List.of(), taker());
    }

    private Optional<RunRecord> taker() {
        // A run that is being taken back has taken what it had read.
        return FileTables.stateTaker(handle, request.pipeline())
                .or(() -> FileTables.takers(handle, request.pipeline(), inputs).stream()
                        .findFirst())
                .flatMap(run -> runs.find(handle, run));
    }

    /** The last published run, if it has read just this. */
    private Optional<RunRecord> landed() {
        List<FileTables.Landed> last = FileTables.landedState(handle, request.pipeline());
        if (last.isEmpty()
                || !Set.copyOf(inputs)
                        .equals(Set.copyOf(
                                last.stream().map(FileTables.Landed::file).toList()))) {
            return Optional.empty();
        }
        return runs.find(handle, last.get(0).runId())
                .filter(run -> request.content() != BatchRequest.Content.STATE_BY_RULES
                        || run.fingerprint().equals(request.fingerprint()));
    }
}
