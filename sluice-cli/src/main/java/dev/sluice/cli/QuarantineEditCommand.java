package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.spark.quarantine.EditFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives quarantined rows to somebody's hands. */
@Command(
        name = "edit",
        headerHeading = "Examples:%n  sluice quarantine edit orders --to bad.csv%n"
                + "  sluice quarantine edit orders --column price --to bad.json%n%n",
        header = "Write quarantined rows to a file; correct its column raw, then 'replay --from' it.",
        sortOptions = false)
final class QuarantineEditCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    RowFilterOptions rows = new RowFilterOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The new file; its name ends with .csv or .json.")
    Path to = Path.of("");

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantineEditCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        rows.check(project);
        long written;
        try (OpenProject open = OpenProject.open(invocation, project, "quarantine", spark.master)) {
            var matching = rows.pipelines(project, open.sluice()).stream()
                    .map(name -> open.sluice().quarantine(name, rows.filter()))
                    .reduce((a, b) -> a.unionByName(b))
                    .orElseThrow()
                    .where(functions.col("raw").isNotNull())
                    .orderBy(functions.col("source_uri"), functions.col("record_no"))
                    .selectExpr(
                            "quarantine_id",
                            "attempt",
                            "source_uri",
                            "record_no",
                            "array_join(transform(reasons, r -> concat(r.code, ' ', r.rule, ': ', coalesce(r.message, ''))), '; ')",
                            "raw");
            written = EditFile.write(invocation.resolve(to), matching.toLocalIterator());
        }
        invocation.note("%,d rows written. Correct the column raw, then: sluice quarantine replay %s --from %s"
                .formatted(written, rows.pipeline == null ? "PIPELINE" : rows.pipeline, to));
        return ExitStatus.OK;
    }
}
