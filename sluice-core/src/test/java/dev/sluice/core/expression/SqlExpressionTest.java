package dev.sluice.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlExpressionTest {
    @Test
    void expressionTellsItsColumnsAndFunctions() {
        SqlExpression expression =
                SqlExpression.parse("birthDate < current_date() AND upper(trim(`first name`)) != address.city[0].x");

        assertThat(expression.flaws()).isEmpty();
        assertThat(expression.columns()).containsExactly("birthDate", "first name", "address");
        assertThat(expression.functions()).containsExactlyInAnyOrder("current_date", "upper", "trim");
        assertThat(expression.references().get(1)).isEqualTo(new ColumnReference("first name", 42, 12));
    }

    @Test
    void lambdaVariablesAreNoColumnsButOnlyInsideTheirLambda() {
        SqlExpression expression = SqlExpression.parse("aggregate(items, 0, (acc, x) -> acc + X + y) + size(x)");

        assertThat(expression.flaws()).isEmpty();
        assertThat(expression.columns()).containsExactly("items", "y", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAST(a AS decimal(10,2)) > 1.5e3",
                "try_cast(a AS timestamp_ntz) IS NOT NULL",
                "a::int + 1",
                "EXTRACT(YEAR FROM a) BETWEEN 1900 AND 2100",
                "TRIM(BOTH ' ' FROM a) LIKE 'x%' ESCAPE '\\\\'",
                "SUBSTRING(a FROM 2 FOR 3) RLIKE '^[0-9]+$'",
                "substr(a, 2, 3)",
                "POSITION('x' IN a) > 0 OR position('x', a) = 0",
                "OVERLAY(a PLACING 'x' FROM 2 FOR 1)",
                "a + INTERVAL 1 DAY",
                "a - INTERVAL '1-2' YEAR TO MONTH",
                "a - INTERVAL '3' DAY",
                "CASE WHEN a = 1 THEN 'one' WHEN a IN (2, 3) THEN 'few' ELSE NULL END",
                "CASE a WHEN 1 THEN true ELSE false END",
                "a IS DISTINCT FROM b",
                "a <=> b AND NOT (b LIKE ANY ('x', 'y'))",
                "a ILIKE 'x' OR a IS TRUE OR b IS UNKNOWN",
                "filter(a, x -> x > 0)[0]",
                "exists(a, x -> x IS NULL)",
                "transform_values(a, (k, v) -> k || v)",
                "struct(a AS x, b).x",
                "named_struct('x', a).x",
                "(a, b) = (1, 2)",
                "DATE '2020-01-01' < a",
                "TIMESTAMP '2020-01-01 00:00:00' < a",
                "X'1F' = a",
                "timestampadd(HOUR, 1, a) > timestampdiff(DAY, a, b)",
                "dateadd(a, 1)",
                "a COLLATE UTF8_LCASE = 'x'",
                "-a * +b % 3 & ~c | d ^ 1 << 2",
                "current_timestamp > a",
                "left(a, 2) || right(a, 2)",
                "mask(a, upperChar => 'Q')",
                "from_json(a, 'x INT').x",
                "CAST(a AS STRUCT<x: INT, y: ARRAY<STRING>>).y[0]",
                "if(a > 0, `end`, b)",
                "\"text\" = a",
                "1L + 2S + 3Y + 1.0BD + 1.0F + 1.0D > a",
                "a /* why */ > 1 -- because",
            })
    void everydaySqlIsAllowed(String text) {
        assertThat(SqlExpression.parse(text).flaws()).isEmpty();
        assertThat(SqlExpression.parse(text).columns()).contains("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '@', textBlock = """
                    reflect('java.lang.System','exit','1')            | FUNCTION_NOT_ALLOWED
                    REFLECT('java.lang.System','exit','1')            | FUNCTION_NOT_ALLOWED
                    `reflect`('java.lang.System','exit','1')          | FUNCTION_NOT_ALLOWED
                    java_method('java.lang.System','getenv','HOME')   | FUNCTION_NOT_ALLOWED
                    try_reflect('java.lang.System','exit','1')        | FUNCTION_NOT_ALLOWED
                    system.builtin.reflect('java.lang.System','x')    | FUNCTION_NOT_ALLOWED
                    `a`.`b`(1)                                        | FUNCTION_NOT_ALLOWED
                    transform(a, x -> reflect('A','b',x))             | FUNCTION_NOT_ALLOWED
                    mask(a, upperChar => reflect('A','b'))            | FUNCTION_NOT_ALLOWED
                    CAST(reflect('A','b') AS int) > 0                 | FUNCTION_NOT_ALLOWED
                    a[reflect('A','b')]                               | FUNCTION_NOT_ALLOWED
                    struct(reflect('A','b') AS x)                     | FUNCTION_NOT_ALLOWED
                    CASE WHEN reflect('A','b') THEN 1 END             | FUNCTION_NOT_ALLOWED
                    a LIKE reflect('A','b')                           | FUNCTION_NOT_ALLOWED
                    a IN (1, reflect('A','b'))                        | FUNCTION_NOT_ALLOWED
                    TRIM(reflect('A','b') FROM a)                     | FUNCTION_NOT_ALLOWED
                    IDENTIFIER('reflect')('A','b')                    | FUNCTION_NOT_ALLOWED
                    current_user()                                    | FUNCTION_NOT_ALLOWED
                    version()                                         | FUNCTION_NOT_ALLOWED
                    from_protobuf(a, 'x', '/etc/passwd')              | FUNCTION_NOT_ALLOWED
                    xpath_string(a, '/x')                             | FUNCTION_NOT_ALLOWED
                    raise_error('x')                                  | FUNCTION_NOT_ALLOWED
                    (SELECT value FROM text.`/etc/passwd`)            | SUBQUERY_NOT_ALLOWED
                    (SELECT max(x) FROM csv.`s3://bucket/x`) > a      | SUBQUERY_NOT_ALLOWED
                    EXISTS (SELECT 1 FROM t)                          | SUBQUERY_NOT_ALLOWED
                    NOT EXISTS (SELECT 1 FROM text.`/etc/passwd`)     | SUBQUERY_NOT_ALLOWED
                    a IN (SELECT value FROM text.`/etc/passwd`)       | SUBQUERY_NOT_ALLOWED
                    a NOT IN (TABLE t)                                | SUBQUERY_NOT_ALLOWED
                    (VALUES (1)) = a                                  | SUBQUERY_NOT_ALLOWED
                    (WITH c AS (SELECT 1) SELECT * FROM c)            | SUBQUERY_NOT_ALLOWED
                    (FROM t SELECT x)                                 | SUBQUERY_NOT_ALLOWED
                    array(a, (SELECT 1 FROM range(10)))               | SUBQUERY_NOT_ALLOWED
                    filter(a, x -> x IN (SELECT 1))                   | SUBQUERY_NOT_ALLOWED
                    SELECT 1                                          | EXPRESSION_SYNTAX
                    a = 1; DROP TABLE t                               | EXPRESSION_SYNTAX
                    a AS b                                            | EXPRESSION_FORM
                    count(*) > 1                                      | AGGREGATE_NOT_ALLOWED
                    max(a)                                            | AGGREGATE_NOT_ALLOWED
                    first(a)                                          | AGGREGATE_NOT_ALLOWED
                    last(a) IGNORE NULLS                              | AGGREGATE_NOT_ALLOWED
                    any_value(a)                                      | AGGREGATE_NOT_ALLOWED
                    row_number() OVER (ORDER BY a)                    | AGGREGATE_NOT_ALLOWED
                    abs(a) OVER (PARTITION BY b)                      | AGGREGATE_NOT_ALLOWED
                    abs(a) FILTER (WHERE b)                           | AGGREGATE_NOT_ALLOWED
                    abs(DISTINCT a)                                   | AGGREGATE_NOT_ALLOWED
                    explode(a)                                        | AGGREGATE_NOT_ALLOWED
                    stack(2, a, b)                                    | AGGREGATE_NOT_ALLOWED
                    json_tuple(a, 'x')                                | AGGREGATE_NOT_ALLOWED
                    rand()                                            | NOT_DETERMINISTIC
                    uuid()                                            | NOT_DETERMINISTIC
                    shuffle(a)                                        | NOT_DETERMINISTIC
                    monotonically_increasing_id()                     | NOT_DETERMINISTIC
                    input_file_name()                                 | NOT_DETERMINISTIC
                    spark_partition_id()                              | NOT_DETERMINISTIC
                    range(10)                                         | UNKNOWN_FUNCTION
                    my_udf(a)                                         | UNKNOWN_FUNCTION
                    read_files('/etc/passwd')                         | UNKNOWN_FUNCTION
                    a > ?                                             | EXPRESSION_FORM
                    a > :b                                            | EXPRESSION_FORM
                    *                                                 | EXPRESSION_FORM
                    t.*                                               | EXPRESSION_FORM
                    coalesce(*)                                       | EXPRESSION_FORM
                    IDENTIFIER('a') = 1                               | FUNCTION_NOT_ALLOWED
                    IDENTIFIER(concat('a', 'b')) = 1                  | FUNCTION_NOT_ALLOWED
                    a:b.c                                             | EXPRESSION_FORM
                    '${env:AWS_SECRET_ACCESS_KEY}'                    | EXPRESSION_FORM
                    CAST(a AS nonsense)                               | EXPRESSION_FORM
                    nonsense '1'                                      | EXPRESSION_FORM
                    a +                                               | EXPRESSION_SYNTAX
                    a = 'x                                            | EXPRESSION_SYNTAX
                    (a                                                | EXPRESSION_SYNTAX
                    a && b                                            | EXPRESSION_SYNTAX
                    naïve = 1                                         | EXPRESSION_SYNTAX
                    a /* open                                         | EXPRESSION_SYNTAX
                    """)
    void whatReachesBeyondTheRowIsRefused(String text, ErrorCode code) {
        assertThat(SqlExpression.parse(text).flaws()).extracting(Flaw::code).contains(code);
    }

    @Test
    void emptyTextIsRefused() {
        assertThat(SqlExpression.parse("  ").flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.code()).isEqualTo(ErrorCode.EXPRESSION_SYNTAX);
            assertThat(flaw.message()).isEqualTo("the expression is empty");
        });
    }

    @Test
    void allFlawsAreToldAtOnceWithTheirPlaces() {
        String text = "reflect(a) AND uper(b) = 'x'";

        assertThat(SqlExpression.parse(text).flaws())
                .containsExactly(
                        new Flaw(
                                ErrorCode.FUNCTION_NOT_ALLOWED,
                                "the function 'reflect' runs code by its name",
                                0,
                                7,
                                null),
                        new Flaw(
                                ErrorCode.UNKNOWN_FUNCTION, "unknown function 'uper'", 15, 4, "did you mean 'upper'?"));
    }

    @Test
    void placesCountCharactersWhereTheTextHasSurrogates() {
        assertThat(SqlExpression.parse("'😀' = abc").references()).containsExactly(new ColumnReference("abc", 7, 3));
    }

    @Test
    void hundredThousandParenthesesAreRefusedByTheirLength() {
        String text = "(".repeat(100_000) + "1" + ")".repeat(100_000);

        assertThat(SqlExpression.parse(text).flaws())
                .extracting(Flaw::code)
                .containsExactly(ErrorCode.EXPRESSION_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "NOT ",
                "- ",
                "~",
                "CASE WHEN ",
                "x -> ",
                "abs(",
                "a[",
                "array(",
                "(1,",
                "(SELECT ",
                "a IN ("
            })
    void deepNestingIsRefusedWithoutExhaustingTheStack(String open) {
        String text = open.repeat(4_000 / open.length());

        assertThat(SqlExpression.parse(text).flaws())
                .extracting(Flaw::code)
                .containsAnyOf(ErrorCode.EXPRESSION_TOO_DEEP, ErrorCode.EXPRESSION_SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a + ", "a OR ", "a || ", "a = ", "a . ", "1 < "})
    void longChainsAreRefused(String link) {
        assertThat(SqlExpression.parse(link.repeat(600) + "a").flaws())
                .extracting(Flaw::code)
                .containsExactly(ErrorCode.EXPRESSION_TOO_DEEP);
    }

    @Test
    void nestingWithinTheLimitsIsParsedSoon() {
        String nested = "(".repeat(Nesting.MAX_DEPTH) + "a" + ")".repeat(Nesting.MAX_DEPTH);
        String chain = "a" + " + a".repeat(400);

        assertThat(List.of(nested, chain))
                .allSatisfy(
                        text -> assertThat(SqlExpression.parse(text).flaws()).isEmpty());
    }

    @Test
    void problemsPointIntoTheTextOfTheirScalar() {
        assertThat(problem("'😀' = uper(b)", new Location("p.yaml", 3, 10, 13)).location())
                .isEqualTo(new Location("p.yaml", 3, 16, 4));
    }

    @Test
    void problemsOfTextWithEscapesOrLineEndsPointToTheScalar() {
        Location scalar = new Location("p.yaml", 3, 10, 14);

        assertThat(problem("uper(b)", scalar).location()).isEqualTo(scalar);
        assertThat(problem("uper(b) = \n1 ", scalar).location()).isEqualTo(scalar);
    }

    private static Problem problem(String text, Location scalar) {
        return SqlExpression.parse(text).problems(scalar).get(0);
    }
}
