package dev.sluice.core.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineDagTest {
    @TempDir
    Path folder;

    /** @param lines {@code name: table, table} */
    private PipelineDag dag(String... lines) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        for (String line : lines) {
            String name = line.substring(0, line.indexOf(':'));
            String from = line.substring(line.indexOf(':') + 1).strip();
            pipeline(
                    name,
                    from.isEmpty()
                            ? "{files: in/*.csv, format: csv}"
                            : "{query: \"SELECT * FROM %s\"}".formatted(from.replace(",", " NATURAL JOIN ")),
                    name);
        }
        return PipelineDag.of(pipelines());
    }

    private void pipeline(String name, String source, String table) throws IOException {
        Files.writeString(
                folder.resolve("pipelines/" + name + ".yaml"),
                "source: %s%ntarget: {table: %s, columns: {id: long}}%n".formatted(source, table));
    }

    private List<PipelineSpec> pipelines() {
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        List<PipelineSpec> all = new ArrayList<>();
        project.pipelines().forEach(name -> all.add(project.pipeline(name)));
        return all;
    }

    private static final String[] SHOP = {
        "orders:",
        "customers:",
        "clean: orders",
        "joined: clean, customers",
        "revenue: joined",
        "report: revenue, joined"
    };

    @Test
    void eachComesAfterThoseWhoseTablesItReads() throws IOException {
        PipelineDag dag = dag(SHOP);

        assertThat(dag.names()).containsExactly("customers", "orders", "clean", "joined", "revenue", "report");
        assertThat(dag.parents("joined")).containsExactly("clean", "customers");
        assertThat(dag.children("joined")).containsExactly("report", "revenue");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            revenue            | revenue
            +revenue           | customers orders clean joined revenue
            orders+            | orders clean joined revenue report
            +clean+            | orders clean joined revenue report
            1+revenue          | joined revenue
            orders+1           | orders clean
            2+joined           | customers orders clean joined
            clean+,+revenue    | clean joined revenue
            orders customers   | customers orders
            c*                 | customers clean
            *                  | customers orders clean joined revenue report
            +clean,*           | orders clean
            """)
    void selectionsAreReadAsDbtReadsThem(String selection, String names) throws IOException {
        assertThat(String.join(" ", Selection.of(List.of(selection), dag(SHOP))))
                .isEqualTo(names);
    }

    @Test
    void severalSelectionsAreTakenTogether() throws IOException {
        assertThat(Selection.of(List.of("revenue", "orders"), dag(SHOP))).containsExactly("orders", "revenue");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            revenu             | INVALID_SELECTION | Cannot select 'revenu': no pipeline has that name
            +                  | INVALID_SELECTION | Cannot select pipelines by '+': '+' is no name of one
            orders,,clean      | INVALID_SELECTION | Cannot select pipelines by 'orders,,clean': '' is no name of one
            orders,customers   | NOTHING_SELECTED  | Cannot select pipelines: there is none for 'orders,customers'
            """)
    void whatSelectsNothingIsTold(String selection, ErrorCode code, String message) throws IOException {
        PipelineDag dag = dag(SHOP);

        assertThatThrownBy(() -> Selection.of(List.of(selection), dag))
                .isInstanceOfSatisfying(SluiceException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.problems().get(0).message()).isEqualTo(message);
                });
    }

    @Test
    void aCircleIsToldWithTheWayRound() {
        assertThatThrownBy(() -> dag("a: c", "b: a", "c: b", "d: c", "e:"))
                .isInstanceOfSatisfying(SluiceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PIPELINE_CYCLE);
                    assertThat(e.problems().get(0).message())
                            .isEqualTo("pipelines read one another's tables in a circle: a -> b -> c -> a");
                    assertThat(e.problems().get(0).location()).isNotNull();
                });
    }

    @Test
    void aTableThatOneReplacesHasNoOtherWriter() throws IOException {
        dag("orders:");
        pipeline("one", "{table: orders}", "both");
        pipeline("two", "{files: in/*.csv, format: csv}", "both");

        assertThatThrownBy(() -> PipelineDag.of(pipelines())).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TARGET_SHARED);
            assertThat(e.problems().get(0).message())
                    .isEqualTo("pipelines one and two both write both, and one replaces all of its rows");
        });
    }

    @Test
    void twoPipelinesDoNotShareTheWindowsOfATable() throws IOException {
        dag("orders:");
        pipeline("one", "{files: \"in/${window.start:yyyy-MM-dd}.csv\", format: csv}\nwindow: {every: 1d}", "both");
        pipeline("two", "{files: \"us/${window.start:yyyy-MM-dd}.csv\", format: csv}\nwindow: {every: 1d}", "both");

        assertThatThrownBy(() -> PipelineDag.of(pipelines())).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TARGET_SHARED);
            assertThat(e.problems().get(0).message())
                    .isEqualTo(
                            "pipelines one and two both write both, and each replaces the other's rows of its windows");
        });
    }

    @Test
    void pipelinesThatAddToOneTableAreAllParentsOfWhatReadsIt() throws IOException {
        dag("orders: both");
        pipeline("one", "{files: in/*.csv, format: csv}", "both");
        pipeline("two", "{files: more/*.csv, format: csv}", "both");

        assertThat(PipelineDag.of(pipelines()).parents("orders")).containsExactly("one", "two");
    }
}
