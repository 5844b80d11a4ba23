package dev.sluice.cli.badinput;

import java.util.List;

/** JSON Lines files that are bad. */
final class BadJsonFiles {
    private static final String GOOD = "{\"id\":9,\"name\":\"i\"}\n";

    private BadJsonFiles() {}

    static List<BadFile> all() {
        return List.of(
                BadFile.json(
                                "json_truncated",
                                "a record that breaks off",
                                "{\"id\":1,\"name\":\"a\n" + GOOD + "{\"id\":2,")
                        .becomes(3, 1, "CORRUPT_RECORD 2"),
                BadFile.json(
                                "json_deep_lists",
                                "100,000 × `[`",
                                "{\"id\":1,\"note\":" + "[".repeat(100_000) + "\n" + GOOD)
                        .becomes(2, 1, "TOO_DEEP 1"),
                BadFile.json(
                                "json_deep_objects",
                                "100,000 × `{\"a\":`, well-formed",
                                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "\n" + GOOD)
                        .becomes(2, 1, "TOO_DEEP 1"),
                BadFile.json(
                                "json_digits",
                                "a number of a million digits in a field that is read",
                                "{\"id\":" + "9".repeat(1_000_000) + "}\n" + GOOD)
                        .becomes(2, 1, "NUMBER_TOO_LONG 1"),
                BadFile.json(
                                "json_digits_unread",
                                "the same in a field that nobody reads",
                                "{\"id\":1,\"x\":" + "9".repeat(1_000_000) + "}\n")
                        .becomes(1, 1),
                BadFile.json(
                                "json_exponent",
                                "`1e999999999` for an integer and a decimal",
                                "{\"id\":1e999999999}\n{\"id\":1,\"price\":1e999999999}\n{\"id\":2,\"price\":1e-999999999}\n")
                        .withColumns("price: \"decimal(10,2)\"")
                        .becomes(3, 0, "DECIMAL_OVERFLOW 1", "NOT_AN_INTEGER 1", "TOO_MANY_DECIMALS 1"),
                BadFile.json(
                                "json_twin",
                                "a key twice, which is read",
                                "{\"id\":1,\"name\":\"a\",\"name\":\"b\"}\n" + GOOD)
                        .becomes(2, 1, "DUPLICATE_KEY 1"),
                BadFile.json("json_twin_unread", "a key twice, which nobody reads", "{\"id\":1,\"x\":1,\"x\":2}\n")
                        .becomes(1, 1),
                BadFile.json("json_surrogate", "half of a surrogate pair", "{\"id\":1,\"name\":\"\\ud83d\"}\n" + GOOD)
                        .becomes(2, 1, "LONE_SURROGATE 1"),
                BadFile.json("json_scalar", "values that are no objects", "1\n\"a\"\nnull\ntrue\n[1]\n" + GOOD)
                        .becomes(6, 1, "NOT_AN_OBJECT 5"),
                BadFile.json("json_array_file", "a JSON array over several lines", "[\n{\"id\":1},\n{\"id\":2}\n]\n")
                        .becomes(4, 1, "CORRUPT_RECORD 3"),
                BadFile.json(
                                "json_dialects",
                                "`NaN`, comments, single quotes, a comma too many, `01`, two objects on a line",
                                "{\"id\":NaN}\n{\"id\":1}//\n{'id':1}\n{\"id\":1,}\n{\"id\":01}\n{\"id\":1}{\"id\":2}\n")
                        .becomes(6, 0, "CORRUPT_RECORD 6"),
                BadFile.json("json_nul", "a NUL character as an escape", "{\"id\":1,\"name\":\"a\\u0000\"}\n" + GOOD)
                        .becomes(2, 1, "NUL_BYTE 1"),
                BadFile.json(
                                "json_not_utf8",
                                "bytes that are no UTF-8",
                                Content.text("{\"id\":1,\"name\":\"")
                                        .then(Content.bytes(new byte[] {(byte) 0xff}))
                                        .then("\"}\n" + GOOD))
                        .becomes(2, 1, "UNDECODABLE 1"),
                BadFile.json(
                                "json_long_line",
                                "one line of 200 MB",
                                Content.text("{\"id\":1,\"name\":\"")
                                        .then(Content.times(200 * 1024, "x".repeat(1024)))
                                        .then("\"}\n" + GOOD))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                BadFile.json(
                                "json_many_keys",
                                "an object of 100,000 keys",
                                Content.text("{\"id\":1")
                                        .then(out -> {
                                            for (int i = 0; i < 100_000; i++) {
                                                Content.text(",\"k" + i + "\":" + i)
                                                        .write(out);
                                            }
                                        })
                                        .then("}\n"))
                        .becomes(1, 1),
                BadFile.json("json_no_bytes", "0 bytes", "").becomes(0, 0),
                BadFile.json("json_is_csv", "a CSV file", "id,name\n1,a\n").becomes(2, 0, "CORRUPT_RECORD 2"));
    }
}
