package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Problem;
import dev.sluice.core.ledger.WindowOverview.Status;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do now.
 *
 * @param window of the run; empty if the pipeline has none
 * @param ofTables whether tables are read rather than files; each stands for one then, with its state
 * @param files the batch's files that would be read, by path
 * @param bytes their sizes together
 * @param landed how many matching files have landed already and would be passed over
 * @param changed paths that landed and have other content now; left alone
 * @param steps the compiled steps, a line each
 * @param target the target table as users write it
 * @param quarantine the quarantine table as users write it
 * @param changes what would be created or altered, a line each
 * @param warnings a line each
 * @param problems why a run would be refused; empty if it would not
 */
public record PlanView(
        String pipeline,
        Optional<PlannedWindow> window,
        boolean ofTables,
        List<PlannedFile> files,
        long bytes,
        int landed,
        List<String> changed,
        List<String> steps,
        String target,
        String quarantine,
        List<String> changes,
        List<String> warnings,
        List<Problem> problems) {
    /** A file that would be read; its size in bytes. */
    public record PlannedFile(String path, long size) {
        public PlannedFile {
            requireNonNull(path, "path");
        }
    }

    /**
     * The window that is meant: the last that is due.
     *
     * @param window as users write it
     * @param trigger since when it is due
     * @param why one line: what is wrong, or why it has not run; empty if all is well, or the watermark tells
     * @param complete what the pipeline's watermark says of it, one line; empty if it has none, or the window is
     *     published
     * @param others how many other windows are due and not published
     * @param firstOther the first of them
     */
    public record PlannedWindow(
            String window,
            String trigger,
            Status status,
            String why,
            Optional<String> complete,
            int others,
            Optional<String> firstOther) {
        public PlannedWindow {
            requireNonNull(window, "window");
            requireNonNull(trigger, "trigger");
            requireNonNull(status, "status");
            requireNonNull(why, "why");
            requireNonNull(complete, "complete");
            requireNonNull(firstOther, "firstOther");
        }
    }

    public PlanView {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(window, "window");
        files = List.copyOf(files);
        changed = List.copyOf(changed);
        steps = List.copyOf(steps);
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }
}
