package dev.sluice.cli.badinput;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values that are harmless as text and harmful where a program takes them for something else. */
final class BadValues {
    /** By pipeline: the value, which lands in one row and is quarantined in another. */
    static final Map<String, String> TEXTS = new TreeMap<>(Map.of(
            "value_formula", "=cmd|'/c calc'!A1",
            "value_script", "<img src=x onerror=alert(1)>",
            "value_jndi", "${jndi:ldap://x}",
            "value_ansi", "\u001b[31mred\u001b]0;title\u0007",
            "value_line_break", "ok\r\nERROR forged line",
            "value_direction", "a\u202egpj.exe",
            "value_sql", "'; DROP TABLE t; --",
            "value_large", "y".repeat(1 << 20)));

    private static final Map<String, String> LABELS = Map.of(
            "value_formula", "`=cmd\\|'/c calc'!A1`",
            "value_script", "`<img src=x onerror=alert(1)>`",
            "value_jndi", "`${jndi:ldap://x}`",
            "value_ansi", "ANSI escapes",
            "value_line_break", "CR LF in a quoted cell",
            "value_direction", "a character that turns the direction of text",
            "value_sql", "`'; DROP TABLE t; --`",
            "value_large", "a cell of 1 MiB");

    private BadValues() {}

    static List<BadFile> texts() {
        return TEXTS.entrySet().stream()
                .map(entry -> {
                    String cell = "\"" + entry.getValue() + "\"";
                    return BadFile.rows(
                                    entry.getKey(),
                                    LABELS.get(entry.getKey()) + ", in a good row and in a bad one",
                                    "1,a," + cell + "\n" + cell + ",b," + cell + "\n")
                            .becomes(2, 1, "NOT_AN_INTEGER 1");
                })
                .toList();
    }

    static List<BadFile> others() {
        String digits = "9".repeat(1_000_000);
        return List.of(
                BadFile.rows(
                                "file_name",
                                "a file named `<img src=x onerror=alert(1)>`, with ANSI escapes",
                                "1,a,b\nx,c,d\n")
                        .named("<img src=x onerror=alert(1)>\u001b[31m.csv")
                        .becomes(2, 1, "NOT_AN_INTEGER 1"),
                BadFile.csv(
                                "column_name",
                                "a column named so, which nobody reads",
                                Content.text("id,name,note,<img src=x onerror=alert(1)>\u001b[31m\n1,a,b,c\n"))
                        .becomes(1, 1),
                BadFile.csv(
                                "million_digits",
                                "a number of a million digits for each type",
                                Content.text("id,a,b,c,d,e,f,g,h\n1" + ("," + digits).repeat(8) + "\n"))
                        .withColumns(
                                "a: int, b: \"decimal(38,2)\", c: double, d: date, e: timestamp, f: boolean, g: uuid, h: time")
                        .becomes(
                                1,
                                0,
                                "DECIMAL_OVERFLOW 1",
                                "NOT_A_BOOLEAN 1",
                                "NOT_A_DATE 1",
                                "NOT_A_TIME 1",
                                "NOT_A_TIMESTAMP 1",
                                "NOT_A_UUID 1",
                                "NUMBER_OVERFLOW 2")
                        .below(BadFile.LARGE_HEAP_MIB),
                BadFile.csv(
                                "huge_exponent",
                                "`1e999999999` and `1e-999999999` for each kind of number",
                                Content.text(
                                        "id,a,b,c\n1,1e999999999,1e999999999,1e999999999\n2,1e-999999999,1e-999999999,1e-999999999\n"))
                        .withColumns("a: int, b: \"decimal(38,2)\", c: double")
                        .becomes(
                                2,
                                0,
                                "DECIMAL_OVERFLOW 1",
                                "NOT_AN_INTEGER 2",
                                "NUMBER_OVERFLOW 1",
                                "TOO_MANY_DECIMALS 1"),
                BadFile.csv(
                                "deep_cell",
                                "100,000 × `[` in a cell that becomes a list",
                                Content.text("id,a\n1," + "[".repeat(100_000) + "\n2,[]\n"))
                        .withColumns("a: \"array<string>\"")
                        .becomes(2, 1, "NOT_JSON 1"),
                BadFile.rows(
                                "large_cells",
                                "100 bad rows with cells of 1 MiB",
                                Content.times(100, "x,a," + "y".repeat(1 << 20) + "\n"))
                        .becomes(100, 0, "NOT_AN_INTEGER 100")
                        .below(BadFile.LARGE_HEAP_MIB),
                BadFile.csv(
                                "backtracking",
                                "a text on which a `pattern` of the form `(a+)+` takes for ever",
                                Content.text("id,a\n1," + "a".repeat(5_000) + "!\n2,aaa\n"))
                        .withColumns("a: {type: string, pattern: \"(a+)+\"}")
                        .becomes(2, 1, "PATTERN_MISMATCH 1"));
    }
}
