package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A deployment that changes places with the one that is live: what it takes to finish it, whoever does.
 *
 * @param pipeline as its file calls it
 * @param was the deployment that was live
 * @param becomes the deployment that is to be
 * @param target its target's name once it is live
 * @param targetUuid of that table
 * @param tables that get other names, in an order in which none has the name of another
 * @param by who asked
 */
public record Promotion(
        String pipeline,
        String was,
        String becomes,
        TableName target,
        String targetUuid,
        List<RenamedTable> tables,
        String by) {
    public Promotion {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(was, "was");
        requireNonNull(becomes, "becomes");
        requireNonNull(target, "target");
        requireNonNull(targetUuid, "targetUuid");
        tables = List.copyOf(tables);
        requireNonNull(by, "by");
    }

    /** A table of one name that has another afterwards. */
    public record RenamedTable(TableName from, TableName to) {
        public RenamedTable {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /** What the ledger calls the deployment that was live, once it is not. */
    String wasName() {
        return new PipelineName(pipeline, Optional.of(was)).toString();
    }

    /** What the ledger calls the deployment that is to be live, as long as it is not. */
    String becomesName() {
        return new PipelineName(pipeline, Optional.of(becomes)).toString();
    }
}
