package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows as a user meets them: the four months before this one, each with a file of its own. */
class WindowCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);
    private static final YearMonth FIRST = NOW.minusMonths(4);
    private static final YearMonth SECOND = NOW.minusMonths(3);
    private static final YearMonth THIRD = NOW.minusMonths(2);
    private static final YearMonth LAST = NOW.minusMonths(1);

    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        pipeline("amount * 1");
        arrives(FIRST, "id,amount\n1,10\n");
        arrives(SECOND, "id,amount,surprise\n2,20,!\n");
        arrives(THIRD, "id,amount\n3,30\n");
        arrives(LAST, "id,amount\n4,40\n");
    }

    private void pipeline(String gross) throws IOException {
        Files.writeString(folder.resolve("pipelines/sales.yaml"), """
                source: {files: "inbox/${window.start:yyyy-MM}.csv", format: csv, columns: [id, amount], drift: fail}
                window: {every: 1mo, starts: %s-01}
                convert:
                  - {type: derive, column: gross, expression: "%s"}
                target: {table: sales, columns: {id: {type: long, required: true}, gross: long}}
                """.formatted(FIRST, gross));
    }

    private void arrives(YearMonth month, String text) throws IOException {
        Files.writeString(inbox(month), text);
    }

    private Path inbox(YearMonth month) {
        return folder.resolve("inbox/" + month + ".csv");
    }

    @Test
    void windowsAreBackfilledMendedRunAgainRetriedAndTakenCareOf() throws IOException {
        assertThat(sluice.run("backfill", "sales", "--from", start(FIRST), "--to", start(LAST), "--parallel", "2"))
                .as("one of them fails: " + sluice.err())
                .isEqualTo(3);
        assertThat(sluice.err())
                .contains("3 of 3 windows to run, 2 at once", "[3/3]", window(SECOND) + " failed: ", "surprise");
        assertThat(windows("status")).containsExactly("published", "failed", "published", "missing");
        assertThat(windows("note").get(1)).contains("surprise");
        assertThat(windows("note").get(3)).isEqualTo("no run was started since its trigger, " + time(NOW));
        assertThat(sluice.err()).contains("4 windows: 2 published, 1 failed, 1 missing");

        Files.move(inbox(LAST), folder.resolve("later.csv"));
        assertThat(sluice.run("run", "sales", "--due")).isEqualTo(3);
        assertThat(windows("status")).containsExactly("published", "failed", "published", "missing");
        assertThat(windows("note").get(3))
                .as("no run is in the ledger that could tell it")
                .startsWith("refused ")
                .endsWith(LAST + ".csv: there is no such file or folder (SLU-301)");
        assertThat(sluice.run("plan", "sales")).isEqualTo(3);
        assertThat(sluice.out())
                .contains(
                        "window   " + window(LAST) + ", due since " + time(NOW) + ": missing, refused ",
                        "         1 more to run, the first " + window(SECOND),
                        "reads    0 files");
        assertThat(sluice.err()).contains("SLU-301");
        Files.move(folder.resolve("later.csv"), inbox(LAST));
        assertThat(sluice.run("plan", "sales")).as(sluice.err()).isZero();
        assertThat(sluice.out()).contains("reads    1 files", LAST + ".csv");

        arrives(SECOND, "id,amount\n2,20\n");
        assertThat(sluice.run(
                        "backfill", "sales", "--from", start(FIRST), "--to", start(NOW), "--failed-only", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(rows().findValuesAsText("window")).containsExactly(window(SECOND));
        assertThat(sales()).isEqualTo("id,gross\n1,10\n2,20\n3,30\n");

        assertThat(sluice.run("run", "sales", "--due", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(rows().findValuesAsText("window")).containsExactly(window(LAST));
        assertThat(sluice.run("run", "sales", "--due")).isZero();
        assertThat(sluice.err()).contains("There is no window to run.");
        assertThat(sluice.run("plan", "sales", "-o", "json")).as(sluice.err()).isZero();
        assertThat(JSON.readTree(sluice.out()).at("/window/status").asText()).isEqualTo("published");
        assertThat(JSON.readTree(sluice.out()).at("/files")).as("nothing to do").isEmpty();
        assertThat(JSON.readTree(sluice.out()).at("/landed").asInt()).isEqualTo(1);
        assertThat(sluice.run("run", "sales", "--at", start(LAST), "-o", "json"))
                .isZero();
        assertThat(JSON.readTree(sluice.out()).at("/state").asText())
                .as("a month is due when the next one begins")
                .isEqualTo("already_landed");
        assertThat(JSON.readTree(sluice.out()).at("/window").asText()).isEqualTo(window(THIRD));

        arrives(FIRST, "id,amount\n1,111\n");
        assertThat(windows("status")).containsExactly("stale inputs", "published", "published", "published");
        assertThat(windows("note").get(0)).isEqualTo("1 of its inputs has changed since");
        assertThat(sluice.run("run", "sales", "--due")).isZero();
        assertThat(sluice.err()).as("nobody has asked for it").contains("There is no window to run.");
        assertThat(sluice.run("run", "sales", "--window", start(FIRST), "-o", "json"))
                .isZero();
        assertThat(JSON.readTree(sluice.out()).at("/state").asText()).isEqualTo("already_landed");
        assertThat(sluice.err())
                .contains(FIRST + ".csv has changed since the window was published; --rerun takes it as it is now");
        assertThat(sluice.run("backfill", "sales", "--from", start(FIRST), "--to", start(NOW), "--stale", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(rows().findValuesAsText("window")).containsExactly(window(FIRST));
        assertThat(windows("status")).containsOnly("published");
        assertThat(sales()).isEqualTo("id,gross\n1,111\n2,20\n3,30\n4,40\n");

        arrives(FIRST, "id,amount\n1,11\n");
        assertThat(sluice.run("run", "sales", "--window", start(FIRST), "--rerun", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(JSON.readTree(sluice.out()).at("/state").asText()).isEqualTo("published");
        assertThat(sales()).isEqualTo("id,gross\n1,11\n2,20\n3,30\n4,40\n");

        String before = windows("run").get(1);
        pipeline("amount * 100");
        assertThat(windows("status")).containsOnly("stale rules");
        assertThat(sluice.run(
                        "backfill", "sales", "--from", start(FIRST), "--to", start(THIRD), "--stale", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(rows().findValuesAsText("window")).containsExactly(window(FIRST), window(SECOND));
        assertThat(windows("status")).containsExactly("published", "published", "stale rules", "stale rules");
        assertThat(sales()).isEqualTo("id,gross\n1,1100\n2,2000\n3,30\n4,40\n");

        assertThat(sluice.run("retry", before, "-o", "json")).as(sluice.err()).isZero();
        assertThat(JSON.readTree(sluice.out()).at("/window").asText()).isEqualTo(window(SECOND));
        assertThat(sales()).as("with the rules that it had").isEqualTo("id,gross\n1,1100\n2,20\n3,30\n4,40\n");
        assertThat(sluice.run("retry", "20260101-000000-000-nobdy")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-506");

        assertThat(sluice.run("maintain", "sales", "-o", "csv"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("table,compacted files,"))
                .anySatisfy(line -> assertThat(line).contains("sales,"));
        assertThat(sales()).isEqualTo("id,gross\n1,1100\n2,20\n3,30\n4,40\n");
    }

    @Test
    void aTimeThatIsNoTriggerIsRefusedBeforeSparkStarts() {
        assertThat(sluice.run("run", "sales")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-536", "or run all that are due with --due");
        assertThat(sluice.run("run", "sales", "--at", LAST + "-02")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-532", "the triggers before and after it are", time(LAST), time(NOW));
        assertThat(sluice.run("run", "sales", "--at", start(NOW.plusMonths(2)))).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-533", "the latest that is due has trigger " + time(NOW));
        assertThat(sluice.run("run", "sales", "--window", LAST + "-02")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-534");
        assertThat(sluice.run("run", "sales", "--due", "--rerun")).isEqualTo(2);
        assertThat(sluice.run("backfill", "sales", "--from", start(NOW), "--to", start(FIRST)))
                .isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-535");
        assertThat(sluice.run("maintain")).isEqualTo(2);
        assertThat(sluice.err()).contains("name either a pipeline or --all");
        assertThat(folder.resolve(".sluice/ledger.db")).doesNotExist();
    }

    private static String start(YearMonth month) {
        return month + "-01";
    }

    private static String time(YearMonth month) {
        return month + "-01T00:00Z";
    }

    private static String window(YearMonth month) {
        return start(month) + "/" + start(month.plusMonths(1));
    }

    private JsonNode rows() throws IOException {
        return JSON.readTree(sluice.out()).at("/rows");
    }

    /** A column of what {@code sluice windows} lists. */
    private List<String> windows(String column) throws IOException {
        assertThat(sluice.run("windows", "sales", "-o", "json"))
                .as(sluice.err())
                .isZero();
        List<String> values = new ArrayList<>();
        rows().forEach(row -> values.add(row.at("/" + column).asText()));
        return values;
    }

    private String sales() {
        assertThat(sluice.run("query", "-o", "csv", "SELECT id, gross FROM sales ORDER BY id"))
                .as(sluice.err())
                .isZero();
        return sluice.out().replace("\r", "");
    }
}
