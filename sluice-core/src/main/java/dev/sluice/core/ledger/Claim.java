package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import java.util.List;

/** What came of a wish to land a batch. */
public sealed interface Claim {
    /** Landed paths whose content has changed since: left alone, and reported. */
    List<SourceFile> changed();

    /**
     * The run is in the ledger as running; the files are its own, sorted by path.
     *
     * @param batchId the caller's, or one derived from the files' content
     * @param held matching files that were left out because they belong to runs that are held
     */
    record Started(
            RunLease lease, String batchId, List<SourceFile> files, List<SourceFile> held, List<SourceFile> changed)
            implements Claim {
        public Started {
            files = List.copyOf(files);
            held = List.copyOf(held);
            changed = List.copyOf(changed);
        }
    }

    /** Every file has landed already, by these runs (newest first). */
    record AlreadyLanded(List<RunRecord> by, List<SourceFile> changed) implements Claim {
        public AlreadyLanded {
            by = List.copyOf(by);
            changed = List.copyOf(changed);
        }
    }

    /** Another live (or held) run has taken some of the files, or the batch id. */
    record Taken(RunRecord by, List<SourceFile> changed) implements Claim {
        public Taken {
            changed = List.copyOf(changed);
        }
    }
}
