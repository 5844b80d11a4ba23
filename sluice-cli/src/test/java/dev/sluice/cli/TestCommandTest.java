package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCommandTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @ParameterizedTest
    @ValueSource(strings = {"customers", "daily-reports"})
    void testsOfTheExamplesPassAndLeaveTheirTablesAlone(String example) throws IOException {
        copy(example);

        assertThat(sluice.run("test")).as(sluice.out() + sluice.err()).isZero();
        assertThat(sluice.out()).contains("ok  ").doesNotContain("FAIL").contains("rules fired");
        assertThat(folder.resolve(".sluice/catalog.db")).doesNotExist();
        assertThat(folder.resolve(".sluice/ledger.db")).doesNotExist();
    }

    @Test
    void changedRuleFailsWithAReadableDifferenceAndPassesWhenPutBack() throws IOException {
        copy("customers");
        change("silver, gold]", "silver, gold, platinum]");

        Path junit = folder.resolve("target/sluice.xml");
        assertThat(sluice.run("test", "--case", "bad customer", "--junit", junit.toString()))
                .isEqualTo(6);
        assertThat(sluice.out())
                .contains("FAIL  a bad customer is kept with all that is wrong with it")
                .contains("tests/customers.yaml:16")
                .contains("quarantined: record 1 of rows.jsonl differs")
                .containsPattern("  reason  NOT_A_DATE column birthDate +NOT_A_DATE column birthDate\n")
                .containsPattern("! reason  NOT_IN_ENUM column rewardsLevel value 'platinum'  -\n")
                .contains("1 cases: 0 passed, 1 failed");
        assertThat(junit).content().contains("failures=\"1\"", "NOT_IN_ENUM column rewardsLevel");

        change("silver, gold, platinum]", "silver, gold]");
        assertThat(sluice.run("test", "--case", "bad customer")).isZero();
        assertThat(sluice.out()).contains("1 cases: 1 passed, 0 failed");
    }

    @Test
    void newProjectComesWithATestThatPasses() {
        assertThat(sluice.run("init", ".")).isZero();
        assertThat(sluice.out()).contains("tests/example.yaml");

        assertThat(sluice.run("test")).as(sluice.out() + sluice.err()).isZero();
        assertThat(sluice.out()).contains("2 cases: 2 passed, 0 failed");
    }

    @Test
    void programsGetResultsDifferencesAndCoverage() throws IOException {
        copy("customers");
        change("birthDate < current_date()", "birthDate < date'2000-01-01'");

        assertThat(sluice.run("test", "customers", "--case", "tomorrow", "-o", "json"))
                .isEqualTo(6);
        JsonNode json = new ObjectMapper().readTree(sluice.out());
        assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(json.get("failed").asInt()).isEqualTo(1);
        assertThat(json.at("/cases/0/state").asText()).isEqualTo("failed");
        assertThat(json.at("/cases/0/line").asInt()).isEqualTo(28);
        assertThat(json.at("/cases/0/differences/0/cells/1/expected").asText()).isEqualTo("1");
        assertThat(json.at("/coverage/0/neverFired").toString())
                .contains("enum(rewardsLevel)")
                .doesNotContain("born_before_today");
    }

    @Test
    void otherTablesAndTheTargetCanHaveRowsBeforeTheRun() throws IOException {
        copy("customers");
        Files.writeString(folder.resolve("pipelines/visits.yaml"), """
                pipeline: visits
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: crm.visits
                  columns:
                    id: {type: long, required: true}
                    customer: long
                    on: date
                validate:
                  - {type: unique, name: once, columns: [id], among: both}
                  - {type: exists_in, name: customer_is_known, columns: [customer], table: crm.customers, key: [id]}
                  - {type: expect, name: not_today, that: "on < current_date()", severity: warning}
                """);
        Files.writeString(folder.resolve("tests/visits.yaml"), """
                pipeline: visits
                now: 2031-03-02T10:00:00Z
                cases:
                  - name: keys are looked up
                    given:
                      text: |
                        id,customer,on
                        1,1000,2031-03-01
                        2,1000,2031-03-02
                        3,7,2031-03-01
                      tables:
                        crm.customers:
                          - {id: 1000, firstName: Ada, lastName: Winterberg, tags: [a], address: {city: Ulm}}
                        crm.visits:
                          - {id: 1, customer: 1000, on: 2031-02-01}
                    then:
                      landed: [{id: 2, on: 2031-03-02}]
                      quarantined:
                        - {record: 1, reasons: [{code: ALREADY_IN_TARGET, rule: once}]}
                        - {record: 3, raw: "3,7,2031-03-01", reasons: [{code: NOT_FOUND, rule: customer_is_known}]}
                      notices: {not_today: 1}
                  - name: a missing table is told
                    given: {rows: [{id: 1, customer: 2}]}
                    then: {error: SLU-310}
                """);

        assertThat(sluice.run("test", "visits")).as(sluice.out() + sluice.err()).isZero();
    }

    @Test
    void caseMadeOfARunHoldsNoNameOfAnybodyAndPasses() throws IOException {
        copy("customers");
        assertThat(sluice.run("run", "customers", "-o", "json")).isZero();
        String runId = new ObjectMapper().readTree(sluice.out()).get("runId").asText();

        assertThat(sluice.run("test", "--from", runId, "--rows", "8", "--mask", "tags=null"))
                .as(sluice.err())
                .isZero();
        Path file = folder.resolve("tests/customers-" + runId + ".yaml");
        assertThat(sluice.out()).isEqualTo("tests/customers-" + runId + ".yaml\n");
        assertThat(file)
                .content()
                .contains(
                        "pipeline: customers",
                        "level: gold",
                        "quarantined:",
                        "{code: NOT_A_DATE, rule: cast(birthDate)}")
                .doesNotContain("Winterberg", "Quay", "Moreau");
        assertThat(sluice.run("test", "customers-" + runId))
                .as(sluice.out() + sluice.err())
                .isZero();
        assertThat(sluice.out()).contains("1 cases: 1 passed");

        assertThat(sluice.run("test", "--from", runId)).isEqualTo(2);
        assertThat(sluice.err()).contains("is there already");
        assertThat(sluice.run("test", "--from", runId, "--to", "tests/b.yaml", "--mask", "nam=hash"))
                .isEqualTo(2);
        assertThat(sluice.err()).contains("did you mean 'name'?");
        assertThat(sluice.run("test", "--from", runId, "--to", "tests/b.yaml", "--no-mask"))
                .isZero();
        assertThat(folder.resolve("tests/b.yaml")).content().contains("Winterberg");
        assertThat(sluice.run("test", "b")).as(sluice.out() + sluice.err()).isZero();
    }

    @Test
    void caseMadeOfARunOfMendedRowsPassesAsTheRunWasAskedFor() throws IOException {
        copy("mended-orders");
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/prod.yaml"), "budget: {rejected: 90%}\n");
        assertThat(sluice.run("run", "orders", "-e", "prod", "--tag", "region=no", "-o", "json"))
                .as(sluice.err())
                .isZero();
        String runId = new ObjectMapper().readTree(sluice.out()).get("runId").asText();

        assertThat(sluice.run("test", "--from", runId, "--no-mask", "-e", "prod", "--set", "zone=Europe/Paris"))
                .as(sluice.err())
                .isZero();

        assertThat(folder.resolve("tests/orders-" + runId + ".yaml"))
                .content()
                .contains("environment: prod", "set: [\"zone=Europe/Paris\"]", "tags: {region: \"no\"}", "batchId: ")
                .doesNotContain("_fix", "fixId", "fix_id");
        assertThat(sluice.run("test")).as(sluice.out() + sluice.err()).isZero();
        assertThat(sluice.out()).contains("1 cases: 1 passed");
    }

    @Test
    void whatACaseGivesWronglyFailsThatCaseAlone() throws IOException {
        copy("customers");
        Files.writeString(folder.resolve("pipelines/visits.yaml"), """
                pipeline: visits
                source: {files: "inbox/*.csv", format: csv, options: {encoding: ISO-8859-1}}
                target:
                  table: crm.visits
                  columns: {id: {type: long, required: true}, on: date}
                """);
        Files.delete(folder.resolve("tests/customers.yaml"));
        Files.writeString(folder.resolve("tests/visits.yaml"), """
                pipeline: visits
                cases:
                  - name: no number
                    given: {text: "id,on\\n1,2031-03-01\\n", tables: {crm.visits: [{id: abc}]}}
                    then: {landed: 1}
                  - name: no date
                    given: {text: "id,on\\n1,2031-03-01\\n", tables: {crm.visits: [{id: 1, on: 31.02.2026}]}}
                    then: {landed: 1}
                  - name: no name
                    given: {files: {"a\\0b": "id,on\\n"}}
                    then: {landed: 1}
                  - name: no Latin
                    given: {text: "id,on\\n1,\\u4e00\\n"}
                    then: {landed: 0}
                  - name: pattern that is a name
                    given: {files: {"a[1].csv": "id,on\\n1,2031-03-01\\n", "b{x}*?.csv": "id,on\\n2,\\n"}}
                    then: {landed: [{id: 1}, {id: 2}]}
                """);

        assertThat(sluice.run("test")).as(sluice.out() + sluice.err()).isEqualTo(6);
        assertThat(sluice.out())
                .contains("FAIL  no number", "FAIL  no date", "FAIL  no name", "FAIL  no Latin")
                .contains("ok    pattern that is a name")
                .contains("the rows of crm.visits do not fit its columns", "cannot be the name of a file")
                .contains("characters that the source's encoding ISO-8859-1 has not")
                .contains("5 cases: 1 passed, 4 failed");
    }

    @Test
    void mistakesInTestFilesAreToldBeforeSparkStarts() throws IOException {
        copy("customers");
        Path file = folder.resolve("tests/customers.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("landed:", "landd:"));

        assertThat(sluice.run("test")).isEqualTo(2);
        assertThat(sluice.err())
                .contains("error[SLU-102] unknown key 'landd' in then", "tests/customers.yaml:11:7", "mean 'landed'?");

        Files.writeString(
                file,
                Files.readString(file).replaceFirst("landd:", "landed:").replace("firstName: Bo", "fistName: Bo"));
        assertThat(sluice.run("test")).isEqualTo(2);
        assertThat(sluice.err()).contains("crm.customers has no column 'fistName'", "did you mean 'firstName'?");
    }

    @Test
    void nothingSelectedEndsWithSeven() throws IOException {
        copy("customers");

        assertThat(sluice.run("test", "custmers")).isEqualTo(7);
        assertThat(sluice.err()).contains("error[SLU-730]", "did you mean 'customers'?");

        Files.delete(folder.resolve("tests/customers.yaml"));
        assertThat(sluice.run("test")).isEqualTo(7);
    }

    private void change(String from, String to) throws IOException {
        Path file = folder.resolve("pipelines/customers.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void copy(String example) throws IOException {
        Path from = EXAMPLES.resolve(example);
        try (Stream<Path> paths = Files.walk(from)) {
            paths.filter(path -> !path.startsWith(from.resolve(".sluice"))).forEach(path -> {
                try {
                    Path copy = folder.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(path, copy);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
