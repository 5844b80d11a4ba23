package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Quarantined rows as readers may see them: those of runs that are published or held. */
record QuarantineQuery(Engine engine, SparkSession session) {
    private static final Set<RunState> VISIBLE = Set.of(RunState.PUBLISHED, RunState.HELD);

    Dataset<Row> rows(PipelineSpec spec, QuarantineFilter filter) {
        TableName table = spec.target().quarantine();
        if (engine.catalog().find(table).isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NO_QUARANTINE,
                    "Cannot show the quarantine of %s: it has not run yet".formatted(spec.name()));
        }
        List<String> runs =
                engine.ledger().runs(new RunFilter(Optional.of(spec.name()), VISIBLE, Integer.MAX_VALUE)).stream()
                        .map(RunRecord::runId)
                        .toList();
        Dataset<Row> rows = session.table(
                        "%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name()))
                .where(col(QuarantineSchema.RUN_ID).isInCollection(runs));
        if (filter.run().isPresent()) {
            rows = rows.where(col(QuarantineSchema.RUN_ID).equalTo(filter.run().get()));
        }
        if (filter.file().isPresent()) {
            rows = rows.where(
                    col(QuarantineSchema.SOURCE_URI).endsWith(filter.file().get()));
        }
        if (filter.code().isPresent()) {
            rows = rows.where(anyReason("code", filter.code().get()));
        }
        if (filter.rule().isPresent()) {
            rows = rows.where(anyReason("rule", filter.rule().get()));
        }
        return rows;
    }

    private static Column anyReason(String field, String value) {
        return exists(
                col(QuarantineSchema.REASONS), reason -> reason.getField(field).equalTo(lit(value)));
    }
}
