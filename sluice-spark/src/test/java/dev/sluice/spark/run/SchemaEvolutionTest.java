package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose target changes after its first run. */
class SchemaEvolutionTest {
    private static final String COLUMNS = """
            id:    {type: long, required: true}
            name:  string
            price: "decimal(10,2)"
            day:   {type: date, required: true}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void firstRun() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("inbox/1.csv"), "id,name,price,day\n1,one,1.50,2031-01-01\n");
        declare(COLUMNS);
        try (Sluice sluice = open()) {
            assertThat(run(sluice)).isEqualTo(RunState.PUBLISHED);
        }
        Files.writeString(
                folder.resolve("inbox/2.csv"),
                "id,name,price,day,color,size\n2,two,2.50,2031-01-02,red,\"{\"\"w\"\":3}\"\n");
    }

    private void declare(String columns) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns:
                """ + columns.indent(4));
    }

    private Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private static RunState run(Sluice sluice) {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT).state();
    }

    @Test
    void columnsThatThePipelineAddsAreAddedToTheTable() throws IOException {
        declare(COLUMNS + "color: string\nsize: \"struct<w:int>\"\n");

        try (Sluice sluice = open()) {
            assertThat(run(sluice)).isEqualTo(RunState.PUBLISHED);
            assertThat(sluice.query("select * from shop.orders order by id").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[1,one,1.50,2031-01-01,null,null]", "[2,two,2.50,2031-01-02,red,[3]]");
        }
    }

    @Test
    void narrowingIsRefusedWithEveryDifferenceAndNothingLands() throws IOException {
        declare("""
                id:    {type: int, required: true}
                name:  int
                price: "decimal(8,2)"
                """);

        try (Sluice sluice = open()) {
            SluiceException refused = catchThrowableOfType(SluiceException.class, () -> run(sluice));

            assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_DIFFERS);
            assertThat(refused.problems())
                    .extracting(Problem::message)
                    .containsExactly(
                            "Cannot write to the target: column id: the table has long, the pipeline says int",
                            "Cannot write to the target: column name: the table has string, the pipeline says int",
                            "Cannot write to the target: column price: the table has decimal(10,2), the pipeline says decimal(8,2)",
                            "Cannot write to the target: column day: required in the table, not in the pipeline");
            assertThat(refused.problems()).allSatisfy(problem -> {
                assertThat(problem.hint()).isNotBlank();
                assertThat(problem.location()).isNotNull();
            });
        }

        declare(COLUMNS);
        try (Sluice sluice = open()) {
            assertThat(run(sluice)).isEqualTo(RunState.PUBLISHED);
            assertThat(sluice.query("select count(*), count(distinct id) from shop.orders")
                            .first()
                            .toString())
                    .isEqualTo("[2,2]");
        }
    }
}
