package dev.sluice.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Stage;
import dev.sluice.core.config.Project;
import dev.sluice.core.report.GraphNode.Kind;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineGraphTest {
    @TempDir
    Path folder;

    @Test
    void recordsThatCannotBeParsedReachNoLaterStepAndFlaggedRowsDo() throws Exception {
        PipelineGraph graph = PipelineGraph.of(
                customers(),
                new RowCounts(100, 60, 40, 0, 0),
                List.of(
                        new ReasonCount(Stage.PARSE, "CORRUPT_RECORD", "csv", null, 20),
                        new ReasonCount(Stage.PARSE, "UNDECODABLE", "csv", "name", 3),
                        new ReasonCount(Stage.CONVERT, "NOT_SPLITTABLE", "split(name)", "name", 7),
                        new ReasonCount(Stage.CONVERT, "NOT_A_DATE", "birthDate", "birthDate", 9),
                        new ReasonCount(Stage.VALIDATE, "MISSING", "required(id)", "id", 5)));

        assertThat(graph.steps())
                .extracting(
                        GraphNode::kind, GraphNode::name, step -> step.rowsIn().orElse(-1), GraphNode::flagged)
                .satisfiesExactly(
                        source -> assertThat(source.toList().subList(2, 4)).containsExactly(100L, 0L),
                        parser -> assertThat(parser.toList()).containsExactly(Kind.PARSER, "csv", 100L, 23L),
                        split -> assertThat(split.toList()).containsExactly(Kind.CONVERTER, "split(name)", 80L, 7L),
                        types -> assertThat(types.toList())
                                .containsExactly(Kind.CONVERTER, "to the target's types", 80L, 9L),
                        rules -> assertThat(rules.toList().subList(2, 4)).containsExactly(80L, 5L));
        assertThat(graph.target().rowsIn()).hasValue(60);
        assertThat(graph.quarantine().rowsIn()).hasValue(40);
    }

    @Test
    void runThatFailedHasNoCounts() throws Exception {
        PipelineGraph graph = PipelineGraph.uncounted(customers());

        assertThat(graph.steps()).extracting(GraphNode::rowsIn).containsOnly(OptionalLong.empty());
    }

    @Test
    void longPipelineIsFoldedAroundTheStepsThatFlaggedRows() {
        GraphView view = GraphView.of(Reports.hostile().graph());

        assertThat(view.boxes()).hasSizeLessThanOrEqualTo(Limits.STEPS + 2);
        assertThat(view.boxes()).anySatisfy(box -> assertThat(box.lines()).containsExactly("259 more converters"));
    }

    private PipelineSpec customers() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: crm\n");
        Path file = Files.createDirectories(folder.resolve("pipelines")).resolve("customers.yaml");
        Files.writeString(file, """
                source: {files: in/*.csv, format: csv}
                convert:
                  - {type: split, column: name, separator: " ", into: [firstName, lastName]}
                target:
                  table: customers
                  columns:
                    id: {type: long, required: true}
                    firstName: string
                    birthDate: date
                """);
        return Project.open(folder, Optional.empty(), List.of(), Map.of()).pipeline("customers");
    }
}
