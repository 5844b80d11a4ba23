package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.WriteSpec.Merge;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.commit.StagedTables;
import dev.sluice.spark.plan.SparkMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Asks a pipeline's audits about what a run has written and nobody can read yet. */
record Audits(List<DatasetAudit> audits) {
    /** Rows that are kept of those that an audit gives. */
    private static final int SAMPLE = 10;

    private static final int LONGEST_VALUE = 200;

    /**
     * Sees that Spark accepts each query over the target, before anything is read.
     *
     * @throws SluiceException {@code AUDIT_INVALID} with every query that it refuses
     */
    void check(SparkSession session, TargetSpec target, TargetTables tables) {
        if (audits.isEmpty()) {
            return;
        }
        SparkSession own = session(session);
        StructType columns = SparkSchemaUtil.convert(tables.readable(target));
        StructType staged = target.marks().isEmpty() ? columns : columns.add(Merge.DELETE_MARK, DataTypes.BooleanType);
        DatasetAudit.TABLES.forEach(
                name -> own.createDataFrame(List.of(), name.equals(DatasetAudit.STAGED) ? staged : columns)
                        .createOrReplaceTempView(name));
        List<Problem> problems = new ArrayList<>();
        for (DatasetAudit audit : audits) {
            try {
                query(own, audit);
            } catch (SluiceException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new SluiceException(problems);
        }
    }

    /**
     * How the run stands to each, in their order.
     *
     * @throws SluiceException {@code AUDIT_NOT_JUDGED} if a query fails
     */
    List<AuditResult> judge(SparkSession session, StagedTables tables) {
        org.apache.spark.sql.classic.SparkSession own = session(session);
        show(own, DatasetAudit.STAGED, tables.staged());
        show(own, DatasetAudit.PUBLISHED, tables.published());
        tables.result().ifPresent(result -> show(own, DatasetAudit.RESULT, result));
        return audits.stream().map(audit -> judge(own, audit)).toList();
    }

    /** A session of their own: other runs have tables of these names too. Names that it does not know are no tables. */
    private static org.apache.spark.sql.classic.SparkSession session(SparkSession session) {
        org.apache.spark.sql.classic.SparkSession own =
                ((org.apache.spark.sql.classic.SparkSession) session).cloneSession();
        own.conf().set("spark.sql.defaultCatalog", "spark_catalog");
        // Queries shuffle, other than the one pass.
        own.conf().set("spark.sql.adaptive.enabled", "true");
        return own;
    }

    private static void show(org.apache.spark.sql.classic.SparkSession session, String name, Table table) {
        org.apache.spark.sql.classic.Dataset.ofRows(
                        session,
                        DataSourceV2Relation.create(
                                new SparkTable(table),
                                Option.empty(),
                                Option.empty(),
                                CaseInsensitiveStringMap.empty(),
                                Option.empty()))
                .createOrReplaceTempView(name);
    }

    private static Dataset<Row> query(SparkSession session, DatasetAudit audit) {
        try {
            return session.sql(audit.query());
        } catch (Exception e) {
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            Problem problem = Problem.at(
                    audit.location(),
                    ErrorCode.AUDIT_INVALID,
                    "Spark refuses audit '%s': %s".formatted(audit.name(), SparkMessage.line(e)));
            throw new SluiceException(List.of(problem), e);
        }
    }

    private static AuditResult judge(SparkSession session, DatasetAudit audit) {
        Dataset<Row> faults = query(session, audit);
        List<String> columns = Arrays.asList(faults.columns());
        try {
            List<Row> sample = asText(faults).takeAsList(SAMPLE + 1);
            long rows = sample.size() > SAMPLE ? faults.count() : sample.size();
            return AuditResult.of(
                    audit,
                    rows,
                    columns,
                    sample.stream().limit(SAMPLE).map(Audits::cells).toList());
        } catch (RuntimeException e) {
            SluiceException cause = QueryFailure.of(e);
            throw new SluiceException(
                    cause.code() == ErrorCode.QUERY_INVALID ? ErrorCode.AUDIT_NOT_JUDGED : cause.code(),
                    "Cannot judge audit '%s': %s".formatted(audit.name(), cause.getMessage()),
                    e);
        }
    }

    /** Whatever the types, and if two columns have one name. */
    private static Dataset<Row> asText(Dataset<Row> rows) {
        int width = rows.columns().length;
        String[] names = IntStream.range(0, width).mapToObj(i -> "c" + i).toArray(String[]::new);
        return rows.toDF(names)
                .select(Arrays.stream(names)
                        .map(name -> col(name).cast("string"))
                        .toArray(Column[]::new));
    }

    private static List<@Nullable String> cells(Row row) {
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            String value = row.isNullAt(i) ? null : row.getString(i);
            cells.add(
                    value != null && value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value);
        }
        return cells;
    }
}
