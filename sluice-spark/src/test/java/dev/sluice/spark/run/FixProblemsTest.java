package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.plan.PipelinePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixProblemsTest {
    private static final String PIPELINE = """
            source: {files: in/*.csv, format: csv}
            target: {table: t, columns: {id: long, day: date, state: string}}
            """;

    @TempDir
    Path folder;

    private SluiceException refused(String pipeline) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: test\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("pipelines/p.yaml"), pipeline);
        return catchThrowableOfType(
                SluiceException.class,
                () -> PipelinePlan.of(Project.open(folder, Optional.empty(), List.of(), Map.of())
                        .pipeline("p")));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = ';', textBlock = """
            UNKNOWN_COLUMN;       28; {type: trim, column: stat};                                 'trim(stat)' mends the column 'stat'
            UNKNOWN_COLUMN;       29; {type: trim, columns: [state, what]};                       the column 'what'
            EMPTY_VALUE;          29; {type: trim, columns: []};                                  columns holds no column
            CONFLICTING_KEYS;     28; {type: trim, column: state, columns: [id]};                 has column and columns
            UNKNOWN_PLUGIN;       14; {type: trimm};                                              unknown fixer 'trimm'
            UNKNOWN_KEY;          20; {type: trim, colum: state};                                 unknown key 'colum'
            MISSING_KEY;           7; {type: synonyms, column: state};                            'values' is missing
            EMPTY_VALUE;          32; {type: synonyms, values: {}};                               values holds no synonym
            UNFIT_OPTIONS;        32; {type: synonyms, values: {a: b, A: c}};                     stands for both
            EMPTY_VALUE;          31; {type: nearest, values: []};                                values holds no word
            NUMBER_OUT_OF_RANGE;  46; {type: nearest, values: [a], distance: -1};                 distance
            INVALID_TIME_PATTERN; 39; {type: swap_day_month, formats: [d/Q]};                     gives no date
            UNFIT_OPTIONS;        39; {type: swap_day_month, formats: [d MMMM yyyy]};             no day and month in figures
            UNFIT_OPTIONS;        30; {type: reencode, from: klingon};                            no encoding is called 'klingon'
            UNFIT_OPTIONS;        44; {type: strip_separators, separators: ['.']};                cannot be a separator
            UNFIT_OPTIONS;        41; {type: strip_separators, decimal: x};                       decimal is
            """, quoteCharacter = '`')
    void wrongFixIsToldWithItsPlace(ErrorCode code, int column, String step, String message) throws IOException {
        SluiceException refused = refused(PIPELINE + "fix: [" + step + "]\n");

        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).contains(message);
            assertThat(problem.location()).isNotNull();
            assertThat(problem.location().file()).endsWith("p.yaml");
            assertThat(problem.location().line()).isEqualTo(3);
            assertThat(problem.location().column()).isEqualTo(column);
        });
    }

    @Test
    void ruleThatLooksAtTheWholeBatchIsRefusedBesideFixes() throws IOException {
        SluiceException refused =
                refused(PIPELINE + "fix: [{type: trim}]\nvalidate:\n  - {type: unique, columns: [id]}\n");

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.UNFIT_FIX);
            assertThat(problem.message()).contains("'unique(id)' looks at the whole batch");
            assertThat(problem.location().line()).isEqualTo(5);
        });
    }

    @Test
    void columnThatTellsMendedRowsHasANameOfItsOwn() throws IOException {
        SluiceException refused = refused("""
                source: {files: in/*.csv, format: csv}
                target:
                  table: t
                  fixId: ID
                  columns: {id: long}
                fix: [{type: trim}]
                """);

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.DUPLICATE_COLUMN);
            assertThat(problem.location().line()).isEqualTo(4);
            assertThat(problem.location().column()).isEqualTo(10);
        });
    }

    @Test
    void tableOfFixesIsNoneOfTheOthers() throws IOException {
        SluiceException refused = refused("""
                source: {files: in/*.csv, format: csv}
                target: {table: t, fixes: t__quarantine, columns: {id: long}}
                fix: [{type: trim}]
                """);

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.CONFLICTING_KEYS);
            assertThat(problem.message()).contains("the table of fixes is the target or quarantine");
        });
    }
}
