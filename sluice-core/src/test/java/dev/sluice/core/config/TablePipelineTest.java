package dev.sluice.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Problem;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TableRows;
import dev.sluice.core.window.TimeText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePipelineTest {
    @TempDir
    Path folder;

    private PipelineSpec read(String source) {
        return ProjectFolder.in(folder)
                .with("pipelines/p.yaml", pipeline(source))
                .open()
                .pipeline("p");
    }

    private static String pipeline(String source) {
        return "source: %s%ntarget: {table: shop.totals, columns: {id: long, total: \"decimal(12,2)\"}}%n"
                .formatted(source);
    }

    @Test
    void aTableIsReadInPlaceOfFiles() {
        PipelineSpec spec = read("{table: shop.orders}");

        assertThat(spec.source().files()).isEmpty();
        assertThat(spec.source().tables().orElseThrow().tables()).containsExactly(new TableName("shop", "orders"));
        assertThat(spec.source().describe()).isEqualTo("shop.orders");
    }

    @Test
    void aQueryTellsItsTables() {
        PipelineSpec spec =
                read("{query: \"SELECT id, sum(amount) total FROM shop.orders JOIN customers USING (id)\"}");

        assertThat(spec.source().tables().orElseThrow().tables())
                .containsExactly(new TableName("shop", "orders"), new TableName("default", "customers"));
        assertThat(spec.source().describe()).isEqualTo("a query of shop.orders, customers");
    }

    @Test
    void aQueryKnowsTheWindowOfItsRun() {
        PipelineSpec spec = read("""
                {query: "SELECT id, total FROM shop.orders WHERE day = date '${window.start:yyyy-MM-dd}'"}
                window: {every: 1d}""");

        PipelineSpec run = spec.at(TimeText.window(
                "2026-03-28", spec.window().orElseThrow().schedule().grid()));

        assertThat(((TableRows.Query) run.source().tables().orElseThrow()).text())
                .endsWith("WHERE day = date '2026-03-28'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {}                                                    | SLU-113 | 1:1  | 'files' is missing in source
            {files: in/*.csv}                                     | SLU-113 | 1:1  | 'format' is missing in source
            {table: shop.orders, query: SELECT * FROM shop.orders} | SLU-137 | 1:30 | source has both 'table' and 'query'
            {table: shop.orders, format: csv}                     | SLU-137 | 1:30 | source has 'format', which is about files, and 'table'
            {table: shop.orders, columns: [id]}                   | SLU-137 | 1:30 | source has 'columns', which is about files, and 'table'
            {table: shop/orders}                                  | SLU-135 | 1:17 | the table name 'shop/orders' is not allowed
            {query: SELECT * FROM text.`/etc/passwd`}             | SLU-135 | 1:31 | the table name 'text./etc/passwd' is not allowed
            {query: SELECT * FROM parquet.`a.b`}                  | SLU-571 | 1:31 | parquet.`a.b` is no table of the project
            {query: DELETE FROM shop.orders}                      | SLU-210 | 1:17 | unexpected 'DELETE'
            {query: SELECT id FROM shop.orders WHERE rand() > 1}  | SLU-215 | 1:50 | the function 'rand' gives another value each time
            {table: shop.totals}                                  | SLU-573 | 1:17 | pipeline p reads the table shop.totals that it writes
            """)
    void whatIsWrongIsToldWithItsPlace(String source, String code, String place, String message) {
        List<Problem> problems = ProjectFolder.in(folder)
                .with("pipelines/p.yaml", pipeline(source))
                .problems("p");

        assertThat(problems).first().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.code().id()).isEqualTo(code);
            assertThat(problem.location().line() + ":" + problem.location().column())
                    .isEqualTo(place);
        });
    }

    @Test
    void aWindowNeedsAQueryThatSelectsItsRows() {
        assertThat(ProjectFolder.in(folder)
                        .with("pipelines/p.yaml", pipeline("{table: shop.orders}") + "window: {every: 1d}\n")
                        .problems("p"))
                .extracting(problem -> problem.code().id() + " " + problem.message())
                .containsExactly("SLU-572 each window would land all rows of shop.orders");
        assertThat(ProjectFolder.in(folder)
                        .with(
                                "pipelines/p.yaml",
                                pipeline("{query: SELECT * FROM shop.orders WHERE id > 3}") + "window: {every: 1d}\n")
                        .problems("p"))
                .extracting(Problem::message)
                .containsExactly("each window would land all rows of a query of shop.orders");
    }
}
