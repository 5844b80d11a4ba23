package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Ledger#begin} would find now.
 *
 * @param files that would be read, sorted by path
 * @param landed how many matching files have landed already and would be passed over
 * @param changed landed paths whose content has changed since
 * @param takenBy the run that has taken some of the files; a run now would be refused
 */
public record BatchPreview(List<SourceFile> files, int landed, List<SourceFile> changed, Optional<RunRecord> takenBy) {
    public BatchPreview {
        files = List.copyOf(files);
        changed = List.copyOf(changed);
    }
}
