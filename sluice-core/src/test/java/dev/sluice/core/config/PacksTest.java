package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.api.Problem;
import dev.sluice.core.pack.PackName;
import dev.sluice.core.pack.PackVersion;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.spec.PackUse;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTest {
    private static final String PII = """
            pack: pii
            version: 1.2.0
            description: What persons' data must be.
            parameters:
              column: {type: column, doc: The column with the address.}
              levels: {type: texts, default: [gold, silver], doc: The levels allowed.}
            convert:
              - {type: split, column: full, into: [first, last]}
            validate:
              - {type: required, column: "${column}"}
              - {type: enum, name: known_level, column: level, values: "${levels}"}
            """;
    private static final String PIPELINE = """
            source: {files: "in/*.csv", format: csv}
            convert:
              - {type: rename, columns: {mail: email}}
            target:
              table: t
              columns: {first: string, last: string, email: string, level: string}
            validate:
              - {type: expect, name: short, that: "length(email) < 9"}
            """;

    @TempDir
    Path folder;

    private ProjectFolder project;

    @BeforeEach
    void writePacks() {
        project = ProjectFolder.in(folder)
                .with("packs/pii/1.2.0/pack.yaml", PII)
                .with("packs/pii/1.3.0/pack.yaml", PII.replace("1.2.0", "1.3.0"))
                .with("packs/pii-1.2.3/pack.yaml", PII.replace("1.2.0", "1.2.3"));
    }

    @Test
    void stepsOfAPackStandBeforeThePipelinesOwnAndAreNamedAfterIt() {
        PipelineSpec spec = pipeline("use: [{pack: pii@1.2, with: {column: email}}]\n");

        assertThat(spec.convert())
                .extracting(Step::name, Step::pack)
                .containsExactly(
                        tuple("pii/split(full)", Optional.of("pii@1.2.3")), tuple("rename(mail)", Optional.empty()));
        assertThat(spec.validate())
                .extracting(Step::name)
                .containsExactly("pii/required(email)", "pii/known_level", "short");
        assertThat(spec.validate().get(1).options().get(TestPlugins.Enumerated.VALUES))
                .containsExactly("gold", "silver");
        assertThat(spec.packs())
                .containsExactly(new PackUse(
                        PackName.parse("pii").orElseThrow(),
                        PackVersion.parse("1.2.3").orElseThrow(),
                        "pii",
                        Sha256.of(PII.replace("1.2.0", "1.2.3").getBytes(StandardCharsets.UTF_8)),
                        "packs/pii-1.2.3/pack.yaml"));
        assertThat(PipelinePlan.of(spec).describe())
                .anySatisfy(
                        line -> assertThat(line).startsWith("pack     pii@1.2.3, packs/pii-1.2.3/pack.yaml, sha256:"))
                .contains("validate pii/required(email): email");
    }

    @Test
    void twoNumbersMeanTheNewestPatchAndThreeExactlyThat() {
        assertThat(version("pii@1.2")).isEqualTo("1.2.3");
        assertThat(version("pii@1.3")).isEqualTo("1.3.0");
        assertThat(version("pii@1.2.0")).isEqualTo("1.2.0");
    }

    private String version(String use) {
        return pipeline("use: {pack: %s, with: {column: email}}\n".formatted(use))
                .packs()
                .get(0)
                .version()
                .toString();
    }

    @Test
    void packWithoutRequiredParametersIsUsedByItsNameAlone() {
        project.with("packs/levels-1.0/pack.yaml", """
                pack: levels
                version: 1.0
                validate:
                  - {type: enum, column: level, values: [gold]}
                """);

        assertThat(pipeline("use: levels@1.0\n").validate())
                .extracting(Step::name)
                .containsExactly("levels/enum(level)", "short");
        assertThat(pipeline("use: [levels@1.0, {pack: pii@1.3, with: {column: email}}]\n")
                        .packs())
                .extracting(PackUse::id)
                .containsExactly("levels@1.0", "pii@1.3.0");
    }

    @Test
    void packIsUsedTwiceUnderTwoNames() {
        String use = "use: [{pack: pii@1.3, with: {column: email}}, {pack: pii@1.3, %s with: {column: first}}]\n";
        project.with("packs/pii/1.3.0/pack.yaml", """
                pack: pii
                version: 1.3.0
                parameters: {column: {type: column, doc: A column.}}
                validate: [{type: required, name: given, column: "${column}"}]
                """);

        assertThat(pipeline(use.formatted("as: names,")).validate())
                .extracting(Step::name)
                .containsExactly("pii/given", "names/given", "short");
        assertThat(problems(use.formatted(""))).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(DUPLICATE_STEP_NAME);
            assertThat(problem.message()).contains("'pii/given'");
            assertThat(problem.hint()).contains("as:");
            assertThat(problem.location().toString()).isEqualTo("packs/pii/1.3.0/pack.yaml:4:35");
        });
    }

    @Test
    void ruleOfThePipelineWithTheNameOfAPacksIsRefused() {
        String own = PIPELINE.replace("name: short", "name: pii/known_level");

        assertThat(problemsOf("use: {pack: pii@1.2, with: {column: email}}\n" + own))
                .extracting(Problem::code, Problem::message)
                .containsExactly(tuple(DUPLICATE_STEP_NAME, "another step is called 'pii/known_level' already"));
    }

    @Test
    void changedPackChangesThePipelinesFingerprint() {
        String use = "use: {pack: pii@1.3, with: {column: email}}\n";
        String before = pipeline(use).fingerprint();
        assertThat(pipeline(use).fingerprint()).isEqualTo(before);

        project.with("packs/pii/1.3.0/pack.yaml", PII.replace("1.2.0", "1.3.0").replace("gold, silver", "gold"));
        String changed = pipeline(use).fingerprint();
        assertThat(changed).isNotEqualTo(before);

        project.with("packs/pii/1.3.1/pack.yaml", PII.replace("1.2.0", "1.3.1"));
        assertThat(pipeline(use).fingerprint()).isNotIn(before, changed);
    }

    @Test
    void packsLieInZipFilesAndInFoldersOfTheSearchPathToo() throws IOException {
        project.with("sluice.yaml", "name: crm\npacks: [shared, vendor/dates-2.0.1.zip]\n")
                .with("shared/names/4.0/pack.yaml", "pack: names\nversion: 4.0\n");
        zip("shared/levels-1.0.0.zip", "pack.yaml", "pack: levels\nversion: 1.0.0\n");
        zip("vendor/dates-2.0.1.zip", "pack.yaml", "pack: dates\nversion: 2.0.1\nvalidate: [{type: requird}]\n");

        assertThat(pipeline("use: [names@4.0, levels@1.0]\n").packs())
                .extracting(PackUse::file)
                .containsExactly("shared/names/4.0/pack.yaml", "shared/levels-1.0.0.zip!/pack.yaml");
        List<Problem> problems = problems("use: dates@2.0\n");
        assertThat(new ProblemPrinter(folder, Optional.empty(), false).print(problems))
                .isEqualTo("""
                error[SLU-130] unknown validator 'requird'
                  vendor/dates-2.0.1.zip!/pack.yaml:3:19
                    3 | validate: [{type: requird}]
                      |                   ^^^^^^^ did you mean 'required'?
                """);
    }

    @Test
    void configTellsThePacksFileAndLine() {
        project.with("pipelines/p.yaml", "use: {pack: pii@1.2, with: {column: email}}\n" + PIPELINE);
        ResolvedConfig config = project.open().config(Optional.of("p"));

        assertThat(config.why("validate"))
                .extracting(Setting::layer, setting -> setting.location().toString())
                .containsExactly(
                        tuple("pack pii@1.2.3", "packs/pii-1.2.3/pack.yaml:10:5"),
                        tuple("pack pii@1.2.3", "packs/pii-1.2.3/pack.yaml:11:5"),
                        tuple("pipelines/p.yaml", "pipelines/p.yaml:8:1"));
        assertThat(config.why("pii/known_level"))
                .extracting(Setting::value)
                .containsExactly("{type: enum, name: known_level, column: level, values: [gold, silver]}");
        assertThat(config.why("pii/required(email)")).hasSize(1);
        assertThat(config.why("use.pack")).extracting(Setting::value).containsExactly("\"pii@1.2\"");
    }

    @Test
    void oneStepOfAPackIsToldByItsTypeAndColumns() {
        project.with("packs/pii/1.3.0/pack.yaml", """
                pack: pii
                version: 1.3.0
                validate:
                  - {type: required, column: email}
                  - {type: required, column: level}
                """);
        project.with("pipelines/p.yaml", "use: pii@1.3\n" + PIPELINE);
        ResolvedConfig config = project.open().config(Optional.of("p"));

        assertThat(config.why("pii/required(level)"))
                .extracting(Setting::value)
                .containsExactly("{type: required, column: level}");
        assertThat(config.why("pii/required")).hasSize(2);
        assertThatThrownBy(() -> config.why("pii/required(first)")).hasMessageContaining("no layer sets it");
    }

    @Test
    void valueOfAParameterIsTextAndNoReference() {
        project.with("packs/pii/1.3.0/pack.yaml", """
                pack: pii
                version: 1.3.0
                parameters: {text: {doc: Any text.}}
                validate: [{type: enum, column: level, values: ["${text}"]}]
                """);

        PipelineSpec spec = pipeline("use: {pack: pii@1.3, with: {text: '$${inbox}'}}\n");

        assertThat(spec.validate().get(0).options().get(TestPlugins.Enumerated.VALUES))
                .containsExactly("${inbox}");
    }

    @Test
    void unknownPacksAndVersionsAreToldWithThoseThatExist() {
        assertThat(problems("use: pi@1.2\n"))
                .extracting(
                        Problem::code,
                        Problem::hint,
                        problem -> problem.location().toString())
                .containsExactly(tuple(PACK_NOT_FOUND, "did you mean 'pii'?", "pipelines/p.yaml:1:6"));
        assertThat(problems("use: [{pack: pii@2.0}]\n"))
                .extracting(Problem::code, Problem::message, Problem::hint)
                .containsExactly(tuple(
                        PACK_VERSION_NOT_FOUND, "the pack 'pii' has no version 2.0", "versions: 1.2.0, 1.2.3, 1.3.0"));
        for (String use : List.of("pii", "pii@1", "pii@latest", "../pii@1.2", "pii@1.2/../..")) {
            assertThat(problems("use: " + use + "\n")).extracting(Problem::code).containsExactly(INVALID_PACK_USE);
        }
    }

    @Test
    void parametersAreChecked() {
        assertThat(problems("use: pii@1.2\n"))
                .extracting(Problem::code, Problem::message)
                .containsExactly(tuple(MISSING_KEY, "'column' is missing in the parameters of pii@1.2"));
        assertThat(problems("use: {pack: pii@1.2, with: {colum: email, column: email}}\n"))
                .extracting(Problem::code, Problem::hint)
                .containsExactly(tuple(UNKNOWN_KEY, "did you mean 'column'?"));
        assertThat(problems("use: {pack: pii@1.2, with: {column: [a, b]}}\n"))
                .extracting(Problem::code, problem -> problem.location().toString())
                .containsExactly(tuple(WRONG_SHAPE, "pipelines/p.yaml:1:37"));
        assertThat(problems("use: {pack: pii@1.2, with: {column: emial}}\n"))
                .extracting(Problem::code, problem -> problem.location().file())
                .contains(tuple(UNKNOWN_COLUMN, "packs/pii-1.2.3/pack.yaml"));
    }

    @Test
    void faultsOfAPackAreShownInItsFile() {
        assertThat(broken("pack: pii\nversion: 1.3.0\nvalidate: [{type: a\n"))
                .extracting(Problem::code, problem -> problem.location().file())
                .containsExactly(tuple(YAML_SYNTAX, "packs/pii/1.3.0/pack.yaml"));
        assertThat(broken("pack: pii\nversion: 1.3.0\nuse: names@1.0\n"))
                .extracting(
                        Problem::code,
                        Problem::message,
                        problem -> problem.location().toString())
                .containsExactly(
                        tuple(CONFLICTING_KEYS, "a pack cannot use another pack", "packs/pii/1.3.0/pack.yaml:3:1"));
        assertThat(broken("pack: pii\nversion: 1.2.9\n"))
                .extracting(Problem::code, Problem::message)
                .containsExactly(
                        tuple(PACK_DAMAGED, "the pack says that it is pii@1.2.9, but lies where pii@1.3.0 is due"));
        assertThat(broken("pack: pii\nversion: 1.3.0\nsource: {}\nparameters: {n: {type: whole, default: x}}\n"))
                .extracting(Problem::code)
                .containsExactly(UNKNOWN_KEY, MISSING_KEY, NOT_A_WHOLE_NUMBER);
        assertThat(broken("pack: pii\nversion: 1.3.0\nvalidate: [{type: required, column: '${mail}'}]\n"))
                .extracting(Problem::code, Problem::hint)
                .containsExactly(tuple(UNKNOWN_VARIABLE, "the pack pii declares no parameters"));
        assertThat(broken("pack: pii\nversion: 1.3.0\nvalidate: [{type: required, column: '${secret:x}'}]\n"))
                .extracting(Problem::code)
                .containsExactly(SECRET_NOT_ALLOWED);
        assertThat(broken("- a\n")).extracting(Problem::code).containsExactly(PACK_DAMAGED);
    }

    private List<Problem> broken(String pack) {
        project.with("packs/pii/1.3.0/pack.yaml", pack);
        return problems("use: pii@1.3\n");
    }

    @Test
    void packMayNotReachOutOfItsFolder() throws IOException {
        Path elsewhere = Files.createTempDirectory("elsewhere");
        Files.writeString(elsewhere.resolve("pack.yaml"), "pack: away\nversion: 1.0\n");
        Files.createSymbolicLink(folder.resolve("packs/away-1.0"), elsewhere);
        assertThat(problems("use: away@1.0\n"))
                .extracting(Problem::code, Problem::message)
                .containsExactly(tuple(
                        PACK_DAMAGED,
                        "the pack away@1.0 in packs/away-1.0 cannot be read: it lies outside of " + folder + "/packs"));

        assertThat(broken("pack: pii\nversion: 1.3.0\njars: {../x.jar: 'sha256:%s'}\n".formatted("0".repeat(64))))
                .extracting(Problem::code)
                .containsExactly(INVALID_NAME);
        Files.createDirectories(folder.resolve("packs/hollow/1.0"));
        assertThat(problems("use: hollow@1.0\n"))
                .extracting(Problem::message)
                .containsExactly("the pack hollow@1.0 in packs/hollow/1.0 cannot be read: it has no pack.yaml");
        Files.writeString(folder.resolve("packs/torn-1.0.zip"), "PK");
        assertThat(problems("use: torn@1.0\n")).extracting(Problem::code).containsExactly(PACK_DAMAGED);
    }

    @Test
    void pinnedPackMustBeTheOnePinned() {
        String pin = Sha256.of(PII.getBytes(StandardCharsets.UTF_8)).toString();
        String use = "use: {pack: pii@1.2.0, sha256: '%s', with: {column: email}}\n".formatted(pin);

        assertThat(pipeline(use).packs()).hasSize(1);

        project.with("packs/pii/1.2.0/pack.yaml", PII + "# changed\n");
        assertThat(problems(use)).extracting(Problem::code).containsExactly(PACK_PIN);
    }

    @Test
    void versionThatStandsTwiceAndMissingSearchPathsAreRefused() {
        project.with("packs/pii-1.3/pack.yaml", PII.replace("1.2.0", "1.3"));
        assertThat(problems("use: {pack: pii@1.3, with: {column: email}}\n"))
                .extracting(Problem::code)
                .containsExactly(PACK_DAMAGED);

        project.with("sluice.yaml", "name: crm\npacks: [no/such]\n");
        assertThat(problems("use: {pack: pii@1.2, with: {column: email}}\n"))
                .extracting(Problem::code)
                .containsExactly(CONFIG_FILE_MISSING);

        project.with("sluice.yaml", "name: crm\npacks: ['s3://bucket/packs']\n");
        assertThatThrownBy(() -> project.open().spec()).hasMessageContaining("s3://bucket/packs");
    }

    private PipelineSpec pipeline(String use) {
        project.with("pipelines/p.yaml", use + PIPELINE);
        return project.open().pipeline("p");
    }

    private List<Problem> problems(String use) {
        return problemsOf(use + PIPELINE);
    }

    private List<Problem> problemsOf(String text) {
        project.with("pipelines/p.yaml", text);
        return project.problems("p");
    }

    private void zip(String file, String entry, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
