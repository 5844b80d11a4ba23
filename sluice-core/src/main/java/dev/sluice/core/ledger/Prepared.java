package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import java.util.List;

/**
 * What is known once all files are written and nothing is committed.
 *
 * @param commitFile path or URI of the durable commit file
 */
public record Prepared(String commitFile, RowCounts rows, List<ReasonCount> reasons) {
    public Prepared {
        requireNonNull(commitFile, "commitFile");
        requireNonNull(rows, "rows");
        reasons = List.copyOf(reasons);
    }
}
