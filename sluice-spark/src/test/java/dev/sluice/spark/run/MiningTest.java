package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.quarantine.Findings;
import dev.sluice.spark.quarantine.Pattern;
import dev.sluice.spark.quarantine.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiningTest {
    @TempDir
    Path folder;

    private Sluice open(String... overrides) {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(overrides), Map.of()), LocalSpark.session());
    }

    private void project(String columns, String header, String... rows) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns:
                """ + columns);
        Files.writeString(folder.resolve("inbox/a.csv"), header + "\n" + String.join("\n", rows) + "\n");
    }

    private Findings mine() {
        try (Sluice sluice = open()) {
            sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
            return sluice.mine("orders", QuarantineFilter.ALL, 20);
        }
    }

    @Test
    void formsOfTimestampsAreFoundTriedAndGivenAsAChangeThatCanBeUsed() throws IOException {
        project(
                "    id: long\n    at: {type: timestamp, formats: [\"yyyy-MM-dd HH:mm:ss\"]}\n",
                "id,at",
                "1,2020-03-23 23:19:34",
                "2,2020-02-23T11:33:03",
                "3,2020-02-23T11:33:04",
                "4,1/22/20 17:00",
                "5,1/2/2020 7:05",
                "6,someday");

        Findings found = mine();

        assertThat(found.patterns())
                .extracting(Pattern::code, Pattern::column, Pattern::shape, Pattern::rows)
                .containsExactlyInAnyOrder(
                        tuple("NOT_A_TIMESTAMP", "at", "9-9-9a9:9:9", 2L),
                        tuple("NOT_A_TIMESTAMP", "at", "9/9/9 9:9", 2L),
                        tuple("NOT_A_TIMESTAMP", "at", "a", 1L));
        assertThat(found.patterns())
                .allSatisfy(pattern -> assertThat(pattern.samples())
                        .isNotEmpty()
                        .allSatisfy(sample -> assertThat(sample.raw()).contains(",")));
        assertThat(found.proposals()).singleElement().satisfies(tried -> {
            assertThat(tried.rows()).isEqualTo(5);
            assertThat(tried.saved()).isEqualTo(found.together());
            assertThat(tried.saved()).isEqualTo(4);
            assertThat(tried.proposal().text()).contains("yyyy-MM-dd'T'HH:mm:ss");
        });
        try (Sluice sluice =
                open(found.proposals().get(0).proposal().overrides().toArray(String[]::new))) {
            RunResult replayed = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
            assertThat(replayed.rows().landed()).isEqualTo(found.together());
        }
    }

    @Test
    void blanksNullTokensNumberStylesAndSynonymsAreFound() throws IOException {
        project(
                """
                    id: long
                    price: {type: "decimal(12,2)"}
                    count: int
                    status: {type: string, enum: [new, paid, shipped]}
                """,
                "id,price,count,status",
                "1,1.50,1,new",
                "2,\"1,234.50\",1,new",
                "3,\"12,345.00\",1,new",
                "4,1.00,n/a,new",
                "5,1.00,N/A,new",
                "6,1.00,1,Paid",
                "7,1.00,1,shiped",
                "8,1.00,1, new");

        Findings found = mine();

        assertThat(found.proposals())
                .extracting(
                        tried -> tried.proposal().kind(),
                        tried -> tried.proposal().column(),
                        Proposal.Tried::saved)
                .containsExactlyInAnyOrder(
                        tuple("number", "price", 2L),
                        tuple("null_if", "count", 2L),
                        tuple("synonyms", "status", 2L),
                        tuple("trim", "status", 1L));
        assertThat(found.rows()).isEqualTo(7);
        assertThat(found.together()).isEqualTo(7);
        assertThat(found.landing()).isZero();
    }

    @Test
    void recordsThatLookAlikeAreOneCluster() throws IOException {
        project("    id: {type: long, required: true}\n    note: string\n", "id,note", "x1,a", "y22,b", "-,!!", "1,c");

        assertThat(mine().clusters())
                .extracting(cluster -> cluster.shape(), cluster -> cluster.rows())
                .containsExactly(tuple("a9,a", 2L), tuple("-,!!", 1L));
    }

    @Test
    void whereNoChangeHelpsNoneIsProposed() throws IOException {
        project("    id: {type: long, required: true}\n    note: string\n", "id,note", ",a", "zzz,b");

        assertThat(mine().proposals()).isEmpty();
    }

    @Test
    void reasonsThatNameNoColumnAreAPatternToo() throws IOException {
        project("    id: {type: long, required: true}\n    note: string\n", "id,note", "1", "2,b,c,d", "x,b");

        assertThat(mine().patterns())
                .extracting(Pattern::code, Pattern::column, Pattern::rows)
                .containsExactlyInAnyOrder(
                        tuple("SHORT_ROW", null, 1L), tuple("LONG_ROW", null, 1L), tuple("NOT_AN_INTEGER", "id", 1L));
    }
}
