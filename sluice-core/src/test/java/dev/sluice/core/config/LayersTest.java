package dev.sluice.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {
    private static final String PIPELINE = """
            source:
              files: ${inbox}/*.csv
              options:
                delimiter: ";"
            target:
              table: orders
              columns:
                id: long
                price: {type: "decimal(10,2)"}
              properties: {write.format.default: parquet}
            validate:
              - {type: expect, name: a, that: id > 0}
            env:
              prod:
                source: {options: {delimiter: "|"}}
                vars: {inbox: /prod/pipeline}
            """;

    @TempDir
    Path folder;

    private ProjectFolder project;

    @BeforeEach
    void writeAllLayers() {
        project = new ProjectFolder(folder)
                .with("sluice.yaml", """
                        name: shop
                        vars: {inbox: data, day: "1"}
                        zone: Europe/Paris
                        source: {format: csv, options: {header: false, delimiter: ","}}
                        """)
                .with("conf/base.yaml", "zone: Europe/Berlin\nsource: {options: {maxRecordSize: 2MiB}}\n")
                .with("conf/prod.yaml", """
                        strict: true
                        vars: {inbox: /prod}
                        source: {options: {delimiter: "%"}}
                        target: {columns: {id: {required: true}}}
                        """)
                .with("pipelines/orders.yaml", PIPELINE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                    name ! sluice.yaml=shop
                    zone ! built-in default=UTC | sluice.yaml=Europe/Paris | conf/base.yaml=Europe/Berlin | SLUICE_ZONE=Asia/Tokyo
                    strict ! built-in default=false | conf/prod.yaml=true
                    source.format ! sluice.yaml=csv
                    source.files ! pipelines/orders.yaml="${inbox}/*.csv" | --set=other
                    source.options.delimiter ! sluice.yaml="," | pipelines/orders.yaml=";" | conf/prod.yaml="%" | pipelines/orders.yaml env: prod="|" | SLUICE_SOURCE__OPTIONS__DELIMITER=tab | --set="~"
                    source.options.header ! sluice.yaml=false | --set=true
                    source.options.maxRecordSize ! conf/base.yaml="2MiB" | SLUICE_SOURCE__OPTIONS__MAX_RECORD_SIZE="3MiB"
                    vars.inbox ! sluice.yaml=data | conf/prod.yaml=/prod | pipelines/orders.yaml env: prod=/prod/pipeline | SLUICE_VARS__INBOX=/env | --set=/set
                    vars.day ! sluice.yaml="1"
                    target.table ! pipelines/orders.yaml=orders
                    target.columns.id.type ! pipelines/orders.yaml=long
                    target.columns.id.required ! conf/prod.yaml=true
                    target.columns.price.type ! pipelines/orders.yaml="decimal(10,2)" | --set="decimal(12,2)"
                    target.properties.write.format.default ! pipelines/orders.yaml=parquet | --set=orc
                    validate ! pipelines/orders.yaml=[{type: expect, name: a, that: id > 0}] | --set=(appended) {type: expect, name: b, that: price > 0}
                    validate.0.name ! pipelines/orders.yaml=a
                    target.partition ! --set=[id]
                    spark.spark.sql.ansi.enabled ! --set=true
                    warehouse ! built-in default=DEFAULT | SLUICE_WAREHOUSE=w
                    source.columns ! --set=(deleted)
                    """)
    void everyLayerThatSetAKeyIsToldTheWinnerLast(String key, String expected) {
        Map<String, String> variables = Map.of(
                "SLUICE_ZONE", "Asia/Tokyo",
                "SLUICE_SOURCE__OPTIONS__DELIMITER", "tab",
                "SLUICE_SOURCE__OPTIONS__MAX_RECORD_SIZE", "3MiB",
                "SLUICE_VARS__INBOX", "/env",
                "SLUICE_WAREHOUSE", "w",
                "SLUICE_SECRET_DB", "s3cret",
                "SLUICE_JAVA_OPTS", "-Xmx1g");
        List<Setting> settings = project.open(
                        Optional.of("prod"),
                        variables,
                        "source.files=other",
                        "source.options.delimiter=~",
                        "source.options.header=true",
                        "inbox=/set",
                        "target.columns.price.type=decimal(12,2)",
                        "target.properties.write.format.default=orc",
                        "+validate={type: expect, name: b, that: price > 0}",
                        "target.partition=[id]",
                        "spark.sql.ansi.enabled=true",
                        "source.columns=[x]",
                        "~source.columns")
                .config(Optional.of("orders"))
                .why(key);

        String told = String.join(
                " | ",
                settings.stream()
                        .map(setting -> setting.layer() + "=" + setting.value())
                        .filter(text -> !text.equals("--set=[x]"))
                        .toList());
        assertThat(told).isEqualTo(expected.replace("DEFAULT", folder + "/.sluice/warehouse"));
    }

    @Test
    void layersAreToldWithTheirPlaces() {
        assertThat(project.openFor("prod").config(Optional.of("orders")).why("source.options.delimiter"))
                .extracting(setting -> setting.location().toString())
                .containsExactly(
                        "sluice.yaml:4:48",
                        "pipelines/orders.yaml:4:5",
                        "conf/prod.yaml:3:20",
                        "pipelines/orders.yaml:15:24");
    }

    @Test
    void resolvedConfigurationIsYamlWithoutReferencesToVariables() {
        assertThat(project.openFor("prod").config(Optional.of("orders")).toYaml())
                .contains("""
                source:
                  format: csv
                  options:
                    header: false
                    delimiter: "|"
                    maxRecordSize: "2MiB"
                  files: "/prod/pipeline/*.csv"
                target:
                """)
                .contains("  columns:\n    id:\n      type: long\n      required: true\n");
    }

    @Test
    void confidentialTextsAreMasked() {
        project.with("conf/base.yaml", """
                catalog: {url: "jdbc:postgresql://u:pw1@db/c?user=a&password=pw2"}
                ledger: {url: "jdbc:postgresql://db/l?password=${secret:LEDGER}"}
                spark: {spark.hadoop.fs.s3a.secret.key: pw3, spark.hadoop.x.token: "${secret:TOKEN}"}
                """);
        ResolvedConfig config = project.open(
                        Optional.empty(), Map.of("SLUICE_SECRET_LEDGER", "pw4", "SLUICE_SECRET_TOKEN", "pw5"))
                .config(Optional.empty());

        assertThat(config.toYaml())
                .doesNotContain("pw1", "pw2", "pw3", "pw4", "pw5")
                .contains("${secret:TOKEN}", "user=a");
        assertThat(config.why("catalog.url").toString()).doesNotContain("pw1", "pw2");
    }

    @Test
    void overridesThatMayHoldSecretsAreToldApart() {
        Project opened = project.open(
                "zone=UTC",
                "catalog.url=jdbc:postgresql://db/c",
                "dbPassword=pw",
                "~spark.spark.ui.enabled",
                "+source.files=s3://u:pw@b/x",
                "source.options.nullTokens=[NA]",
                "inbox=in");

        assertThat(opened.harmlessOverrides())
                .containsExactly("zone=UTC", "source.options.nullTokens=[NA]", "inbox=in");
        assertThat(opened.confidentialOverrides())
                .containsExactly("catalog.url", "vars.dbPassword", "spark.spark.ui.enabled", "source.files");
    }

    @Test
    void overridesWithASecretDeepInAMapOrListAreToldApart() {
        Project opened = project.open(
                "vars={dbPassword: hunter2}",
                "source.options={token: abc}",
                "+validate=[{type: my_rule, apiKey: abc}]",
                "vars.credentials={user: u, word: w}",
                "source.files=['s3://u:pw@b/x']",
                "vars.more={dbPassword: '${secret:DB}', inbox: in}");

        assertThat(opened.harmlessOverrides()).containsExactly("vars.more={dbPassword: '${secret:DB}', inbox: in}");
        assertThat(opened.confidentialOverrides())
                .containsExactly("vars", "source.options", "validate", "vars.credentials", "source.files");
    }

    @Test
    void wordsThatMeanNullAreNoSecrets() {
        project.with("pipelines/p.yaml", "source: {options: {nullTokens: [NA, '-']}, token: pw1}\n");

        assertThat(project.open().config(Optional.of("p")).toYaml())
                .contains("nullTokens: [NA, \"-\"]", "token: \"***\"");
    }

    @Test
    void sourceIsGivenAsItIsForWhoReadsTheSameFiles() {
        project.with("pipelines/p.yaml", """
                zone: Europe/Paris
                source:
                  files: ["${inbox}/*.csv", "s3://user:key@bucket/$${x}?token=abc"]
                  format: csv
                  options: {nullTokens: [NA, "-", "true"], delimiter: ";", header: true, share: 1.5}
                """);
        String source = project.open().config(Optional.of("p")).source().orElseThrow();

        assertThat(source)
                .startsWith("zone: Europe/Paris\nsource:\n")
                .contains(
                        "  files: [\"data/*.csv\", \"s3://user:key@bucket/$${x}?token=abc\"]\n",
                        "  options:\n",
                        "    nullTokens: [NA, \"-\", \"true\"]\n",
                        "    delimiter: \";\"\n",
                        "    header: true\n",
                        "    share: 1.5\n");
        project.with("pipelines/q.yaml", source);
        assertThat(project.open().config(Optional.of("q")).source()).contains(source);

        project.with("pipelines/p.yaml", "source: {files: '${inbx}/a.csv'}\n");
        assertThatThrownBy(() -> project.open().config(Optional.of("p")).source())
                .hasMessageContaining("unknown variable 'inbx'");
    }

    @Test
    void secretsAreResolvedAtUse() throws Exception {
        project.with(".sluice/secrets/FILE", "from-file\n").with("elsewhere", "from-named-file\n");
        Secrets secrets = project.open(
                        Optional.empty(),
                        Map.of("SLUICE_SECRET_ENV", "from-env", "SLUICE_SECRET_NAMED_FILE", folder + "/elsewhere"))
                .secrets();

        assertThat(secrets.resolve("a ${secret:ENV} b ${secret:FILE} c ${secret:NAMED}"))
                .isEqualTo("a from-env b from-file c from-named-file");
        assertThatThrownBy(() -> secrets.resolve("${secret:NONE}"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_MISSING));
    }

    @Test
    void fingerprintDependsOnMeaningOnly() {
        String fingerprint = project.openFor("prod").pipeline("orders").fingerprint();
        String sameWithOtherOrder = project.with(
                        "pipelines/orders.yaml",
                        PIPELINE.replace("table: orders", "# a comment\n  table: 'orders'")
                                .replace("  options:\n    delimiter: \";\"\n", ""))
                .openFor("prod")
                .pipeline("orders")
                .fingerprint();
        String otherZone =
                project.openFor("prod", "zone=UTC").pipeline("orders").fingerprint();

        String lookedAfter = project.openFor("prod", "maintain.after=20", "quarantine.retention=90d")
                .pipeline("orders")
                .fingerprint();

        assertThat(sameWithOtherOrder).isEqualTo(fingerprint);
        assertThat(lookedAfter).isEqualTo(fingerprint);
        assertThat(otherZone).isNotEqualTo(fingerprint);
    }

    @Test
    void setOfANameThatIsNoKeySetsAVariable() {
        assertThat(project.open("inbox=/tmp/in").pipeline("orders").source().files())
                .containsExactly("/tmp/in/*.csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                    inbx=/tmp ! UNKNOWN_VARIABLE ! did you mean 'inbox'?
                    sourc.files=a ! UNKNOWN_KEY ! did you mean 'source'?
                    source.fils=a ! UNKNOWN_KEY ! did you mean 'files'?
                    zone ! INVALID_OVERRIDE ! has no value
                    ~zone=x ! INVALID_OVERRIDE ! deletes and has a value
                    =x ! INVALID_OVERRIDE ! names no key
                    source..files=x ! INVALID_OVERRIDE ! empty part
                    ~target.propertys ! INVALID_OVERRIDE ! did you mean 'properties'?
                    target.table.x=1 ! INVALID_OVERRIDE ! is a single value
                    +target.columns=x ! INVALID_OVERRIDE ! only a list can be appended to
                    validate.5.name=x ! INVALID_OVERRIDE ! is a list of 1 items
                    source.options=[a ! WRONG_SHAPE ! must be a map
                    zone=[a ! UNKNOWN_ZONE ! names no time zone
                    zone={a: b: c} ! YAML_SYNTAX ! a ',' or '}' is missing
                    strict=maybe ! NOT_A_FLAG ! must be true or false
                    """)
    void wrongOverrideIsTold(String override, ErrorCode code, String advice) {
        assertThat(project.problems("orders", override)).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message() + problem.advice()).contains(advice);
            assertThat(String.valueOf(problem.location())).startsWith("--set");
        });
    }

    @Test
    void unknownVariableOfTheProcessIsTold() {
        assertThatThrownBy(() -> project.open(Optional.empty(), Map.of("SLUICE_SORCE__FILES", "x"))
                        .pipeline("orders"))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::code, problem -> String.valueOf(problem.location()), Problem::hint)
                                .contains(
                                        tuple(ErrorCode.UNKNOWN_KEY, "SLUICE_SORCE__FILES", "did you mean 'source'?")));
    }

    @Test
    void unknownEnvironmentIsToldWithTheOnesThatExist() {
        assertThatThrownBy(() -> project.openFor("prd")).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT_NOT_FOUND);
            assertThat(e.problems().get(0).hint()).isEqualTo("did you mean 'prod'?");
        });
        assertThatThrownBy(() -> project.openFor("staging-2"))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.problems().get(0).hint()).isEqualTo("environments: prod"));
    }

    @Test
    void unknownPipelineIsToldWithTheOnesThatExist() {
        assertThatThrownBy(() -> project.open().pipeline("ordrs")).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PIPELINE_NOT_FOUND);
            assertThat(e.problems().get(0).hint()).isEqualTo("did you mean 'orders'?");
        });
    }

    @Test
    void twoFilesOfOnePipelineAreRefused() {
        project.with("pipelines/again.yaml", "pipeline: orders\n");

        assertThat(project.problems("orders"))
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .containsExactly(tuple(ErrorCode.DUPLICATE_PIPELINE, "pipelines/orders.yaml:1:1"));
    }

    @Test
    void folderWithoutProjectIsRefused() {
        assertThatThrownBy(() -> new ProjectFolder(folder.resolve("none")).open())
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_NOT_FOUND));
    }

    @Test
    void keyThatIsNotSetIsToldWithTheNearest() {
        ResolvedConfig config = project.open().config(Optional.of("orders"));

        assertThatThrownBy(() -> config.why("source.option.header"))
                .isInstanceOfSatisfying(SluiceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_SET);
                    assertThat(e.problems().get(0).hint()).isEqualTo("did you mean 'source.options.header'?");
                });
    }

    @Test
    void schemaFileIsSharedAndItsFaultsPointIntoIt() {
        project.with("schemas/orders.yaml", """
                        columns:
                          id: long
                          price: {type: decimal(10;2)}
                        rules:
                          - {type: expct, that: id > 0}
                        """).with("pipelines/shared.yaml", """
                        source: {files: a}
                        target: {table: orders, schema: schemas/orders.yaml, columns: {x: string}}
                        """);

        assertThat(project.problems("shared"))
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .containsExactlyInAnyOrder(
                        tuple(ErrorCode.CONFLICTING_KEYS, "pipelines/shared.yaml:2:54"),
                        tuple(ErrorCode.INVALID_TYPE, "schemas/orders.yaml:3:27"),
                        tuple(ErrorCode.UNKNOWN_PLUGIN, "schemas/orders.yaml:5:12"));
    }

    @Test
    void rulesOfTheSchemaFileFollowTheConstraints() {
        project.with("schemas/orders.yaml", """
                        columns:
                          id: {type: string, range: {min: 1}}
                        partition: ["bucket(4, id)"]
                        rules:
                          - {type: expect, name: even, that: "id <> ''"}
                        """).with("pipelines/shared.yaml", """
                        source: {files: a}
                        target: {table: orders, schema: schemas/orders.yaml}
                        """);

        var target = project.open().pipeline("shared").target();

        assertThat(target.rules()).extracting(step -> step.name()).containsExactly("range(id)", "even");
        assertThat(target.partition()).hasSize(1);
    }

    @Test
    void variablesMayHoldListsAndOtherVariables() {
        project.with("pipelines/vars.yaml", """
                vars: {root: /data, folder: "${root}/in", names: [a, b], cost: "$${x}"}
                source: {files: ["${folder}/x.csv"], format: csv, columns: "${names}"}
                target: {table: t, columns: {a: {type: string, comment: "${cost}", enum: "${names}"}}}
                """);

        var spec = project.open().pipeline("vars");

        assertThat(spec.source().files()).containsExactly("/data/in/x.csv");
        assertThat(spec.source().columns()).hasSize(2);
        assertThat(spec.target().columns().get(0).comment()).isEqualTo("${x}");
        assertThat(spec.target().rules().get(0).options().get(TestPlugins.Enumerated.VALUES))
                .containsExactly("a", "b");
    }

    @Test
    void faultOfASharedFileIsToldOnce() {
        project.with("conf/base.yml", "stict: true\n");

        assertThat(project.problems("orders"))
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .containsExactly(tuple(ErrorCode.UNKNOWN_KEY, "conf/base.yml:1:1"));
        assertThat(project.open().environments()).containsExactly("prod");
    }

    @Test
    void faultsOfThePlanComeTogetherWithThoseOfTheReader() {
        project.with("pipelines/both.yaml", """
                source: {files: a, format: csv, columns: [a]}
                zone: Mars
                target: {table: t, columns: {b: string}}
                validate:
                  - {type: expect, name: x, that: "reflect('java.lang.System', 'exit')"}
                """);

        assertThat(project.problems("both"))
                .extracting(Problem::code)
                .contains(ErrorCode.UNKNOWN_ZONE, ErrorCode.FUNCTION_NOT_ALLOWED)
                .hasSizeGreaterThanOrEqualTo(3);
    }
}
