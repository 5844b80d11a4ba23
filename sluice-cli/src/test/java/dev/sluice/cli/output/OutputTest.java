package dev.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    private static final List<ResultColumn> COLUMNS = List.of(ResultColumn.text("name"), ResultColumn.number("n"));

    @Test
    void tableAlignsByCellsOfTheTerminalNotByCharacters() {
        String table = print(out -> new TableOutput(out, 0, false).print(rows(row("東京", 5), row("Köln", 1234))));

        assertThat(table).isEqualTo("""
                name     n
                東京     5
                Köln  1234
                """);
    }

    @Test
    void tableShrinksItsWidestColumnToTheTerminal() {
        String table = print(out -> new TableOutput(out, 20, false).print(rows(row("x".repeat(50), 7))));

        assertThat(table.lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(20));
        assertThat(table).contains("xxxx…  7");
    }

    @Test
    void tableShowsEscapesInsteadOfObeyingThem() {
        String table = print(out -> new TableOutput(out, 0, false).print(rows(row("a\u001b[31mred\r\nb\u202e", null))));

        assertThat(table).contains("a\\u{1b}[31mred\\r\\nb\\u{202e}").doesNotContain("\u001b", "\r", "\u202e");
    }

    @Test
    void tableStreamsPastTheRowsThatSettleItsWidths() {
        ResultRows many = new ResultRows(
                COLUMNS, IntStream.range(0, 2500).mapToObj(i -> row("row", i)).iterator());

        assertThat(print(out ->
                        assertThat(new TableOutput(out, 0, false).print(many)).isEqualTo(2500)))
                .hasLineCount(2501);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "=cmd|'=cmd",
                "+1|'+1",
                "-1+2|'-1+2",
                "@x|'@x",
                "plain|plain",
                "a,b|\"a,b\"",
                "say \"hi\"|\"say \"\"hi\"\"\""
            })
    void csvGuardsFormulasAndQuotesWhereNeeded(String value, String cell) {
        assertThat(CsvOutput.cell(value)).isEqualTo(cell);
    }

    @Test
    void csvLeavesNegativeNumbersAsTheyAre() {
        assertThat(CsvOutput.cell(-5L)).isEqualTo("-5");
        assertThat(CsvOutput.cell(new BigDecimal("-1E+3"))).isEqualTo("-1000");
        assertThat(CsvOutput.cell("\ttab")).isEqualTo("'\ttab");
        assertThat(CsvOutput.cell("a\nb")).isEqualTo("\"a\nb\"");
    }

    @Test
    void csvEndsItsLinesWithCrLf() {
        assertThat(print(out -> CsvOutput.print(out, rows(row("a", null))))).isEqualTo("name,n\r\na,\r\n");
    }

    @Test
    void jsonHasSchemaVersionColumnsAndNestedValues() {
        ResultRows rows = rows(row("a", null), Arrays.asList("b", Map.of("k", List.of(1, 2.5))));

        assertThat(print(out -> JsonOutput.print(out, rows)).replaceAll("\\s+", ""))
                .isEqualTo("{\"schemaVersion\":1,\"columns\":[{\"name\":\"name\",\"type\":\"string\"},"
                        + "{\"name\":\"n\",\"type\":\"bigint\"}],\"rows\":[{\"name\":\"a\",\"n\":null},"
                        + "{\"name\":\"b\",\"n\":{\"k\":[1,2.5]}}]}");
    }

    @Test
    void widthCountsWideCharactersTwiceAndMarksNotAtAll() {
        assertThat(TextWidth.of("日本")).isEqualTo(4);
        assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.of("🎉")).isEqualTo(2);
        assertThat(TextWidth.cut("日本語", 5)).isEqualTo("日本…");
    }

    private static List<Object> row(String name, Object n) {
        return Arrays.asList(name, n);
    }

    @SafeVarargs
    private static ResultRows rows(List<Object>... rows) {
        return new ResultRows(COLUMNS, List.of(rows).iterator());
    }

    private static String print(Consumer<PrintStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        printing.accept(out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
