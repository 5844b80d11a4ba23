package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.profile.ColumnProfile;
import dev.sluice.spark.profile.ProposedColumn;
import dev.sluice.spark.profile.ProposedRule;
import dev.sluice.spark.profile.SourceProfile;
import dev.sluice.spark.profile.ValueRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final String CSV = "source: {files: \"inbox/*.csv\", format: csv}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    private Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private SourceProfile profile(String source) {
        try (Sluice sluice = open()) {
            return sluice.profile(new ProfileRequest(source, "p.yaml", "shop.p", 0.05), RunListener.SILENT);
        }
    }

    /** Runs the proposal as a pipeline of the project. */
    private RunResult run(SourceProfile profile) throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), profile.yaml());
        try (Sluice sluice = open()) {
            return sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    private void csv(String name, String header, List<String> rows) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(name), header + "\n" + String.join("\n", rows) + "\n");
    }

    private static ProposedColumn column(SourceProfile profile, String name) {
        return profile.proposed().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A thousand rows with faults of known number. */
    private static List<String> orders() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> String.join(
                        ",",
                        Integer.toString(1000 + i),
                        i % 500 == 0 ? "many" : Integer.toString(1 + i % 7),
                        i % 100 == 3 ? "n/a" : "%d.%02d".formatted(i % 90, i % 100),
                        i % 250 == 7 ? "someday" : "%02d/%02d/2026".formatted(1 + i % 12, 1 + i % 28),
                        i < 1 ? "lost" : List.of("new", "paid", "sent").get(i % 3),
                        i % 200 == 1 ? "none" : "customer%d@example.org".formatted(i % 300),
                        "AB-%04d".formatted(i % 450),
                        i % 2 == 0 ? "" : "text " + i + "x".repeat(i % 40),
                        "0%04d".formatted(i % 900)))
                .toList();
    }

    @Test
    void proposedPipelineRejectsExactlyWhatWasTold() throws IOException {
        String header = "id,count,price,day,status,mail,code,remark,zip";
        csv("a.csv", header, orders().subList(0, 600));
        csv("b.csv", header, orders().subList(600, 1000));

        SourceProfile profile = profile(CSV);

        assertThat(profile.rows()).isEqualTo(1000);
        assertThat(profile.proposed().stream().collect(Collectors.toMap(ProposedColumn::name, ProposedColumn::type)))
                .containsOnly(
                        entry("id", "int"),
                        entry("count", "int"),
                        entry("price", "decimal(10,2)"),
                        entry("day", "date"),
                        entry("status", "string"),
                        entry("mail", "string"),
                        entry("code", "string"),
                        entry("remark", "string"),
                        entry("zip", "string"));
        assertThat(column(profile, "day").formats()).containsExactly("M/d/yyyy");
        assertThat(column(profile, "price").nothings()).containsExactly("n/a");
        assertThat(column(profile, "zip").notes()).anyMatch(note -> note.contains("begin with a zero"));
        assertThat(profile.proposed().stream().flatMap(column -> column.rules().stream()))
                .extracting(ProposedRule::name)
                .contains(
                        "required(id)",
                        "unique(id)",
                        "range(count)",
                        "range(price)",
                        "enum(status)",
                        "email(mail)",
                        "pattern(code)",
                        "length(remark)");
        assertThat(profile.rejectedByRule())
                .containsOnly(
                        entry("cast(count)", 2L),
                        entry("required(price)", 10L),
                        entry("cast(day)", 4L),
                        entry("enum(status)", 1L),
                        entry("email(mail)", 5L));

        RunResult run = run(profile);

        assertThat(run.rows().quarantined()).isEqualTo(profile.rejected());
        assertThat(run.reasons().stream().collect(Collectors.toMap(ReasonCount::rule, ReasonCount::rows, Long::sum)))
                .isEqualTo(profile.rejectedByRule());
        assertThat(profile.yaml()).contains("# rejects 4 of 1000 rows", "# On these rows it rejects ");
    }

    @Test
    void valuesAreDescribed() throws IOException {
        csv("a.csv", "id,count,price,day,status,mail,code,remark,zip", orders());

        SourceProfile profile = profile(CSV);

        ColumnProfile price = profile.columns().get(2);
        assertThat(price.nulls()).isZero();
        assertThat(price.min()).hasValue(0.0);
        assertThat(price.max()).hasValue(89.99);
        assertThat(price.mean().orElseThrow()).isBetween(44.0, 46.0);
        assertThat(price.percentiles().get(3)).isBetween(40.0, 50.0);
        ColumnProfile status = profile.columns().get(4);
        assertThat(status.distinct()).isEqualTo(4);
        assertThat(status.distinctExact()).isTrue();
        assertThat(status.top()).extracting(ValueRows::rows).containsExactly(333L, 333L, 333L, 1L);
        ColumnProfile code = profile.columns().get(6);
        assertThat(code.minLength()).isEqualTo(7);
        assertThat(code.shapes()).containsExactly(new ValueRows("[A-Z]{2}-[0-9]{4}", 1000));
        assertThat(profile.columns().get(7).nulls()).isEqualTo(500);
    }

    @Test
    void profileWritesNothingAndLeavesTheBatchToARun() throws IOException {
        csv("a.csv", "id", List.of("1", "2"));

        SourceProfile profile = profile(CSV);

        try (Sluice sluice = open()) {
            assertThat(sluice.hasQuarantine("p")
                            || folder.resolve("pipelines/p.yaml").toFile().exists())
                    .isFalse();
        } catch (dev.sluice.api.SluiceException e) {
            assertThat(e).hasMessageContaining("Cannot find the pipeline");
        }
        assertThat(run(profile).rows().landed()).isEqualTo(2);
    }

    @Test
    void formsOfTimesAreFoundAndAmbiguousOnesAreTold() throws IOException {
        csv(
                "a.csv",
                "iso,mixed,packed,clock,zoned,ambiguous",
                IntStream.range(0, 100)
                        .mapToObj(i ->
                                "2026-01-%02d 10:%02d:00,%s,202601%02d,%02d:%02d,2026-01-%02dT10:00:00Z,%02d/%02d/2026"
                                        .formatted(
                                                1 + i % 28,
                                                i % 60,
                                                i % 2 == 0
                                                        ? "2026-01-%02d 07:00:00".formatted(1 + i % 28)
                                                        : "1/%d/26 7:05".formatted(1 + i % 28),
                                                1 + i % 28,
                                                i % 24,
                                                i % 60,
                                                1 + i % 28,
                                                1 + i % 12,
                                                1 + i % 12))
                        .toList());

        SourceProfile profile = profile(CSV);

        assertThat(profile.proposed())
                .extracting(ProposedColumn::type)
                .containsExactly("timestamp", "timestamp", "date", "time", "timestamptz", "date");
        assertThat(column(profile, "mixed").formats()).hasSize(2);
        assertThat(column(profile, "packed").formats()).containsExactly("yyyyMMdd");
        assertThat(column(profile, "ambiguous").notes()).anyMatch(note -> note.startsWith("d/M/yyyy reads as many"));
        assertThat(profile.rejected()).isZero();
        assertThat(run(profile).rows().landed()).isEqualTo(100);
    }

    @Test
    void keysOfJsonAndTypesOfFilesMakeTheColumns() throws IOException {
        Files.writeString(
                folder.resolve("inbox/a.jsonl"),
                "{\"id\": 1, \"tags\": [1], \"ok\": true}\n{\"id\": 2, \"name\": \"ada\", \"ok\": false}\n{\"id\": 3\n");
        SourceProfile json = profile("source: {files: \"inbox/*.jsonl\", format: jsonl}\n");

        assertThat(json.proposed())
                .extracting(ProposedColumn::name, ProposedColumn::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", "int"),
                        org.assertj.core.groups.Tuple.tuple("tags", "string"),
                        org.assertj.core.groups.Tuple.tuple("ok", "boolean"),
                        org.assertj.core.groups.Tuple.tuple("name", "string"));
        assertThat(json.unreadable()).isEqualTo(1);
        assertThat(json.rejectedByRule()).containsEntry("parse", 1L);
        assertThat(run(json).rows().quarantined()).isEqualTo(json.rejected());

        LocalSpark.session()
                .range(100)
                .selectExpr(
                        "id", "cast(id / 3 as decimal(8,2)) AS price", "array(id) AS list", "date'2026-01-05' AS day")
                .coalesce(1)
                .write()
                .parquet(folder.resolve("typed").toString());
        SourceProfile typed = profile("source: {files: \"typed/*.parquet\", format: parquet}\n");

        assertThat(typed.proposed())
                .extracting(ProposedColumn::type)
                .containsExactly("long", "decimal(8,2)", "array<long>", "date");
        assertThat(column(typed, "id").rule("unique")).isPresent();
        assertThat(typed.rejected()).isZero();
    }

    @Test
    void numbersTooLargeToAddHaveNoMean() throws IOException {
        csv("a.csv", "n", List.of("1e308", "1e308"));

        ColumnProfile column = profile(CSV).columns().get(0);

        assertThat(column.max()).hasValue(1e308);
        assertThat(column.mean()).isEmpty();
    }

    @Test
    void rulesOfAllPipelinesAreTriedAndDoNotStandInTheWay() throws IOException {
        csv("a.csv", "id", List.of("1", "2"));
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: shop
                use: house@1.0
                validate: [{type: expect, name: small, that: "id < 2"}]
                fix: [{type: trim, column: id}]
                checks: [{type: null_share, column: id, max: 50%}]
                """);
        Files.createDirectories(folder.resolve("packs/house-1.0"));
        Files.writeString(folder.resolve("packs/house-1.0/pack.yaml"), """
                pack: house
                version: 1.0
                validate: [{type: expect, name: positive, that: "id > 0"}]
                """);

        SourceProfile profile = profile(CSV);

        assertThat(profile.rejectedByRule()).isEqualTo(Map.of("small", 1L));
    }

    @Test
    void hostileNamesAndValuesMakeAPipelineThatIsValid() throws IOException {
        csv(
                "a.csv",
                "\"a: {b}\",\"dot.ted\",\"x, y\",${v},ID,id",
                IntStream.range(0, 60)
                        .mapToObj(i -> "\"%s\",1,\"# no: comment\",\"${secret:x}\",1,2"
                                .formatted(i % 2 == 0 ? "it''s: 'x'" : "line\nend \\ \u202e"))
                        .toList());

        SourceProfile profile = profile(CSV);

        assertThat(profile.notes()).anyMatch(note -> note.contains("'dot.ted' is left out"));
        assertThat(profile.notes()).anyMatch(note -> note.contains("'id' is left out"));
        assertThat(profile.proposed()).extracting(ProposedColumn::name).containsExactly("a: {b}", "x, y", "${v}", "ID");
        assertThat(run(profile).rows().landed()).isEqualTo(60);
    }

    @Test
    void sourcesWithLittleInThemAreToldAsTheyAre() throws IOException {
        assertThatThrownBy(() -> profile(CSV)).hasMessageContaining("no file matches");
        assertThatThrownBy(() -> profile("source: {files: inbox/none.csv, format: csv}\n"))
                .hasMessageContaining("none.csv");

        Files.writeString(folder.resolve("inbox/a.csv"), "");
        assertThatThrownBy(() -> profile(CSV)).hasMessageContaining("no names of columns");

        csv("a.csv", "id,name", List.of());
        SourceProfile empty = profile(CSV);
        assertThat(empty.rows()).isZero();
        assertThat(empty.notes()).containsExactly("the source has no rows: all columns are texts");
        assertThat(empty.proposed()).extracting(ProposedColumn::type).containsOnly("string");

        csv("a.csv", "id,name", List.of("1,", "2,"));
        assertThat(column(profile(CSV), "name").notes()).containsExactly("no value was seen");
    }

    @Test
    void undecodableTextIsCountedAndTheRestIsProfiled() throws IOException {
        byte[] text = "id,name\n1,ada\n2,gr\u00e9\n3,bob\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("inbox/a.csv"), text);

        SourceProfile profile = profile(CSV);

        assertThat(profile.columns().get(1).unreadable() + profile.unreadable()).isEqualTo(1);
        assertThat(profile.rejectedByRule()).containsEntry("parse", 1L);
        assertThat(run(profile).rows().quarantined())
                .isEqualTo(profile.rejected())
                .isEqualTo(1);
    }

    @Test
    void wideAndLongSourcesAreRememberedInBoundedMemory() throws IOException {
        int columns = 250;
        String header = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        csv(
                "a.csv",
                header,
                IntStream.range(0, 200)
                        .mapToObj(row -> IntStream.range(0, columns)
                                .mapToObj(i -> Integer.toString(row * i % 1_000))
                                .collect(Collectors.joining(",")))
                        .toList());

        SourceProfile wide = profile(CSV);

        assertThat(wide.columns()).hasSize(columns);
        assertThat(wide.columns().get(249).distinct()).isEqualTo(200);
    }
}
