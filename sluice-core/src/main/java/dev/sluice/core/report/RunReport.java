package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RunResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of one run shows. Plain values without bounds of their own: {@link ReportWriter} shows the
 * first of long lists and cuts long texts.
 *
 * @param result how the run ended: state, counts, reasons (most rows first), warnings
 * @param facts where the run took place and what it ran
 * @param failure why it failed; null unless it did
 * @param graph the pipeline with its row counts
 * @param samples some quarantined rows, in any order; each is shown with the reasons that it has
 * @param files the source files, in any order; those without a bad row may be left out
 * @param phases what the driver did, in the order begun
 * @param stages Spark's stages, in the order begun
 */
public record RunReport(
        RunResult result,
        RunFacts facts,
        @Nullable RunFailure failure,
        PipelineGraph graph,
        List<BadRow> samples,
        List<FileRows> files,
        List<Phase> phases,
        List<StageTiming> stages) {
    public RunReport {
        requireNonNull(result, "result");
        requireNonNull(facts, "facts");
        requireNonNull(graph, "graph");
        samples = List.copyOf(samples);
        files = List.copyOf(files);
        phases = List.copyOf(phases);
        stages = List.copyOf(stages);
    }
}
