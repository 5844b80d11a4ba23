package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each malformed pipeline has its own code, place and advice. */
class MalformedPipelineTest {
    /**
     * A text and what is told of it.
     *
     * @param advice a part of the message or the advice
     */
    record Fault(ErrorCode code, int line, int column, String advice, String text) {
        @Override
        public String toString() {
            return code + " at " + line + ":" + column + ", " + advice;
        }
    }

    private static final String SOURCE = "source: {files: in/*.csv, format: csv}\n";
    private static final String TARGET = "target:\n  table: t\n  columns: {id: long}\n";

    static final List<Fault> FAULTS = new ArrayList<>();

    private static void fault(ErrorCode code, int line, int column, String advice, String text) {
        FAULTS.add(new Fault(code, line, column, advice, text));
    }

    static {
        // YAML.
        fault(YAML_SYNTAX, 2, 11, "put quotes around the value", "source:\n  files: a: b\n" + TARGET);
        fault(YAML_SYNTAX, 2, 7, "',' or '}' is missing", "source: {files: a, format: csv\ntarget:\n  table: t\n");
        fault(YAML_SYNTAX, 2, 1, "tab", "source:\n\tfiles: a\n");
        fault(YAML_SYNTAX, 3, 3, "indentation", "source:\n    files: a\n  format: csv\n");
        fault(DUPLICATE_KEY, 4, 1, "line 1", SOURCE + "zone: UTC\n" + "strict: true\n" + SOURCE + TARGET);
        fault(YAML_ALIAS, 1, 9, "anchor '&s'", "source: &s {files: a, format: csv}\n" + TARGET);
        fault(YAML_ALIAS, 2, 7, "alias '*s'", SOURCE + "vars: *s\n" + TARGET);
        fault(YAML_TAG, 2, 7, "java.io.File", SOURCE + "zone: !!java.io.File [x]\n" + TARGET);
        fault(YAML_TOO_DEEP, 2, 56, "50 levels", SOURCE + "vars: " + "[".repeat(100_000) + "\n");
        fault(YAML_SEVERAL_DOCUMENTS, 5, 1, "second document", SOURCE + TARGET + "---\nzone: UTC\n");
        fault(YAML_CHARACTER, 2, 7, "U+001B", SOURCE + "zone: \u001b[31mUTC\n" + TARGET);
        fault(YAML_KEY, 2, 3, "must be text", SOURCE + "? [a, b]\n: 1\n" + TARGET);
        fault(YAML_KEY, 2, 1, "must be text", SOURCE + "\"\": 1\n" + TARGET);
        fault(WRONG_SHAPE, 1, 1, "must hold a map", "- source\n- target\n");
        fault(WRONG_SHAPE, 1, 1, "must hold a map", "just text\n");
        // Keys.
        fault(UNKNOWN_KEY, 1, 20, "did you mean 'format'?", "source: {files: a, fromat: csv, format: csv}\n" + TARGET);
        fault(UNKNOWN_KEY, 2, 1, "did you mean 'validate'?", SOURCE + "validat: []\n" + TARGET);
        fault(INVALID_BUDGET, 2, 20, "budget.rejected is 'lots'", SOURCE + "budget: {rejected: lots}\n" + TARGET);
        fault(INVALID_BUDGET, 2, 17, "budget.files is '101%'", SOURCE + "budget: {files: 101%}\n" + TARGET);
        fault(INVALID_BUDGET, 2, 9, "is no step and no rule", SOURCE + "budget: {rules: {prase: 1}}\n" + TARGET);
        fault(UNKNOWN_KEY, 2, 10, "did you mean 'rejected'?", SOURCE + "budget: {reject: 5%}\n" + TARGET);
        fault(UNKNOWN_KEY, 2, 1, "sluice.yaml", SOURCE + "warehouse: w\n" + TARGET);
        fault(UNKNOWN_KEY, 5, 3, "unknown key 'rules' in target", SOURCE + TARGET + "  rules: []\n");
        fault(MISSING_KEY, 1, 1, "'files' is missing in source", "source: {format: csv}\n" + TARGET);
        fault(MISSING_KEY, 1, 1, "'target' is missing", SOURCE);
        fault(MISSING_KEY, 1, 1, "'source' is missing", TARGET);
        fault(MISSING_KEY, 2, 1, "'columns' is missing in target", SOURCE + "target: {table: t}\n");
        fault(
                MISSING_KEY,
                2,
                30,
                "'type' is missing",
                SOURCE + "target: {table: t, columns: {a: {comment: x}, b: long}}\n");
        fault(
                MISSING_KEY,
                2,
                13,
                "'into' is missing in split",
                SOURCE + "convert: [  {type: split, column: a}]\n" + TARGET);
        fault(MISSING_KEY, 1, 20, "'format' is missing", "source: {files: a, format: }\n" + TARGET);
        fault(WRONG_SHAPE, 1, 9, "source must be a map, not a list", "source: [a]\n" + TARGET);
        fault(
                WRONG_SHAPE,
                1,
                17,
                "must be a single value, not a map",
                "source: {files: {a: b}, format: csv}\n" + TARGET);
        fault(WRONG_SHAPE, 2, 10, "must be a list of steps", SOURCE + "convert: {type: split}\n" + TARGET);
        fault(WRONG_SHAPE, 2, 11, "a step of convert must be a map", SOURCE + "convert: [split]\n" + TARGET);
        fault(
                WRONG_SHAPE,
                4,
                17,
                "a type or a map, not a list",
                SOURCE + "target:\n  table: t\n  columns: {id: [long]}\n");
        fault(WRONG_SHAPE, 2, 6, "env must be a map", SOURCE + "env: [dev]\n" + TARGET);
        fault(
                RESERVED_PROPERTY,
                5,
                29,
                "Remove the property",
                SOURCE + TARGET + "  properties: {comment: cc, uuid: x, format-version: \"2\"}\n");
        // Values.
        fault(NOT_A_FLAG, 2, 9, "did you mean 'true'?", SOURCE + "strict: yes\n" + TARGET);
        fault(UNKNOWN_ZONE, 2, 7, "did you mean 'Europe/Berlin'?", SOURCE + "zone: Europe/Berlni\n" + TARGET);
        fault(
                UNKNOWN_WORD,
                1,
                46,
                "metadata, content",
                "source: {files: a, format: csv, fingerprint: contents}\n" + TARGET);
        fault(
                NOT_A_WHOLE_NUMBER,
                2,
                53,
                "whole number, not 'abc'",
                SOURCE + "validate: [{type: range, name: r, column: id, min:  abc}]\n" + TARGET);
        fault(
                NUMBER_OUT_OF_RANGE,
                2,
                52,
                "from -1000 to 1000, not 5000",
                SOURCE + "validate: [{type: range, name: r, column: id, min: 5000}]\n" + TARGET);
        fault(
                INVALID_SIZE,
                1,
                58,
                "not '5 gigs'",
                "source: {files: a, format: csv, options: {maxRecordSize: 5 gigs}}\n" + TARGET);
        fault(
                INVALID_DURATION,
                1,
                53,
                "not 'soon'",
                "source: {files: a, format: csv, options: {patience: soon}}\n" + TARGET);
        fault(
                NOT_A_CHARACTER,
                1,
                55,
                "not 'ab'",
                "source: {files: a, format: csv, options: {delimiter: \"ab\"}}\n" + TARGET);
        fault(
                UNKNOWN_WORD,
                1,
                49,
                "did you mean 'strict_mode'?",
                "source: {files: a, format: csv, options: {mode: strictmode}}\n" + TARGET);
        fault(
                UNKNOWN_KEY,
                1,
                43,
                "did you mean 'header'?",
                "source: {files: a, format: csv, options: {haeder: true}}\n" + TARGET);
        fault(
                INVALID_REGEX,
                4,
                44,
                "regular expression",
                SOURCE + "target:\n  table: t\n  columns: {id: {type: string, pattern: 'a(b'}}\n");
        fault(EMPTY_VALUE, 1, 10, "no path", "source: {files: [], format: csv}\n" + TARGET);
        fault(EMPTY_VALUE, 2, 20, "holds no column", SOURCE + "target: {table: t, columns: {}}\n");
        fault(UNKNOWN_FORMAT, 1, 28, "known formats: csv", "source: {files: a, format: parquet}\n" + TARGET);
        fault(
                UNKNOWN_PLUGIN,
                2,
                18,
                "did you mean 'split'?",
                SOURCE + "convert: [{type: splt, column: a, into: [b]}]\n" + TARGET);
        fault(
                UNKNOWN_PLUGIN,
                2,
                19,
                "known validators: enum",
                SOURCE + "validate: [{type: nothing_like_it}]\n" + TARGET);
        fault(
                UNKNOWN_KEY,
                2,
                36,
                "did you mean 'column'?",
                SOURCE + "convert: [{type: split, into: [b], colum: a, column: a}]\n" + TARGET);
        fault(INVALID_TYPE, 3, 17, "did you mean 'long'?", SOURCE + "target: {table: t,\n  columns: {id: lng}}\n");
        fault(
                INVALID_TYPE,
                5,
                15,
                "precision",
                SOURCE + "target:\n  table: t\n  columns:\n    id: array<decimal(50,2)>\n");
        fault(
                INVALID_TIME_PATTERN,
                4,
                49,
                "'yyyy-bb'",
                SOURCE + "target:\n  table: t\n  columns: {d: {type: date, formats: [d/M/yyyy, yyyy-bb]}}\n");
        fault(
                UNFIT_OPTIONS,
                4,
                39,
                "not for long",
                SOURCE + "target:\n  table: t\n  columns: {id: {type: long, formats: [yyyy-MM-dd]}}\n");
        // Names.
        fault(
                DUPLICATE_STEP_NAME,
                4,
                12,
                "another step is called 'x'",
                SOURCE
                        + "validate:\n  - {name: x, type: expect, that: id > 1}\n  - {name: x, type: expect, that: id < 9}\n"
                        + TARGET);
        fault(
                DUPLICATE_COLUMN,
                4,
                23,
                "differ only in case",
                SOURCE + "target:\n  table: t\n  columns: {id: long, ID: long}\n");
        fault(
                DUPLICATE_COLUMN,
                1,
                46,
                "stands twice",
                "source: {files: a, format: csv, columns: [a, a]}\n" + TARGET.replace("id", "a"));
        fault(
                DUPLICATE_COLUMN,
                1,
                48,
                "alias 'x'",
                "source: {files: a, format: csv, columns: {x: , id: {aliases: [x]}}}\n" + TARGET);
        fault(INVALID_NAME, 1, 11, "pipeline name", "pipeline: ../up\n" + SOURCE + TARGET);
        fault(INVALID_NAME, 4, 13, "column name 'a.b'", SOURCE + "target:\n  table: t\n  columns: {a.b: long}\n");
        fault(INVALID_TABLE_NAME, 2, 17, "'a.b.c'", SOURCE + "target: {table: a.b.c, columns: {id: long}}\n");
        fault(
                CONFLICTING_KEYS,
                2,
                32,
                "the quarantine is the target",
                SOURCE + "target: {table: t, quarantine: t, columns: {id: long}}\n");
        fault(INVALID_PARTITION, 5, 15, "did you mean 'month'?", SOURCE + TARGET + "  partition: [moth(id)]\n");
        fault(
                INVALID_PARTITION,
                5,
                15,
                "does not fit the column 'id' of type long",
                SOURCE + TARGET + "  partition: [day(id)]\n");
        fault(INVALID_PARTITION, 5, 15, "no column 'ident'", SOURCE + TARGET + "  partition: [ident]\n");
        fault(INVALID_PARTITION, 5, 15, "put quotes around", SOURCE + TARGET + "  partition: [bucket(16, id)]\n");
        fault(INVALID_PARTITION, 5, 15, "bucket(number, column)", SOURCE + TARGET + "  partition: [bucket(id)]\n");
        fault(INVALID_PARTITION, 5, 16, "not a number", SOURCE + TARGET + "  partition: [\"bucket(0, id)\"]\n");
        fault(INVALID_PARTITION, 5, 19, "stands twice", SOURCE + TARGET + "  partition: [id, id]\n");
        fault(PLUGIN_FAILED, 2, 11, "no footprint", SOURCE + "convert: [{type: broken}]\n" + TARGET);
        fault(
                UNFIT_OPTIONS,
                2,
                12,
                "min is above max",
                SOURCE + "validate: [{type: range, column: id, min: 5, max: 1}]\n" + TARGET);
        fault(YAML_SYNTAX, 1, 18, "put quotes around it", "source: {files: ${inbox}/a.csv, format: csv}\n" + TARGET);
        fault(
                INVALID_PLUGIN,
                2,
                18,
                "the option 'type' is a key of every step",
                SOURCE + "convert: [{type: misdescribed}]\n" + TARGET);
        // References.
        fault(
                UNKNOWN_VARIABLE,
                1,
                18,
                "did you mean 'inbox'?",
                "source: {files: '${inbx}/a.csv', format: csv}\n" + TARGET);
        fault(VARIABLE_CYCLE, 2, 23, "a -> b -> a", SOURCE + "vars: {a: \"${b}\", b: '${a}'}\nzone: ${a}\n" + TARGET);
        fault(INVALID_REFERENCE, 2, 10, "not closed", SOURCE + "zone: a/b${c\n" + TARGET);
        fault(INVALID_REFERENCE, 2, 7, "no reference", SOURCE + "zone: ${a b}\n" + TARGET);
        fault(VARIABLE_NOT_TEXT, 2, 8, "is a list", SOURCE + "zone: x${l}\nvars: {l: [a]}\n" + TARGET);
        fault(
                SECRET_NOT_ALLOWED,
                1,
                20,
                "the secret 'KEY'",
                "source: {files: 'a/${secret:KEY}', format: csv}\n" + TARGET);
        fault(CONFIG_FILE_MISSING, 2, 28, "does not exist", SOURCE + "target: {table: t, schema: schemas/none.yaml}\n");
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("FAULTS")
    void faultHasCodePlaceAndAdvice(Fault fault) {
        List<Problem> problems =
                ProjectFolder.in(folder).with("pipelines/p.yaml", fault.text()).problems("p");

        assertThat(problems)
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .contains(tuple(fault.code(), "pipelines/p.yaml:" + fault.line() + ":" + fault.column()));
        assertThat(problems)
                .anySatisfy(problem ->
                        assertThat(problem.message() + " / " + problem.advice()).contains(fault.advice()));
    }

    @Test
    void faultsHaveAtLeastTwentyFiveCodes() {
        assertThat(FAULTS.stream().map(Fault::code).distinct().count()).isGreaterThanOrEqualTo(25);
        assertThat(FAULTS).hasSizeGreaterThanOrEqualTo(50);
    }

    @Test
    void allFaultsOfAFileAreToldInTheirOrder() {
        List<Problem> problems =
                ProjectFolder.in(folder).with("pipelines/p.yaml", """
                        source: {files: in/*.csv, formt: csv}
                        zone: Mars
                        strict: maybe
                        target:
                          table: a-b
                          columns: {id: lng, name: {type: string, enm: [a]}}
                        """).problems("p");

        assertThat(problems)
                .extracting(Problem::code)
                .containsExactly(
                        MISSING_KEY,
                        UNKNOWN_KEY,
                        UNKNOWN_ZONE,
                        NOT_A_FLAG,
                        INVALID_TABLE_NAME,
                        INVALID_TYPE,
                        UNKNOWN_KEY);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWhereTheyStand() throws Exception {
        ProjectFolder project = ProjectFolder.in(folder).with("pipelines/p.yaml", "");
        Files.write(
                folder.resolve("pipelines/p.yaml"), "zone: UTC\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(project.problems("p"))
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .containsExactly(tuple(YAML_NOT_UTF8, "pipelines/p.yaml:2:6"));
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        ProjectFolder project = ProjectFolder.in(folder).with("pipelines/p.yaml", "\uFEFF" + SOURCE + TARGET);

        assertThat(project.problems("p")).isEmpty();
    }

    @Test
    void fileOfMoreThanOneMebibyteIsRefused() {
        ProjectFolder project =
                ProjectFolder.in(folder).with("pipelines/p.yaml", SOURCE + TARGET + "#".repeat(1 << 20));

        assertThat(project.problems("p")).extracting(Problem::code).containsExactly(YAML_TOO_LARGE);
    }

    @Test
    void aliasBombIsRefusedAtItsFirstAnchor() {
        String bomb = "vars:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b, *b]\n";
        ProjectFolder project = ProjectFolder.in(folder).with("pipelines/p.yaml", bomb);

        assertThat(project.problems("p")).extracting(Problem::code).containsOnly(YAML_ALIAS);
    }

    @Test
    void unclosedSectionsAreToldButNoFollowingErrors() {
        ProjectFolder project = ProjectFolder.in(folder).with("pipelines/p.yaml", "");

        assertThat(project.problems("p")).extracting(Problem::code).containsExactly(MISSING_KEY, MISSING_KEY);
    }
}
