package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A table in a catalog that swaps its pointer from one version to the next, over a network that loses requests and
 * answers, or brings a request late.
 */
final class FakeCatalog {
    /** What one commit brought. */
    record Commit(String runId, List<SourceFile> files) {}

    /** Nobody knows whether the commit landed. */
    static final class OutcomeUnknown extends Exception {
        private static final long serialVersionUID = 1;
    }

    private record Late(int base, Commit commit) {}

    private final Random random;
    private final boolean looksForRunId;
    private final List<Commit> history = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private int version;

    /** @param looksForRunId the protection: whether a commit is refused whose run is in the history already */
    FakeCatalog(Random random, boolean looksForRunId) {
        this.random = random;
        this.looksForRunId = looksForRunId;
    }

    boolean holds(String runId) {
        return looksForRunId
                && history.stream().anyMatch(commit -> commit.runId().equals(runId));
    }

    List<Commit> history() {
        return history;
    }

    /** @param faults whether the network may fail */
    void commit(Commit commit, boolean faults) throws OutcomeUnknown {
        int kind = faults ? random.nextInt(6) : 6;
        if (kind == 0) {
            late.add(new Late(version, commit));
        }
        if (kind > 1) {
            apply(version, commit);
        }
        if (kind <= 2) {
            throw new OutcomeUnknown();
        }
    }

    /** A request that was under way arrives. */
    void deliver() {
        if (!late.isEmpty()) {
            Late arrived = late.remove(random.nextInt(late.size()));
            apply(arrived.base(), arrived.commit());
        }
    }

    private void apply(int base, Commit commit) {
        if (base == version && !holds(commit.runId())) {
            history.add(commit);
            version++;
        }
    }
}
