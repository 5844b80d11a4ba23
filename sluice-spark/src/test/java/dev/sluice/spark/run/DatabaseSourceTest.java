package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Location;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines whose rows come from databases. */
class DatabaseSourceTest {
    private static final String ORDERS = """
            CREATE TABLE orders (id bigint, customer text, amount numeric(9,2), changed_at timestamptz);
            INSERT INTO orders VALUES
              (1, 'ann', 50, '2026-03-28 23:30:00+01'), (2, 'ann', 5, '2026-03-28 12:00:00+01'),
              (3, 'bob', 70, '2026-03-29 00:30:00+01'), (4, NULL, 80, '2026-03-29 23:30:00+02'),
              (5, 'bob', 90, '2026-03-30 00:00:00+02')
            """;

    private static final String DAILY = """
            source:
              connection: crm
              query: |
                SELECT id, customer, amount FROM orders
                WHERE changed_at >= '${window.start:yyyy-MM-dd}' AND changed_at < '${window.end:yyyy-MM-dd}' -- of the day
            window: {every: 1d, zone: Europe/Berlin}
            target:
              table: shop.daily
              columns:
                id: long
                customer: {type: string, required: true}
                amount: "decimal(9,2)"
            """;

    @TempDir
    Path folder;

    private String url;
    private Sluice sluice;

    @BeforeEach
    void open() throws Exception {
        url = Postgres.newDatabase();
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: shop
                connections:
                  crm: {url: "%s", user: postgres, password: ""}
                  notes: {url: "jdbc:sqlite:notes.db"}
                  away: {url: "jdbc:postgresql://localhost:1/crm", user: postgres, password: secret}
                """.formatted(url));
        Files.createDirectories(folder.resolve("pipelines"));
    }

    @AfterEach
    void close() {
        if (sluice != null) {
            sluice.close();
        }
    }

    @Test
    void theDatabaseSelectsTheRowsOfAWindow() throws Exception {
        execute(ORDERS);
        pipeline("daily", DAILY);

        reopen();
        assertThat(sluice.rules(project().pipeline("daily")))
                .as("without a window")
                .isNotEmpty();
        RunResult first = run("daily", "2026-03-28", WindowWish.MISSING);
        RunResult second = run("daily", "2026-03-29", WindowWish.MISSING);

        assertThat(first.rows().read())
                .as("nothing but the query selects, in the zone of the pipeline")
                .isEqualTo(2);
        assertThat(second.rows().read()).isEqualTo(2);
        assertThat(rows("select id from shop.daily order by id")).containsExactly("1", "2", "3");
        assertThat(quarantined("daily", "input", "source_uri", "concat_ws(',', reasons.code)"))
                .containsExactly("{\"id\":4,\"customer\":null,\"amount\":80.00} query:daily MISSING");
        assertThat(sluice.ledger().files(first.runId()))
                .singleElement()
                .satisfies(input -> assertThat(input.path()).startsWith("database:crm@2026-03-27T23:00:00Z/"));
    }

    @Test
    void aWindowIsReplacedByWhatTheDatabaseHoldsToday() throws Exception {
        execute(ORDERS);
        pipeline("daily", DAILY);
        run("daily", "2026-03-28", WindowWish.MISSING);
        run("daily", "2026-03-29", WindowWish.MISSING);
        execute("UPDATE orders SET customer = 'cid', amount = amount + 1; DELETE FROM orders WHERE id = 1");

        RunResult missing = run("daily", "2026-03-29", WindowWish.MISSING);
        run("daily", "2026-03-28", WindowWish.REPLACE);

        assertThat(missing.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(rows("select id, customer, amount from shop.daily order by id"))
                .containsExactly("2 cid 6.00", "3 bob 70.00");
    }

    @Test
    void withoutAWindowEachRunReplacesTheTargetByAllThatIsThere() throws Exception {
        execute("CREATE SCHEMA crm; CREATE TABLE crm.\"Customers\" (id int, name varchar(10));"
                + " INSERT INTO crm.\"Customers\" VALUES (1, 'ann'), (2, 'bob')");
        pipeline("customers", """
                source: {connection: crm, table: crm.Customers}
                target: {table: shop.customers, columns: {id: long, name: string}}
                """);
        run("customers");
        execute("DELETE FROM crm.\"Customers\" WHERE id = 1; INSERT INTO crm.\"Customers\" VALUES (3, 'cid')");

        RunResult again = run("customers");
        RunResult unchanged = run("customers");

        assertThat(again.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(unchanged.state()).as("nobody can tell").isEqualTo(RunState.PUBLISHED);
        assertThat(rows("select id, name from shop.customers order by id")).containsExactly("2 bob", "3 cid");
    }

    @Test
    void valuesKeepTheirTypesAndThoseThatNoneCanHoldMakeBadRows() throws Exception {
        execute("""
                CREATE TABLE readings (id int, exact numeric, price numeric(20,3), ratio float8, day date, at timestamp,
                    seen timestamptz, flag bool, bytes bytea, doc jsonb, tags text[]);
                INSERT INTO readings VALUES
                  (1, 123456789012345678901234567890123456789012.5, 12345678901234567.125, 0.1, '1500-02-28', '2026-03-29 02:30:00.123456',
                   '2026-03-29 03:30:00+02', true, '\\x00ff', '{"a": 1}', '{x,y}'),
                  (2, NULL, 'NaN', 'NaN', 'infinity', '-infinity', 'infinity', NULL, NULL, NULL, NULL)
                """);
        pipeline("readings", """
                zone: Europe/Berlin
                source: {connection: crm, table: readings}
                target:
                  table: shop.readings
                  columns:
                    id: int
                    exact: string
                    price: "decimal(20,3)"
                    ratio: double
                    day: date
                    at: timestamp
                    seen: timestamptz
                    flag: boolean
                    bytes: binary
                    doc: string
                    tags: string
                """);

        run("readings");

        assertThat(rows("select exact, price, ratio, string(day), string(at), unix_micros(seen), flag, hex(bytes), doc,"
                        + " tags from shop.readings"))
                .containsExactly("123456789012345678901234567890123456789012.5 12345678901234567.125 0.1 1500-02-28"
                        + " 2026-03-29 02:30:00.123456 1774747800000000 true 00FF {\"a\": 1} {x,y}");
        assertThat(quarantined("readings", "quarantine_id"))
                .as("one row, with all that is wrong")
                .hasSize(1);
        assertThat(quarantined("readings", "explode(reasons) as r")).hasSize(4);
        assertThat(sluice
                        .quarantine("readings", QuarantineFilter.ALL)
                        .selectExpr("explode(reasons) as r")
                        .selectExpr("r.code", "r.columns[0]", "r.value")
                        .collectAsList()
                        .stream()
                        .map(row -> row.mkString(" "))
                        .toList())
                .containsExactlyInAnyOrder(
                        "UNREADABLE_VALUE price NaN",
                        "UNREADABLE_VALUE day infinity",
                        "UNREADABLE_VALUE at -infinity",
                        "UNREADABLE_VALUE seen infinity");
    }

    @Test
    void inSqliteAValueThatIsNoneOfItsColumnsTypeMakesABadRow() throws Exception {
        try (Connection notes = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("notes.db"));
                Statement statement = notes.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE notes (id INTEGER, weight REAL, price DECIMAL(9,2), done BOOLEAN, day DATE)");
            statement.executeUpdate("INSERT INTO notes VALUES (9007199254740993, 0.5, '12.30', 1, '2026-03-01'),"
                    + " ('seven', 'heavy', 3, 7, '2026-03-01'), (3, 1, 3, 0, 'today')");
        }
        pipeline("notes", """
                source: {connection: notes, query: "SELECT *, upper('n') AS kind FROM notes;"}
                target:
                  table: shop.notes
                  columns: {id: long, weight: double, price: "decimal(9,2)", done: boolean, day: date, kind: string}
                """);
        assertThat(problems("notes"))
                .singleElement()
                .asString()
                .startsWith("QUERY_INVALID 1:37 notes refuses the query:");
        pipeline(
                "notes",
                Files.readString(folder.resolve("pipelines/notes.yaml")).replace(";", ""));

        run("notes");

        assertThat(rows("select id, weight, price, done, string(day), kind from shop.notes"))
                .containsExactly("9007199254740993 0.5 12.30 true 2026-03-01 N");
        assertThat(quarantined(
                        "notes", "concat_ws(' ', sort_array(transform(reasons, r -> r.code || ':' || r.columns[0])))"))
                .containsExactlyInAnyOrder(
                        "UNREADABLE_VALUE:done UNREADABLE_VALUE:id UNREADABLE_VALUE:weight", "NOT_A_DATE:day");
    }

    @Test
    void whatARunReadsChangesNothing() throws Exception {
        execute(
                "CREATE TABLE log (id int);"
                        + " CREATE FUNCTION noted(n int) RETURNS int AS 'INSERT INTO log VALUES (n) RETURNING id' LANGUAGE sql");
        pipeline("noting", """
                source: {connection: crm, query: "SELECT noted(n) AS id FROM generate_series(1, 3) n"}
                target: {table: shop.noting, columns: {id: long}}
                """);

        assertThat(problems("noting"))
                .singleElement()
                .asString()
                .startsWith(
                        "QUERY_INVALID 1:35 crm refuses the query: ERROR: cannot execute INSERT in a read-only transaction");
        assertThat(count("SELECT count(*) FROM log")).isZero();
    }

    @Test
    void aRunAsksOnce() throws Exception {
        // Each connection has a process of its own in the database, so keys of two askings never meet.
        pipeline("chance", """
                source:
                  connection: crm
                  query: SELECT n AS id, pg_backend_pid() || '-' || n % 750 AS r FROM generate_series(1, 1000) n
                target:
                  table: shop.chance
                  columns: {id: long, r: string}
                validate:
                  - {type: unique, columns: [r]}
                """);

        RunResult result = run("chance");

        assertThat(result.rows().quarantined())
                .as("the rows are those among which repeated keys were sought")
                .isEqualTo(500);
        assertThat(result.rows().landed()).isEqualTo(500);
        assertThat(rows("select count(*) > 1 from shop.chance.files"))
                .as("only the reading is one task's")
                .containsExactly("true");
        assertThat(LocalSpark.session().sparkContext().getPersistentRDDs().size())
                .as("what was fetched is freed")
                .isZero();
    }

    @Test
    void whatCannotBeReadIsToldBeforeTheRun() throws Exception {
        execute(ORDERS);
        pipeline("p1", target("{connection: crmm, table: orders}"));
        pipeline("p2", target("{connection: crm}"));
        pipeline("p3", target("{connection: crm, table: a.b.c}"));
        pipeline("p4", target("{connection: crm, table: orders, format: csv}"));
        pipeline("p5", target("{connection: crm, query: SELEC id FROM orders}"));
        pipeline("p6", target("{connection: crm, query: SELECT id AS number FROM orders}"));
        pipeline("p7", target("{connection: crm, query: \"SELECT a.id, b.id FROM orders a, orders b\"}"));
        pipeline("p8", target("{connection: away, table: orders}"));
        pipeline(
                "p9",
                target("{connection: crm, table: orders}").replace("{table: shop.t", "{write: append, table: shop.t"));
        pipeline("p10", target("{connection: crm, table: orders}") + "window: {every: 1d}\n");
        pipeline("p11", target("{connection: crm, query: \"SELECT 1 AS id) AS x; DROP TABLE orders; --\"}"));

        pipeline(
                "p12",
                target(
                        "{connection: crm, query: \"SELECT 1 AS id) AS x; COMMIT; DROP TABLE orders; SELECT * FROM (SELECT 1 AS id\"}"));
        pipeline("p13", target("{connection: notes, table: orders}"));
        pipeline(
                "p14",
                DAILY.replace("zone: ", "watermark: {column: day, delay: 1h}, zone: ")
                        .replace("id: long", "day: date"));

        assertThat(problems("p12"))
                .containsExactly("QUERY_INVALID 1:35 crm refuses the query: it is more than one statement");
        assertThat(problems("p13"))
                .singleElement()
                .asString()
                .startsWith("DATABASE_UNAVAILABLE - Cannot read from notes:");
        assertThat(problems("p14"))
                .singleElement()
                .asString()
                .contains("the progress of a column is told by files, and the source reads a query of connection crm");
        assertThat(problems("p1")).containsExactly("UNKNOWN_CONNECTION 1:35 unknown connection 'crmm'");
        assertThat(problems("p2"))
                .containsExactly("MISSING_KEY 1:10 source has a 'connection', and neither 'table' nor 'query'");
        assertThat(problems("p3"))
                .containsExactly("INVALID_NAME 1:34 'a.b.c' is no name of a table, 'name' or 'schema.name'");
        assertThat(problems("p4"))
                .containsExactly("CONFLICTING_KEYS 1:42 source has 'format', which is about files, and 'table'");
        assertThat(problems("p5"))
                .singleElement()
                .asString()
                .startsWith("QUERY_INVALID 1:34 crm refuses the query: ERROR: syntax error");
        assertThat(problems("p6")).singleElement().asString().startsWith("UNKNOWN_COLUMN 2:");
        assertThat(problems("p7")).containsExactly("DUPLICATE_COLUMN 1:35 the query gives two columns 'id'");
        assertThat(problems("p8"))
                .singleElement()
                .asString()
                .startsWith("DATABASE_UNAVAILABLE - Cannot read from away: ")
                .doesNotContain("secret");
        assertThat(problems("p9"))
                .containsExactly(
                        "DATABASE_APPENDED 1:34 each run would add all rows of a query of connection crm again");
        assertThat(problems("p10"))
                .containsExactly(
                        "TABLES_WITH_WINDOWS 1:34 each window would land all rows of a query of connection crm");
        assertThat(problems("p11")).singleElement().asString().startsWith("QUERY_INVALID 1:35");
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(5);
    }

    @Test
    void aWindowWhoseTimesAreTwoTimesIsRefusedUnlessTheTextSaysWhich() throws Exception {
        execute(ORDERS);
        String hourly = DAILY.replace("every: 1d", "every: 1h");
        pipeline("local", hourly.replace("yyyy-MM-dd", "yyyy-MM-dd HH:mm"));
        pipeline("offset", hourly.replace("yyyy-MM-dd", "yyyy-MM-dd HH:mmXXX"));
        Grid hours = new Grid(Every.parse("1h").orElseThrow(), ZoneId.of("Europe/Berlin"));
        RunOptions before = RunOptions.window(new WindowChoice(
                hours.containing(Instant.parse("2026-10-24T23:30:00Z")), Optional.empty(), WindowWish.MISSING));
        reopen();

        assertThatThrownBy(() -> sluice.run("local", before, RunListener.SILENT))
                .hasMessageContaining("its query says 2026-10-25T02:00, which is two times in Europe/Berlin");
        assertThat(sluice.run("offset", before, RunListener.SILENT).rows().read())
                .isZero();
    }

    @Test
    void aTypeThatOnlySqliteKnowsIsText() throws Exception {
        try (Connection notes = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("notes.db"));
                Statement statement = notes.createStatement()) {
            statement.executeUpdate("CREATE TABLE notes (name TEXT(1e2), kind LABEL(1.5))");
            statement.executeUpdate("INSERT INTO notes VALUES ('x', 'a')");
        }
        pipeline("notes", """
                source: {connection: notes, table: notes}
                target: {table: shop.notes, columns: {name: string, kind: string}}
                """);

        run("notes");

        assertThat(rows("select name, kind from shop.notes")).containsExactly("x a");
    }

    @Test
    void aTableOfTheProjectMayHaveTheNameOfAConnectionThatWasReadBefore() throws Exception {
        execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        pipeline("crm", "source: {connection: crm, table: t}\ntarget: {table: crm, columns: {id: long}}\n");
        pipeline("follower", "source: {connection: crm, table: t}\ntarget: {table: shop.f, columns: {id: long}}\n");
        run("crm");
        run("follower");
        pipeline("follower", "source: {table: crm}\ntarget: {table: shop.f, columns: {id: long}}\n");

        assertThat(run("follower").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(run("follower").state()).isEqualTo(RunState.ALREADY_LANDED);
    }

    private static String target(String source) {
        return "source: %s%ntarget: {table: shop.t, columns: {id: long}}%n".formatted(source);
    }

    private List<String> problems(String pipeline) {
        return catchThrowableOfType(SluiceException.class, () -> run(pipeline)).problems().stream()
                .map(problem -> "%s %s %s".formatted(problem.code(), place(problem.location()), problem.message()))
                .toList();
    }

    private static String place(Location location) {
        return location == null ? "-" : location.line() + ":" + location.column();
    }

    private void pipeline(String name, String text) throws IOException {
        Files.writeString(folder.resolve("pipelines").resolve(name + ".yaml"), text);
        if (sluice != null) {
            sluice.close();
            sluice = null;
        }
    }

    private void reopen() {
        if (sluice == null) {
            sluice = Sluice.open(project(), LocalSpark.session());
        }
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private RunResult run(String pipeline) {
        reopen();
        return sluice.run(pipeline, RunOptions.DEFAULT, RunListener.SILENT);
    }

    private RunResult run(String pipeline, String window, WindowWish wish) {
        reopen();
        Grid days = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("Europe/Berlin"));
        return sluice.run(
                pipeline,
                RunOptions.window(new WindowChoice(TimeText.window(window, days), Optional.empty(), wish)),
                RunListener.SILENT);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }

    private List<String> quarantined(String pipeline, String... expressions) {
        return sluice.quarantine(pipeline, QuarantineFilter.ALL).selectExpr(expressions).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }
}
