package dev.sluice.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM shop.orders",
                "select o.id, sum(o.amount) total from shop.orders o group by o.id having count(*) > 1",
                "SELECT id, row_number() OVER (PARTITION BY customer ORDER BY at DESC) n FROM orders",
                "SELECT id, rank() OVER w FROM orders WINDOW w AS (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
                "SELECT * FROM a LEFT JOIN b ON a.id = b.id JOIN c USING (id) WHERE a.x IN (SELECT x FROM d)",
                "SELECT id FROM a UNION ALL SELECT id FROM b EXCEPT SELECT id FROM c",
                "WITH big AS (SELECT * FROM a WHERE x > 1), few AS (SELECT * FROM big) SELECT count(*) n FROM few",
                "SELECT id, tag FROM orders LATERAL VIEW explode(tags) t AS tag",
                "SELECT a.id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.id) ORDER BY a.id LIMIT 10",
                "SELECT customer, count(DISTINCT id) FILTER (WHERE amount > 0) FROM orders GROUP BY ROLLUP (customer)",
                "SELECT case when x is null then 'none' else upper(x) end y, cast(z as date) d FROM (SELECT * FROM a) s",
                "SELECT first(x), last(y), any_value(z), collect_list(w) FROM a GROUP BY id",
                "SELECT transform(xs, x -> x + 1) ys, m['k'] v, s.f.g w FROM a, b CROSS JOIN c",
                "SELECT o.* FROM shop.orders AS o SEMI JOIN (VALUES (1), (2)) AS v(id) ON o.id = v.id",
            })
    void queriesOverNamedTablesAreAllowed(String sql) {
        assertThat(SqlQuery.parse(sql).flaws()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            DELETE FROM a                                        | EXPRESSION_SYNTAX    | unexpected 'DELETE'
            SELECT * FROM a; DROP TABLE a                        | EXPRESSION_SYNTAX    | unexpected ';'
            SELECT * FROM a VERSION AS OF 12                     | QUERY_FORM           | 'VERSION AS OF 12' is not allowed in a query
            SELECT * FROM text.`/etc/passwd`.x                   | QUERY_FORM           | text.`/etc/passwd`.x is no table of the project
            SELECT * FROM shop.orders.snapshots                  | QUERY_FORM           | shop.orders.snapshots is no table of the project
            SELECT * FROM range(10)                              | QUERY_FORM           | 'range(10)' is not allowed in a query
            SELECT * FROM a TABLESAMPLE (10 PERCENT)             | QUERY_FORM           | 'TABLESAMPLE (10 PERCENT)' is not allowed in a query
            SELECT * FROM IDENTIFIER('a')                        | QUERY_FORM           | 'IDENTIFIER('a')' is not allowed in a query
            SELECT TRANSFORM(x) USING 'cat' FROM a               | QUERY_FORM           | 'SELECT TRANSFORM(x) USING 'cat' FROM a' is not allowed in a query
            SELECT /*+ BROADCAST(a) */ * FROM a                  | QUERY_FORM           | '/*+ BROADCAST(a) */' is not allowed in a query
            SELECT * FROM a LIMIT 5                              | NOT_DETERMINISTIC    | LIMIT and OFFSET without ORDER BY give other rows each time
            SELECT reflect('java.lang.System', 'exit', '1') FROM a | FUNCTION_NOT_ALLOWED | the function 'reflect' runs code by its name
            SELECT rand() FROM a                                 | NOT_DETERMINISTIC    | the function 'rand' gives another value each time
            SELECT monotonically_increasing_id() FROM a          | NOT_DETERMINISTIC    | the function 'monotonically_increasing_id' depends on how Spark divides the work
            SELECT * FROM a WHERE d < current_date()             | NOT_DETERMINISTIC    | 'current_date' depends on when the query runs, and the rows are to depend on its tables alone
            SELECT * FROM a WHERE d < current_date               | NOT_DETERMINISTIC    | 'current_date' depends on when the query runs, and the rows are to depend on its tables alone
            SELECT now() FROM a                                  | NOT_DETERMINISTIC    | 'now' depends on when the query runs, and the rows are to depend on its tables alone
            SELECT batch_id() FROM a                             | FUNCTION_NOT_ALLOWED | the function 'batch_id' tells of the run, which a query does not know
            SELECT upperr(x) FROM a                              | UNKNOWN_FUNCTION     | unknown function 'upperr'
            SELECT current_user() FROM a                         | FUNCTION_NOT_ALLOWED | the function 'current_user' tells of the session, not of the row
            SELECT 1                                             | QUERY_FORM           | the query names no table
            SELECT * FROM a WHERE x = :p                         | QUERY_FORM           | the parameter ':p' is not allowed in a query
            FROM a SELECT x                                      | QUERY_FORM           | 'FROM a SELECT x' is not allowed in a query
            TABLE a                                              | QUERY_FORM           | 'TABLE a' is not allowed in a query
            SELECT * FROM a PIVOT (sum(x) FOR y IN (1, 2))       | QUERY_FORM           | 'PIVOT (sum(x) FOR y IN (1, 2))' is not allowed in a query
            """)
    void whatIsNotKnownToDependOnNamedTablesAloneIsRefused(String sql, ErrorCode code, String message) {
        assertThat(SqlQuery.parse(sql).flaws()).isNotEmpty().first().satisfies(flaw -> {
            assertThat(flaw.code()).isEqualTo(code);
            assertThat(flaw.message()).isEqualTo(message);
        });
    }

    @Test
    void eachTableIsFoundWhereverItStandsAndNamesOfWithAreNone() {
        SqlQuery query = SqlQuery.parse(
                "WITH o AS (SELECT * FROM shop.orders) SELECT (SELECT max(x) FROM `limits`) m FROM o, b, (SELECT * FROM shop.orders) z"
                        + " WHERE id IN (WITH b AS (SELECT * FROM c) SELECT id FROM b)");

        assertThat(query.flaws()).isEmpty();
        assertThat(query.tableNames()).containsExactly("shop.orders", "limits", "b", "c");
        assertThat(query.tables()).hasSize(5);
    }

    @Test
    void tablesAreReplacedByOtherSqlAndNothingElse() {
        SqlQuery query = SqlQuery.parse("SELECT 'shop.orders' s, orders.x FROM shop.orders WHERE shop.orders.y > 'é'");

        assertThat(query.resolve(name -> "<" + name + ">"))
                .isEqualTo("SELECT 'shop.orders' s, orders.x FROM <shop.orders> WHERE shop.orders.y > 'é'");
    }

    @Test
    void ofATextOfSeveralLinesTheMessageTellsTheLine() {
        assertThat(SqlQuery.parse("SELECT id,\n       rand()\nFROM a\n").flaws())
                .extracting(Flaw::message)
                .containsExactly("the function 'rand' gives another value each time (line 2 of the query, column 8)");
    }
}
