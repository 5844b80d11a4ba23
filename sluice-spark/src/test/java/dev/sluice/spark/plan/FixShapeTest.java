package dev.sluice.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.source.PathGuard;
import dev.sluice.spark.source.TextScan;
import dev.sluice.spark.source.TextSource;
import dev.sluice.spark.source.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline with fixes becomes in Spark: still one pass, and no more than twice the work. */
class FixShapeTest {
    @TempDir
    Path folder;

    private String plan(String fixes) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: test\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("in.csv"), "id,name,state\n1,Ada,new\n");
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: in.csv, format: csv}
                convert:
                  - {type: split, column: name, separator: "-", into: [first, last]}
                  - {type: derive, column: shout, expression: "upper(first)"}
                target:
                  table: t
                  columns: {id: long, first: string, last: string, shout: string, state: {type: string, enum: [new]}}
                """ + fixes);
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        PipelineSpec spec = project.pipeline("p");
        PipelinePlan plan = PipelinePlan.of(spec);
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.caseSensitive", "true");
        TextScan scan = new TextScan(
                FileLister.list(spec.source(), project.spec(), new Configuration()),
                (TextFormat) spec.source().format(),
                spec.source().options(),
                plan.sourceColumns(),
                PathGuard.anywhere());
        Classification pass = OnePass.compile(
                plan,
                TextSource.read(session, scan),
                RunContext.of(plan, Optional.empty(), Optional.empty(), RunContext.Tags.NONE, Instant.EPOCH),
                new NoOtherRows());
        return ((org.apache.spark.sql.classic.Dataset<?>) pass.rows())
                .queryExecution()
                .executedPlan()
                .toString();
    }

    private static final class NoOtherRows implements OtherRows {
        @Override
        public Dataset<Row> table(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Optional<Dataset<Row>> target() {
            return Optional.empty();
        }

        @Override
        public Dataset<Row> file(String path) {
            throw new IllegalArgumentException(path);
        }

        @Override
        public boolean mayRunJobs() {
            return false;
        }
    }

    private static long count(String plan, String node) {
        return plan.lines().filter(line -> line.contains(node)).count();
    }

    @Test
    void pipelineWithFixesReadsOnceWithoutJoinOrShuffleAndJudgesTwice() throws IOException {
        String plain = plan("");
        String mending = plan("fix: [{type: trim}]\n");

        assertThat(count(mending, "BatchScan")).isEqualTo(1);
        assertThat(mending).doesNotContain("Exchange", "Join", "Union", "Generate");
        assertThat(count(mending, "Project ")).isLessThanOrEqualTo(2 * count(plain, "Project ") + 2);
        assertThat(plain).doesNotContain("fix");
    }
}
