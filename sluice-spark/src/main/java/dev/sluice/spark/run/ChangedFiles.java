package dev.sluice.spark.run;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.ledger.WindowInput;
import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.window.Window;
import dev.sluice.spark.source.FileLister;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds files that have another content now than when they were read for windows that are published. Files that are gone
 * have not changed. Tables are not looked at: they change with each run that adds to them.
 *
 * @param present those of the paths that are still there, as they are now
 */
public record ChangedFiles(Function<List<String>, List<SourceFile>> present) {
    static ChangedFiles of(Engine engine, PipelineSpec spec) {
        return new ChangedFiles(paths -> FileLister.present(spec.source(), paths, engine.project(), engine.hadoop()));
    }

    /** Looks at files on the disks of this machine only, and reads none: nothing is found where the content is the version. */
    public static ChangedFiles onDisk(ProjectSpec project) {
        return new ChangedFiles(paths -> FileLister.presentOnDisk(paths, project));
    }

    /** The states, with the files counted that have changed. */
    public List<WindowState> mark(List<WindowState> states, List<WindowInput> inputs) {
        Map<Window, List<SourceFile>> changed = of(inputs);
        return states.stream()
                .map(state -> Optional.ofNullable(changed.get(state.window()))
                        .map(files -> state.changed(files.size()))
                        .orElse(state))
                .toList();
    }

    /** Those that have changed, by the windows that have rows of them. */
    Map<Window, List<SourceFile>> of(List<WindowInput> inputs) {
        List<String> paths = inputs.stream()
                .map(WindowInput::path)
                .filter(path -> !TableState.isPath(path))
                .distinct()
                .toList();
        Map<String, SourceFile> now =
                present.apply(paths).stream().collect(Collectors.toMap(SourceFile::path, Function.identity()));
        Map<Window, List<SourceFile>> changed = new HashMap<>();
        for (WindowInput input : inputs) {
            Optional.ofNullable(now.get(input.path())).filter(input::differs).ifPresent(file -> {
                List<SourceFile> files = changed.computeIfAbsent(input.home(), window -> new ArrayList<>());
                if (!files.contains(file)) {
                    files.add(file);
                }
            });
        }
        return changed;
    }
}
