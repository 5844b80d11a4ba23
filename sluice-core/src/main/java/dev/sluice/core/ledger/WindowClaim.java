package dev.sluice.core.ledger;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of a wish to run a window. */
public sealed interface WindowClaim {
    /**
     * The run is in the ledger as running; window and inputs are its own.
     *
     * @param batchId the same for each run that replaces the window
     * @param files the inputs to read, sorted by path
     * @param held files that are left out, since runs that are held have read them; another run reads them later
     * @param known what is known of the rows of these inputs
     * @param published the windows that are published
     */
    record Started(
            RunLease lease,
            WindowRun run,
            String batchId,
            List<SourceFile> files,
            List<SourceFile> held,
            Map<Rows, Entry> known,
            Set<Window> published)
            implements WindowClaim {
        public Started {
            files = List.copyOf(files);
            held = List.copyOf(held);
            known = Map.copyOf(known);
            published = Set.copyOf(published);
        }
    }

    /** There is nothing to do: the window is published, or has no late rows. */
    record Done(RunRecord by) implements WindowClaim {}

    /** Another run has taken the window or an input of it, or is about to add rows to the window. */
    record Taken(RunRecord by) implements WindowClaim {}
}
