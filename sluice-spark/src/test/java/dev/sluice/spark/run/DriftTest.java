package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.drift.DriftKind;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of the source that differ from one file or run to the next, under each policy. */
class DriftTest {
    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private RunResult run(String policy) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: "inbox/*.csv", format: csv, drift: %s}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true}, name: string}
                """.formatted(policy));
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), text);
    }

    private List<String> landed(String columns) {
        return sluice.query("select %s from shop.orders order by id".formatted(columns)).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void warnTellsWhatIsNewSinceTheLastRunOnce() throws IOException {
        arrives("a.csv", "id,name\n1,a\n");
        assertThat(run("warn").drift()).isEmpty();
        arrives("b.csv", "id,name,more\n2,b,x\n");

        RunResult second = run("warn");

        assertThat(second.drift()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(DriftKind.NEW);
            assertThat(finding.column()).isEqualTo("more");
            assertThat(finding.since()).startsWith("run ");
        });
        assertThat(second.warnings()).anyMatch(warning -> warning.startsWith("drift: column more is new in b.csv"));
        arrives("c.csv", "id,name,more\n3,c,x\n");
        assertThat(run("warn").drift()).isEmpty();
    }

    @Test
    void ignoreWarnsOfNothing() throws IOException {
        arrives("a.csv", "id,name\n1,a\n");
        arrives("b.csv", "id,more\n2,x\n");

        RunResult result = run("ignore");

        assertThat(result.warnings()).isEmpty();
        assertThat(result.rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
    }

    @Test
    void quarantineTakesTheRecordsOfTheFileThatDiffersAlone() throws IOException {
        arrives("a.csv", "id,name\n1,a\n");
        arrives("b.csv", "id,name,more\n2,b,x\nbad,c,y\n");

        RunResult result = run("quarantine");

        assertThat(result.rows()).isEqualTo(new RowCounts(3, 1, 2, 0, 0));
        assertThat(result.reasons()).extracting(ReasonCount::code).containsExactly("SCHEMA_DRIFT");
        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL)
                        .selectExpr("raw", "size(reasons)", "reasons[0].message")
                        .orderBy("raw")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[2,b,x,1,The file's columns differ: column more is new against a.csv]",
                        "[bad,c,y,1,The file's columns differ: column more is new against a.csv]");
        arrives("c.csv", "id,name,more\n3,c,x\n");
        assertThat(run("quarantine").rows()).isEqualTo(new RowCounts(1, 0, 1, 0, 0));
    }

    @Test
    void failLandsNothingUntilTheColumnsAreAccepted() throws IOException {
        arrives("a.csv", "id,name\n1,a\n");
        run("fail");
        arrives("b.csv", "id,nam\n2,b\n");

        assertThatThrownBy(() -> run("fail")).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SOURCE_DRIFT);
            assertThat(e).hasMessageContaining("column name seems to be renamed to nam in b.csv");
        });
        assertThat(landed("id")).containsExactly("[1]");
        assertThat(run("warn").rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        arrives("c.csv", "id,nam\n3,b\n");
        assertThat(run("fail").rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
    }

    @Test
    void evolveAddsColumnsToTheTargetAndKeepsThem() throws IOException {
        arrives("a.csv", "id,name\n1,a\n");
        run("evolve");
        arrives("b.csv", "id,name,more,ID\n2,b,x,y\n");

        RunResult second = run("evolve");

        assertThat(second.rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        assertThat(landed("id, more")).containsExactly("[1,null]", "[2,x]");
        assertThat(second.warnings()).anyMatch(warning -> warning.contains("column ID cannot become a column"));
        arrives("c.csv", "id,name\n3,c\n");
        arrives("d.csv", "id,more\n4,z\n");
        assertThat(run("evolve").rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
        assertThat(landed("id, more")).containsExactly("[1,null]", "[2,x]", "[3,null]", "[4,z]");
    }

    @Test
    void evolveGivesTypedColumnsATypeWithRoom() throws IOException {
        LocalSpark.session()
                .range(1, 2)
                .selectExpr("id", "'a' as name", "7 as pieces", "date'2024-01-02' as day")
                .coalesce(1)
                .write()
                .parquet(folder.resolve("inbox/p").toString());
        Files.writeString(folder.resolve("pipelines/parts.yaml"), """
                source: {files: "inbox/p/*.parquet", format: parquet, drift: evolve}
                target:
                  table: shop.parts
                  columns: {id: {type: long, required: true}, name: string}
                """);
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());

        sluice.run("parts", RunOptions.DEFAULT, RunListener.SILENT);

        assertThat(sluice.query("select * from shop.parts").schema().toDDL()).contains("pieces BIGINT", "day DATE");
        assertThat(sluice.query("select * from shop.parts").first().toString()).isEqualTo("[1,a,7,2024-01-02]");
    }
}
