package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.WriteSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritePipelineTest {
    @TempDir
    Path folder;

    private static String target(String write) {
        return """
            source: {files: in/*.csv, format: csv}
            target:
              table: t
            %s
              columns: {id: {type: long, required: true}, at: timestamp, day: date, share: double, whole: "decimal(9,0)"}
            """.formatted(write.indent(2).stripTrailing());
    }

    private PipelineSpec read(String write) {
        return ProjectFolder.in(folder)
                .with("pipelines/p.yaml", target(write))
                .open()
                .pipeline("p");
    }

    private List<Problem> problems(String pipeline) {
        return ProjectFolder.in(folder).with("pipelines/p.yaml", pipeline).problems("p");
    }

    @Test
    void rowsAreAddedUnlessTheTargetSaysOtherwise() {
        assertThat(read("").target().write()).isEqualTo(WriteSpec.APPEND);
        assertThat(read("write: append").target().write()).isEqualTo(WriteSpec.APPEND);
    }

    @Test
    void theOtherWaysAreReadWithTheirSettings() {
        assertThat(read("write: replace").target().write())
                .isInstanceOfSatisfying(
                        WriteSpec.Replace.class,
                        replace -> assertThat(replace.allowEmpty()).isFalse());
        assertThat(read("write: replace\nallowEmpty: true").target().write())
                .isInstanceOfSatisfying(
                        WriteSpec.Replace.class,
                        replace -> assertThat(replace.allowEmpty()).isTrue());
        assertThat(read("write: overwrite_partitions\npartition: [day]")
                        .target()
                        .write())
                .isInstanceOf(WriteSpec.OverwritePartitions.class);
    }

    @Test
    void aMergeHasKeysAndRefusesChangesWithoutThem() {
        PipelineSpec pipeline = read("write: merge\nmerge: {keys: [id, day], sequence: at}");

        assertThat(pipeline.target().write()).isInstanceOfSatisfying(WriteSpec.Merge.class, merge -> {
            assertThat(merge.keys()).containsExactly("id", "day");
            assertThat(merge.sequence()).contains("at");
            assertThat(merge.delete()).isEqualTo(Optional.empty());
            assertThat(merge.history()).isEqualTo(Optional.empty());
        });
        assertThat(pipeline.target().rules())
                .extracting(Step::name)
                .startsWith("required(id)", "required(day)", "required(at)")
                .doesNotContain("required(id) #2");
        assertThat(PipelinePlan.of(pipeline).describe()).contains("write    merge by id, day, the latest at wins");
    }

    @Test
    void versionsHaveTheTypeOfTheirSequence() {
        PipelineSpec pipeline = read("write: merge\nmerge: {keys: [id], sequence: whole, history: {validTo: until}}");

        assertThat(pipeline.target().tableColumns())
                .extracting(column -> column.name() + " " + column.type())
                .endsWith("valid_from decimal(9,0)", "until decimal(9,0)", "is_current boolean");
        assertThat(pipeline.target().added()).noneMatch(TargetColumn::required);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "write: upsert | UNKNOWN_WORD | write must be one of append, replace, overwrite_partitions, merge",
                "write: merge | MISSING_KEY | 'merge' is missing in target",
                "write: merge; merge: {sequence: at} | MISSING_KEY | 'keys' is missing in target.merge",
                "write: merge; merge: {keys: []} | EMPTY_VALUE | names no column",
                "write: merge; merge: {keys: [ID]} | UNKNOWN_COLUMN | the target has no column 'ID'",
                "write: merge; merge: {keys: [id, id]} | UNFIT_WRITE | names the column 'id' twice",
                "write: merge; merge: {keys: [share]} | UNFIT_WRITE | 'share' is double and cannot be a key",
                "write: merge; merge: {keys: [id], sequence: share} | UNFIT_WRITE | tells no order of changes",
                "write: merge; merge: {keys: [id], history: {}} | MISSING_KEY | 'sequence' is missing",
                "write: merge; merge: {keys: [id], sequence: at, history: {validTo: day}} | DUPLICATE_COLUMN | column 'day'",
                "write: merge; merge: {keys: [id], where: x} | UNKNOWN_KEY | unknown key 'where'",
                "merge: {keys: [id]} | CONFLICTING_KEYS | says nothing without 'write: merge'",
                "allowEmpty: true | CONFLICTING_KEYS | says nothing without 'write: replace'",
                "write: overwrite_partitions | UNFIT_WRITE | needs partitions",
            })
    void whatCannotBeWrittenIsToldWithItsPlace(String write, ErrorCode code, String message) {
        assertThat(problems(target(write.replace("; ", "\n")))).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).contains(message);
            assertThat(problem.location()).isNotNull();
        });
    }

    @Test
    void windowsReplaceTheirRowsAndNothingElse() {
        assertThat(problems(target("write: replace") + "window: {every: 1d}\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(NOT_WITH_WINDOWS);
                    assertThat(problem.location().line()).isEqualTo(4);
                });
    }
}
