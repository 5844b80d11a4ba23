package dev.sluice.spark.expression;

import static dev.sluice.spark.expression.Steps.options;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Converter;
import dev.sluice.api.Footprint;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.plugins.convert.BooleanConverter;
import dev.sluice.plugins.convert.CaseConverter;
import dev.sluice.plugins.convert.ConcatConverter;
import dev.sluice.plugins.convert.CopyConverter;
import dev.sluice.plugins.convert.DateConverter;
import dev.sluice.plugins.convert.DefaultConverter;
import dev.sluice.plugins.convert.DeriveConverter;
import dev.sluice.plugins.convert.DropConverter;
import dev.sluice.plugins.convert.NullIfConverter;
import dev.sluice.plugins.convert.NumberConverter;
import dev.sluice.plugins.convert.RegexExtractConverter;
import dev.sluice.plugins.convert.RenameConverter;
import dev.sluice.plugins.convert.SplitConverter;
import dev.sluice.plugins.convert.TimestampConverter;
import dev.sluice.plugins.convert.TrimConverter;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ConvertersTest {
    private static final StructType ONE = new StructType().add("a", DataTypes.StringType);
    private static final StructType TWO = ONE.add("b", DataTypes.StringType);

    @Test
    void everyConverterIsFoundByItsWord() {
        assertThat(ServiceLoader.load(Converter.class).stream()
                        .map(each -> each.get().descriptor().word()))
                .contains(
                        "rename",
                        "copy",
                        "drop",
                        "split",
                        "concat",
                        "derive",
                        "trim",
                        "case",
                        "null_if",
                        "default",
                        "date",
                        "timestamp",
                        "number",
                        "boolean",
                        "regex_extract");
    }

    @Test
    void renamesMayBeSwapped() {
        Options options = options().with(RenameConverter.COLUMNS, Map.of("a", "b", "b", "a"));

        assertThat(Steps.convert(new RenameConverter(), options, rows2("x", "y"), TWO))
                .allSatisfy(row -> assertThat(row).containsExactlyInAnyOrder("x", "y", null, null));
        Footprint footprint = new RenameConverter().footprint(options);
        assertThat(footprint.removes()).isEmpty();
        assertThat(footprint.sourcesOf("b")).containsExactly("a");
        assertThat(new RenameConverter()
                        .footprint(options().with(RenameConverter.COLUMNS, Map.of("a", "c")))
                        .removes())
                .containsExactly("a");
        assertThat(codes(new RenameConverter(), options().with(RenameConverter.COLUMNS, Map.of("a", "c", "b", "c"))))
                .containsExactly("UNFIT_OPTIONS");
    }

    @Test
    void copyAndDropChangeNoValues() {
        assertThat(Steps.convert(
                        new CopyConverter(), options().with(CopyConverter.COLUMNS, Map.of("a", "c")), rows("x"), ONE))
                .containsExactly(asList("x", null, null));
        assertThat(new DropConverter()
                        .footprint(options().with(DropConverter.COLUMNS, List.of("a")))
                        .removes())
                .containsExactly("a");
    }

    @Test
    void splitWantsAsManyPartsAsColumns() {
        Steps.Set options = options()
                .with(SplitConverter.COLUMN, "a")
                .with(SplitConverter.SEPARATOR, " ")
                .with(SplitConverter.INTO, List.of("first", "last"));
        List<Row> names = rows("Ada Lovelace", "Cher", "Mary Ann Smith", null, "ü ß", "x ");

        assertThat(Steps.convert(new SplitConverter(), options, names, ONE))
                .containsExactly(
                        asList("Ada", "Lovelace", null, null),
                        asList("Cher", null, "NOT_SPLITTABLE", null),
                        asList("Mary", "Ann", "NOT_SPLITTABLE", null),
                        asList(null, null, null, null),
                        asList("ü", "ß", null, null),
                        asList("x", "", null, null));
        options.with(SplitConverter.EXTRA, SplitConverter.Extra.LAST)
                .with(SplitConverter.MISSING, SplitConverter.Missing.LEAVE_NULL);
        assertThat(Steps.convert(new SplitConverter(), options, names.subList(0, 3), ONE))
                .containsExactly(
                        asList("Ada", "Lovelace", null, null),
                        asList("Cher", null, null, null),
                        asList("Mary", "Ann Smith", null, null));
    }

    @Test
    void splitTakesItsSeparatorLiterally() {
        Steps.Set options = options()
                .with(SplitConverter.COLUMN, "a")
                .with(SplitConverter.SEPARATOR, ".|")
                .with(SplitConverter.INTO, List.of("x", "y", "z"))
                .with(SplitConverter.EXTRA, SplitConverter.Extra.DROP);

        assertThat(Steps.convert(new SplitConverter(), options, rows("1.|2.|3", "1.|.|.|4", "1|2.3"), ONE))
                .containsExactly(
                        asList("1", "2", "3", null, null),
                        asList("1", "", "", null, null),
                        asList("1|2.3", null, null, "NOT_SPLITTABLE", null));
    }

    @Test
    void concatFillsATemplate() {
        Steps.Set options =
                options().with(ConcatConverter.INTO, "name").with(ConcatConverter.TEMPLATE, "{b}, {a} {{x}}");

        assertThat(Steps.convert(new ConcatConverter(), options, rows2("Ada", "Lovelace"), TWO))
                .containsExactly(asList("Lovelace, Ada {x}", null, null));
        assertThat(Steps.convert(new ConcatConverter(), options, rows2(null, "L"), TWO))
                .containsExactly(asList(null, null, null));
        options.with(ConcatConverter.NULLS, ConcatConverter.Nulls.EMPTY);
        assertThat(Steps.convert(new ConcatConverter(), options, rows2(null, "L"), TWO))
                .containsExactly(asList("L,  {x}", null, null));
        assertThat(codes(new ConcatConverter(), options().with(ConcatConverter.TEMPLATE, "{a")))
                .containsExactly("UNFIT_OPTIONS");
    }

    @Test
    void deriveTrapsWhatItsExpressionThrows() {
        Steps.Set options = options()
                .with(DeriveConverter.COLUMN, "c")
                .with(DeriveConverter.EXPRESSION, "cast(a as int) / cast(b as int) -- why")
                .with(DeriveConverter.TYPE, "decimal(4,2)");
        List<Row> rows = List.of(
                RowFactory.create("1", "2"),
                RowFactory.create("1", "0"),
                RowFactory.create(null, "0"),
                RowFactory.create("x", "1"),
                RowFactory.create("1000", "1"));

        List<List<Object>> results = Steps.convert(new DeriveConverter(), options, rows, TWO, "a", "b");

        assertThat(results.get(0)).isEqualTo(asList(new BigDecimal("0.50"), null, null));
        assertThat(results.get(1)).isEqualTo(asList(null, "EXPRESSION_FAILED", "DIVIDE_BY_ZERO: Division by zero"));
        assertThat(results.get(2)).isEqualTo(asList(null, null, null));
        assertThat(results.get(3).get(1)).isEqualTo("EXPRESSION_FAILED");
        assertThat(String.valueOf(results.get(3).get(2)))
                .startsWith("CAST_INVALID_INPUT: ")
                .contains("'x'");
        assertThat(String.valueOf(results.get(4).get(2))).startsWith("NUMERIC_VALUE_OUT_OF_RANGE");
    }

    @Test
    void aConstantThatFailsInsideAnExpressionIsAReasonToo() {
        Steps.Set options =
                options().with(DeriveConverter.COLUMN, "c").with(DeriveConverter.EXPRESSION, "if(a = 'x', 1 / 0, 1)");

        assertThat(Steps.convert(new DeriveConverter(), options, rows("x", "y"), ONE, "a"))
                .satisfiesExactly(
                        row -> assertThat(row.get(1)).isEqualTo("EXPRESSION_FAILED"),
                        row -> assertThat(row).isEqualTo(asList(1.0, null, null)));
    }

    @Test
    void trimCaseNullIfAndDefault() {
        assertThat(Steps.convert(
                        new TrimConverter(),
                        options().with(TrimConverter.COLUMNS, List.of("a")),
                        rows("\t x y\u00A0", null, "  "),
                        ONE))
                .containsExactly(asList("x y", null, null), asList(null, null, null), asList("", null, null));
        assertThat(Steps.convert(
                        new CaseConverter(),
                        options()
                                .with(CaseConverter.COLUMNS, List.of("a"))
                                .with(CaseConverter.TO, CaseConverter.Case.TITLE),
                        rows("ada LOVELACE", null),
                        ONE))
                .containsExactly(asList("Ada Lovelace", null, null), asList(null, null, null));
        assertThat(Steps.convert(
                        new NullIfConverter(),
                        options()
                                .with(NullIfConverter.COLUMNS, List.of("a"))
                                .with(NullIfConverter.VALUES, List.of("N/A", "-")),
                        rows("N/A", "-", "n/a", null),
                        ONE))
                .containsExactly(
                        asList(null, null, null),
                        asList(null, null, null),
                        asList("n/a", null, null),
                        asList(null, null, null));
        assertThat(Steps.convert(
                        new DefaultConverter(),
                        options().with(DefaultConverter.COLUMNS, Map.of("a", "7")),
                        List.of(RowFactory.create(1), RowFactory.create((Object) null)),
                        new StructType().add("a", DataTypes.IntegerType)))
                .containsExactly(asList(1, null, null), asList(7, null, null));
    }

    @Test
    void datesAndTimestamps() {
        Steps.Set date = options()
                .with(DateConverter.COLUMN, "a")
                .with(DateConverter.FORMATS, List.of("yyyy-MM-dd", "d.M.yyyy", "d MMM yy"));
        assertThat(Steps.convert(
                        new DateConverter(), date, rows("2020-02-29", "1.3.2020", "4 jul 76", "30.2.2020", null), ONE))
                .containsExactly(
                        asList(Date.valueOf("2020-02-29"), null, null),
                        asList(Date.valueOf("2020-03-01"), null, null),
                        asList(Date.valueOf("2076-07-04"), null, null),
                        asList(null, "NOT_A_DATE", null),
                        asList(null, null, null));
        Steps.Set instant = options()
                .with(TimestampConverter.COLUMN, "a")
                .with(TimestampConverter.TYPE, TimestampConverter.Type.TIMESTAMPTZ);
        // Without a zone of its own, the step takes the pipeline's: here Berlin.
        assertThat(Steps.convert(
                        new TimestampConverter(),
                        instant,
                        rows("2021-03-28T02:30", "2021-10-31T02:30", "2021-07-01T00:00Z", "x"),
                        ONE))
                .containsExactly(
                        asList(Timestamp.from(Instant.parse("2021-03-28T01:30:00Z")), null, null),
                        asList(Timestamp.from(Instant.parse("2021-10-31T00:30:00Z")), null, null),
                        asList(Timestamp.from(Instant.parse("2021-07-01T00:00:00Z")), null, null),
                        asList(null, "NOT_A_TIMESTAMP", null));
        Steps.Set local = options()
                .with(TimestampConverter.COLUMN, "a")
                .with(TimestampConverter.FORMATS, List.of("yyyy-MM-dd HH:mm[ XXX]"));
        assertThat(Steps.convert(new TimestampConverter(), local, rows("2021-07-01 02:30", "2021-07-01 02:30 Z"), ONE))
                .containsExactly(
                        asList(LocalDateTime.parse("2021-07-01T02:30"), null, null),
                        asList(LocalDateTime.parse("2021-07-01T04:30"), null, null));
        assertThat(codes(new DateConverter(), options().with(DateConverter.FORMATS, List.of("yyyy-mm-dd", "qqqqqq"))))
                .containsExactly("INVALID_TIME_PATTERN", "INVALID_TIME_PATTERN");
    }

    @Test
    void numbersOfManyStyles() {
        Steps.Set german = options()
                .with(NumberConverter.COLUMN, "a")
                .with(NumberConverter.TYPE, "decimal(10,2)")
                .with(NumberConverter.DECIMAL, ",")
                .with(NumberConverter.GROUPING, ".")
                .with(NumberConverter.STRIP, List.of("€", "EUR"))
                .with(NumberConverter.PERCENT, true);
        assertThat(Steps.convert(
                        new NumberConverter(),
                        german,
                        rows("1.234,5 €", "-EUR 7", "(12,30)", "12,5 %", "12-", "1,2,3", ".5", "1..2", null),
                        ONE))
                .extracting(row -> asList(row.get(0), row.get(1)))
                .containsExactly(
                        asList(new BigDecimal("1234.50"), null),
                        asList(new BigDecimal("-7.00"), null),
                        asList(new BigDecimal("-12.30"), null),
                        asList(null, "NOT_A_NUMBER"),
                        asList(new BigDecimal("-12.00"), null),
                        asList(null, "NOT_A_NUMBER"),
                        asList(null, "NOT_A_NUMBER"),
                        asList(null, "NOT_A_NUMBER"),
                        asList(null, null));
        Steps.Set share = options()
                .with(NumberConverter.COLUMN, "a")
                .with(NumberConverter.TYPE, "double")
                .with(NumberConverter.PERCENT, true)
                .with(NumberConverter.GROUPING, " ");
        assertThat(Steps.convert(new NumberConverter(), share, rows("12.5%", "1\u202F000", "5 %"), ONE))
                .extracting(row -> row.get(0))
                .containsExactly(0.125, 1000.0, 0.05);
        assertThat(codes(new NumberConverter(), options().with(NumberConverter.TYPE, "date")))
                .containsExactly("UNFIT_OPTIONS");
    }

    @Test
    void wordsAndPatterns() {
        Steps.Set words = options()
                .with(BooleanConverter.COLUMNS, List.of("a"))
                .with(BooleanConverter.TRUE_WORDS, List.of("ja"))
                .with(BooleanConverter.FALSE_WORDS, List.of("nein"));
        assertThat(Steps.convert(new BooleanConverter(), words, rows("JA", " nein ", "yes", null), ONE))
                .containsExactly(
                        asList(true, null, null),
                        asList(false, null, null),
                        asList(null, "NOT_A_BOOLEAN", null),
                        asList(null, null, null));
        Steps.Set regex = options()
                .with(RegexExtractConverter.COLUMN, "a")
                .with(RegexExtractConverter.PATTERN, Pattern.compile("(\\w+)@(\\w+)(?:\\.(\\w+))?"))
                .with(RegexExtractConverter.INTO, List.of("user", "host", "top"));
        assertThat(Steps.convert(new RegexExtractConverter(), regex, rows("to me@here", "a@b.c", "none", null), ONE))
                .containsExactly(
                        asList("me", "here", null, null, null),
                        asList("a", "b", "c", null, null),
                        asList(null, null, null, "NO_MATCH", null),
                        asList(null, null, null, null, null));
        assertThat(codes(
                        new RegexExtractConverter(),
                        options()
                                .with(RegexExtractConverter.PATTERN, Pattern.compile("(a)(b)"))
                                .with(RegexExtractConverter.INTO, List.of("x"))))
                .containsExactly("UNFIT_OPTIONS");
    }

    @Test
    void hostileValuesPassAsPlainData() {
        String cell = "x".repeat(1 << 20);
        List<Row> hostile =
                rows("=cmd|'/c calc'!A1", "${jndi:ldap://x}", "<img src=x onerror=alert(1)>", "\u001b[31m", cell);
        Steps.Set options = options().with(CopyConverter.COLUMNS, Map.of("a", "c"));

        assertThat(Steps.convert(new CopyConverter(), options, hostile, ONE))
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(
                        hostile.stream().map(row -> row.get(0)).toList());
        Steps.Set concat = options().with(ConcatConverter.INTO, "c").with(ConcatConverter.TEMPLATE, "{a}");
        assertThat(Steps.convert(new ConcatConverter(), concat, hostile, ONE))
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(
                        hostile.stream().map(row -> row.get(0)).toList());
        Steps.Set date = options()
                .with(DateConverter.COLUMN, "a")
                .with(DateConverter.FORMATS, List.of("d/M/yy", "VV uuuu-MM-dd"));
        assertThat(Steps.convert(new DateConverter(), date, hostile, ONE))
                .extracting(row -> row.get(1))
                .containsOnly("NOT_A_DATE");
    }

    private static List<String> codes(Converter converter, Steps.Set options) {
        options.with(DateConverter.COLUMN, "a")
                .with(NumberConverter.COLUMN, "a")
                .with(ConcatConverter.INTO, "c");
        return converter.check(options).stream()
                .map(Problem::code)
                .map(Enum::name)
                .toList();
    }

    private static List<Row> rows(String... values) {
        return asList(values).stream().map(RowFactory::create).toList();
    }

    private static List<Row> rows2(String a, String b) {
        return List.of(RowFactory.create(a, b));
    }
}
