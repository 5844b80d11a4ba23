package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.drift.Baseline;
import dev.sluice.core.drift.DriftFinding;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.drift.SeenFile;
import dev.sluice.core.drift.SourceDrift;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.Drift;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.source.SourceHeader;
import java.util.List;
import java.util.Map;

/**
 * How the files of one run differ in their columns from those expected, and what comes of it.
 *
 * @param files those whose columns are known
 */
record ColumnDrift(PipelineSpec spec, List<SeenFile> files, SourceDrift drift) {
    static ColumnDrift find(Ledger ledger, PipelinePlan plan, List<SourceHeader> headers) {
        PipelineSpec spec = plan.pipeline();
        List<SeenFile> files = headers.stream()
                .filter(header -> !header.columns().isEmpty())
                .map(header -> new SeenFile(header.path(), header.columns()))
                .toList();
        Baseline before = ledger.sourceColumns(spec.name()).orElse(null);
        SourceDrift drift = SourceDrift.find(
                spec.source().columns(),
                plan.sourceColumns().stream()
                        .filter(column -> !spec.source().partitions().contains(column.name()))
                        .toList(),
                before,
                files);
        return new ColumnDrift(spec, files, drift);
    }

    List<DriftFinding> findings() {
        return drift.findings();
    }

    /** @throws SluiceException where the policy is to fail and files differ */
    void check() {
        if (spec.source().drift() == Drift.FAIL && !findings().isEmpty()) {
            throw new SluiceException(
                    ErrorCode.SOURCE_DRIFT,
                    "Cannot run %s: %s"
                            .formatted(
                                    spec.name(),
                                    String.join(
                                            "; ",
                                            findings().stream()
                                                    .limit(10)
                                                    .map(DriftFinding::line)
                                                    .toList())));
        }
    }

    List<String> warnings() {
        return spec.source().drift() == Drift.IGNORE
                ? List.of()
                : findings().stream().map(DriftFinding::line).toList();
    }

    /** The files whose records go to quarantine, and why. */
    Map<String, String> refused() {
        return spec.source().drift() == Drift.QUARANTINE ? drift.byFile() : Map.of();
    }

    /** What the files had, for later runs; a file that was refused changes nothing of what is expected. */
    List<SeenColumn> seen() {
        Map<String, String> refused = refused();
        return SourceDrift.union(
                files.stream().filter(file -> !refused.containsKey(file.path())).toList());
    }
}
