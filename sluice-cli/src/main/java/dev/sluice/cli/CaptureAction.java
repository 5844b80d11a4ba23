package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.core.config.Project;
import dev.sluice.core.testing.MaskRule;
import dev.sluice.core.testing.TestFiles;
import dev.sluice.spark.testing.CaseCapture;
import dev.sluice.spark.testing.CaseCapture.Captured;
import dev.sluice.spark.testing.CaseRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code test --from} does. */
record CaptureAction(Invocation invocation, Project project, CaptureOptions options, String master) {
    int call() {
        Map<String, MaskRule> masks = masks();
        if (options.rows < 1) {
            throw new SluiceException(ErrorCode.INVALID_ARGUMENT, "--rows must be at least 1, not " + options.rows);
        }
        Path work = WorkFolder.make();
        try (OpenProject open = OpenProject.open(invocation, project, "test", master)) {
            open.progress().step("test", "making a case of run " + options.run);
            CaseRunner runner = new CaseRunner(project, open.spark(), work);
            Captured captured = new CaseCapture(project, open.sluice(), runner)
                    .capture(options.run, options.rows, masks, !options.noMask);
            Path file = file(captured.pipeline());
            TestCommand.write(file, captured.yaml());
            open.progress().pause();
            print(captured, file);
            return ExitStatus.OK;
        } finally {
            WorkFolder.remove(work);
        }
    }

    private Path file(String pipeline) {
        Path named = options.file;
        Path file = named == null
                ? project.folder().resolve(TestFiles.FOLDER).resolve(pipeline + "-" + options.run + ".yaml")
                : invocation.resolve(named);
        if (Files.exists(file)) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot write %s: it is there already; name another file with --to".formatted(file));
        }
        return file;
    }

    private Map<String, MaskRule> masks() {
        Map<String, MaskRule> masks = new LinkedHashMap<>();
        for (String text : options.masks) {
            int equals = text.indexOf('=');
            MaskRule rule = equals < 1
                    ? null
                    : MaskRule.parse(text.substring(equals + 1)).orElse(null);
            if (rule == null) {
                throw new SluiceException(
                        List.of(Problem.of(ErrorCode.INVALID_ARGUMENT, "Cannot read --mask '%s'".formatted(text))
                                .withHint("write COLUMN=RULE with one of the rules " + MaskRule.WORDS)));
            }
            masks.put(text.substring(0, equals), rule);
        }
        return masks;
    }

    private void print(Captured captured, Path file) {
        captured.notes().forEach(invocation::note);
        if (invocation.options().output == OutputFormat.json) {
            JsonOutput.print(invocation.console().out(), fields -> {
                fields.value("file", file.toString());
                fields.value("pipeline", captured.pipeline());
                fields.value("rows", captured.rows());
                fields.value("landed", captured.landed());
                fields.value("notes", captured.notes());
            });
            return;
        }
        invocation.console().out().println(invocation.relative(file));
        invocation.console().out().flush();
        invocation.note("%d rows, of which %d land".formatted(captured.rows(), captured.landed()));
    }
}
