package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run would do now.
 *
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

    /** The same with one more warning. */
    PlanView warning(String line) {
        return new PlanView(
                pipeline,
                ofTables,
                files,
                bytes,
                landed,
                changed,
                steps,
                target,
                quarantine,
                changes,
                Stream.concat(warnings.stream(), Stream.of(line)).toList(),
                problems);
    }

    public PlanView {
        requireNonNull(pipeline, "pipeline");
        files = List.copyOf(files);
        changed = List.copyOf(changed);
        steps = List.copyOf(steps);
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }
}
