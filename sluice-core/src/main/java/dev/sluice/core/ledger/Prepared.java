package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import java.util.List;
import java.util.Map;

/**
 * What is known once all files are written and nothing is committed.
 *
 * @param commitFile path or URI of the durable commit file
 * @param measures what was measured of the batch, by name
 * @param columns that its files had, to compare those of later batches with once the run is published; empty for none
 * @param audits how it stood to its audits, in their order
 */
public record Prepared(
        String commitFile,
        RowCounts rows,
        List<ReasonCount> reasons,
        Map<String, Double> measures,
        List<SeenColumn> columns,
        List<AuditResult> audits) {
    /** A batch of which nothing was measured. */
    public Prepared(String commitFile, RowCounts rows, List<ReasonCount> reasons) {
        this(commitFile, rows, reasons, Map.of(), List.of(), List.of());
    }

    public Prepared {
        requireNonNull(commitFile, "commitFile");
        requireNonNull(rows, "rows");
        reasons = List.copyOf(reasons);
        measures = Map.copyOf(measures);
        columns = List.copyOf(columns);
        audits = List.copyOf(audits);
    }
}
