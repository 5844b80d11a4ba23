package dev.sluice.spark.quarantine;

import java.util.List;

/**
 * What was found among a pipeline's current quarantined rows.
 *
 * @param rows current
 * @param landing how many would land if they were replayed as the pipeline is
 * @param patterns most rows first
 * @param clusters most rows first
 * @param proposals most saved rows first; those that save none are left out
 * @param together how many rows would land with all proposals
 */
public record Findings(
        String pipeline,
        long rows,
        long landing,
        List<Pattern> patterns,
        List<Cluster> clusters,
        List<Proposal.Tried> proposals,
        long together) {
    public Findings {
        patterns = List.copyOf(patterns);
        clusters = List.copyOf(clusters);
        proposals = List.copyOf(proposals);
    }
}
