package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRulesTest {
    @TempDir
    Path folder;

    private Sluice open(String... pipelines) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        for (int i = 0; i < pipelines.length; i += 2) {
            Files.writeString(folder.resolve("pipelines/" + pipelines[i] + ".yaml"), pipelines[i + 1]);
        }
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static RunResult run(Sluice sluice, String pipeline) {
        return sluice.run(pipeline, RunOptions.DEFAULT, RunListener.SILENT);
    }

    private static List<String> reasons(Sluice sluice, String pipeline) {
        return sluice
                .quarantine(pipeline, QuarantineFilter.ALL)
                .selectExpr("raw", "explode(reasons) as r")
                .selectExpr("concat(raw, ' ', r.code) as line")
                .orderBy("line")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> rows(Sluice sluice, String sql) {
        return sluice.query(sql).collectAsList().stream().map(Row::toString).toList();
    }

    private static String orders(String rule) {
        return """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns: {id: long, name: string}
                validate:
                  - %s
                """.formatted(rule);
    }

    @Test
    void everyRowOfADoubledKeyIsRefused() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n2,b\n1,c\n,d\n,e\nx,f\n");
        file("inbox/b.csv", "id,name\n2,g\n3,h\n");
        try (Sluice sluice = open("orders", orders("{type: unique, columns: [id]}"))) {
            RunResult result = run(sluice, "orders");

            assertThat(result.rows()).isEqualTo(new RowCounts(8, 3, 5, 0, 0));
            assertThat(reasons(sluice, "orders"))
                    .containsExactly(
                            "1,a DUPLICATE", "1,c DUPLICATE", "2,b DUPLICATE", "2,g DUPLICATE", "x,f NOT_AN_INTEGER");
            assertThat(sluice.quarantine("orders", QuarantineFilter.ALL)
                            .where("raw = '2,g'")
                            .selectExpr("reasons[0].message")
                            .first()
                            .getString(0))
                    .isEqualTo("the key id = 2 occurs more than once in the batch");
        }
    }

    @Test
    void allButTheFirstOfADoubledKeyAreRefused() throws IOException {
        file("inbox/b.csv", "id,name\n2,g\n3,h\n");
        file("inbox/a.csv", "id,name\n1,a\n2,b\n1,c\n1,d\n");
        try (Sluice sluice = open("orders", orders("{type: unique, columns: [id], keep: first}"))) {
            RunResult result = run(sluice, "orders");

            assertThat(result.rows()).isEqualTo(new RowCounts(6, 3, 3, 0, 0));
            assertThat(rows(sluice, "select * from orders order by id")).containsExactly("[1,a]", "[2,b]", "[3,h]");
        }
    }

    @Test
    void keysOfTheTargetAreRefused() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n2,b\n");
        try (Sluice sluice = open("orders", orders("{type: unique, columns: [id], among: both}"))) {
            assertThat(run(sluice, "orders").rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
            file("inbox/b.csv", "id,name\n2,c\n3,d\n3,e\n4,f\n");

            assertThat(run(sluice, "orders").rows()).isEqualTo(new RowCounts(4, 1, 3, 0, 0));
            assertThat(reasons(sluice, "orders"))
                    .containsExactly("2,c ALREADY_IN_TARGET", "3,d DUPLICATE", "3,e DUPLICATE");
        }
    }

    @Test
    void uniqueRuleWithConditionAndBelowErrorComparesTheRowsThatItJudges() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n1,a\n1,x\n2,b\n2,x\n");
        String rule = "{type: unique, name: u, columns: [id, name], severity: warning, when: \"name <> 'x'\"}";
        try (Sluice sluice = open("orders", orders(rule))) {
            RunResult result = run(sluice, "orders");

            assertThat(result.rows()).isEqualTo(new RowCounts(5, 5, 0, 0, 0));
            assertThat(result.notices()).singleElement().satisfies(notice -> {
                assertThat(notice.rows()).isEqualTo(2);
                assertThat(notice.code()).isEqualTo("DUPLICATE");
            });
        }
    }

    @Test
    void foreignKeyIsLookedUpInAFile() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n2,b\n9,c\n,d\n");
        file("ref/ids.csv", "number,text\n 1 ,x\n2,y\n2,z\nnone,n\n");
        try (Sluice sluice =
                open("orders", orders("{type: exists_in, columns: [id], file: ref/ids.csv, key: [number]}"))) {
            RunResult result = run(sluice, "orders");

            assertThat(result.rows()).isEqualTo(new RowCounts(4, 3, 1, 0, 0));
            assertThat(reasons(sluice, "orders")).containsExactly("9,c NOT_FOUND");
        }
    }

    @Test
    void foreignKeyIsLookedUpInATable() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n7,c\n");
        file("in2/a.csv", "id\n1\n2\n");
        String ids = """
                source: {files: in2/*.csv, format: csv}
                target: {table: ref.ids, columns: {id: int}}
                """;
        String orders = """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns:
                    id:   {type: long, exists_in: ref.ids}
                    name: string
                """;
        try (Sluice sluice = open("ids", ids, "orders", orders)) {
            assertThatThrownBy(() -> run(sluice, "orders"))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REFERENCE_NOT_FOUND));
            assertThat(sluice.plan("orders").problems()).isNotEmpty();
            run(sluice, "ids");

            assertThat(sluice.plan("orders").problems()).isEmpty();
            assertThat(run(sluice, "orders").rows()).isEqualTo(new RowCounts(2, 1, 1, 0, 0));
            assertThat(reasons(sluice, "orders")).containsExactly("7,c NOT_FOUND");
        }
    }

    @Test
    void referenceWithoutTheColumnIsTold() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n");
        file("ref/ids.csv", "number\n1\n");
        try (Sluice sluice = open("orders", orders("{type: exists_in, columns: [id], file: ref/ids.csv}"))) {
            assertThatThrownBy(() -> run(sluice, "orders"))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("it has no column 'id', only number");
        }
    }

    @Test
    void lookupAddsColumnsAndTellsOfNoneAndSeveral() throws IOException {
        file("inbox/a.csv", "id,country\n1,DE\n2,XX\n3,FR\n4,\n5,US\n");
        file("ref/countries.csv", "code,title,area\nDE,Germany,357\nFR,France,551\nFR,Frankreich,551\nUS,,9834\n");
        String pipeline = """
                source: {files: inbox/*.csv, format: csv}
                convert:
                  - {type: lookup, columns: [country], file: ref/countries.csv, key: [code], take: {title: title, km2: area}%s}
                target:
                  table: orders
                  columns: {id: long, country: string, title: string, km2: long}
                """;
        try (Sluice sluice = open("orders", pipeline.formatted(""))) {
            assertThat(run(sluice, "orders").rows()).isEqualTo(new RowCounts(5, 3, 2, 0, 0));
            assertThat(rows(sluice, "select * from orders order by id"))
                    .containsExactly("[1,DE,Germany,357]", "[4,null,null,null]", "[5,US,null,9834]");
            assertThat(reasons(sluice, "orders")).containsExactly("2,XX NOT_FOUND", "3,FR SEVERAL_FOUND");
        }
        file("inbox/b.csv", "id,country\n6,XX\n7,FR\n");
        try (Sluice sluice = open("orders", pipeline.formatted(", missing: \"null\", several: any"))) {
            assertThat(run(sluice, "orders").rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
            assertThat(rows(sluice, "select * from orders where id > 5 order by id"))
                    .containsExactly("[6,XX,null,null]", "[7,FR,France,551]");
        }
    }

    @Test
    void referenceFileThatIsMissingOrDamagedIsNamed() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n");
        file("ref/torn.json", "{\"id\": 1}\n{\"id\": \n");
        file("ref/torn.parquet", "PAR1 and no more");
        Files.createDirectories(folder.resolve("ref/empty.parquet"));
        assertThatReference("ref/none.json")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_NOT_FOUND))
                .withMessageContaining("ref/none.json");
        assertThatReference("ref/empty.parquet")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REFERENCE_NOT_FOUND))
                .withMessageContaining("Cannot look keys up in ref/empty.parquet");
        for (String torn : List.of("ref/torn.json", "ref/torn.parquet")) {
            assertThatReference(torn)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_FAILED))
                    .withMessageContaining("Cannot look keys up in " + torn);
        }
    }

    @Test
    void referenceFileWithADamagedLineIsAFailedJobAndNothingStaysOnDisk() throws IOException {
        file("inbox/a.csv", "id,name\n1,a\n");
        file("ref/torn.csv", "id\n1\n2,3\n");
        int kept = keptFrames();

        assertThatReference("ref/torn.csv").satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_FAILED));

        assertThat(keptFrames()).isEqualTo(kept);
    }

    private static int keptFrames() {
        return LocalSpark.session().sparkContext().getPersistentRDDs().size();
    }

    private ThrowableAssertAlternative<SluiceException> assertThatReference(String file) throws IOException {
        try (Sluice sluice = open("orders", orders("{type: exists_in, columns: [id], file: %s}".formatted(file)))) {
            return assertThatExceptionOfType(SluiceException.class).isThrownBy(() -> run(sluice, "orders"));
        }
    }
}
