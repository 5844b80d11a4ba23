package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.plan.OtherRows;
import dev.sluice.spark.plan.SparkMessage;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.source.PathGuard;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The project's tables, and files within its roots, as they are now. */
record ProjectRows(
        ProjectSpec project, ProjectCatalog catalog, SparkSession session, TableName targetTable, boolean mayRunJobs)
        implements OtherRows {
    /** Those that a run of the pipeline may see. */
    static ProjectRows of(Engine engine, PipelineSpec spec, boolean mayRunJobs) {
        return new ProjectRows(
                engine.project(),
                engine.catalog(),
                engine.sessionFor(spec.zone()),
                spec.target().table(),
                mayRunJobs);
    }

    @Override
    public Dataset<Row> table(String name) {
        TableName table = TableName.parse(name);
        if (catalog.find(table).isEmpty()) {
            throw new SluiceException(
                    ErrorCode.REFERENCE_NOT_FOUND, "Cannot look keys up: there is no table %s".formatted(table));
        }
        return read(table);
    }

    @Override
    public Optional<Dataset<Row>> target() {
        return catalog.find(targetTable).map(any -> read(targetTable));
    }

    private Dataset<Row> read(TableName table) {
        return session.table("%s.`%s`.`%s`".formatted(ProjectCatalog.NAME, table.namespace(), table.name()));
    }

    @Override
    public Dataset<Row> file(String path) {
        String absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
                ? path
                : project.folder().resolve(path).toString();
        PathGuard.of(project).check(absolute.startsWith("/") ? "file:" + absolute : absolute);
        try {
            return read(path, absolute);
        } catch (Exception e) {
            throw unreadable(path, e);
        }
    }

    private Dataset<Row> read(String path, String absolute) {
        // A damaged reference must not make good rows bad.
        DataFrameReader reader = session.read().option("mode", "FAILFAST");
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv") || lower.endsWith(".csv.gz")) {
            return reader.option("header", true)
                    .option("multiLine", true)
                    .option("escape", "\"")
                    .csv(absolute);
        } else if (lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            return reader.option("primitivesAsString", true).json(absolute);
        } else if (lower.endsWith(".parquet")) {
            return reader.parquet(absolute);
        }
        throw new SluiceException(
                ErrorCode.UNFIT_OPTIONS,
                "Cannot look keys up in %s: its name ends neither with .csv, .json, .jsonl nor .parquet"
                        .formatted(path));
    }

    /** Spark looks into the file at once, to know its columns; some of what it throws is checked, unseen by the compiler. */
    private static SluiceException unreadable(String path, Exception e) {
        if (e instanceof SluiceException ours) {
            return ours;
        }
        if (e instanceof AnalysisException) {
            return new SluiceException(
                    ErrorCode.REFERENCE_NOT_FOUND,
                    "Cannot look keys up in %s: %s".formatted(path, SparkMessage.line(e)),
                    e);
        }
        SluiceException failure = JobFailure.of(e);
        return new SluiceException(
                failure.code(),
                "Cannot look keys up in %s: %s"
                        .formatted(path, failure.problems().get(0).message()),
                e);
    }
}
