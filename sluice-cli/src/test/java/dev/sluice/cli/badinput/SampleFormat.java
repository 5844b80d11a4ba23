package dev.sluice.cli.badinput;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How bad files and the good ones beside them are read, and what a good one looks like. */
enum SampleFormat {
    CSV("csv", "", "id,name,note\n", "%d,good,row\n", "", ""),
    JSONL("jsonl", "", "", "{\"id\": %d, \"name\": \"good\"}\n", "", ""),
    FIXED("fixed", "columns: {id: 1-6, name: 7+10, note: 17-}", "", "%dgood      rows\n", "", ""),
    REGEX("regex", "pattern: '(?<id>\\S+) (?<name>\\S+)(?: (?<note>.*))?'", "", "%d good row\n", "", ""),
    GROK("grok", "pattern: '%{NOTSPACE:id} %{WORD:name}( %{GREEDYDATA:note})?'", "", "%d good row\n", "", ""),
    JSON("json", "records: $.rows", "{\"rows\": [", "{\"id\": %d, \"name\": \"good\"}", ",\n", "]}"),
    XML("xml", "rowTag: row", "<rows>", "<row><id>%d</id><name>good</name></row>", "\n", "</rows>");

    private final String word;
    private final String options;
    private final String before;
    private final String row;
    private final String between;
    private final String after;

    SampleFormat(String word, String options, String before, String row, String between, String after) {
        this.word = word;
        this.options = options;
        this.before = before;
        this.row = row;
        this.between = between;
        this.after = after;
    }

    static SampleFormat of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in {@code format:}. */
    String word() {
        return word;
    }

    /** As in {@code options:}, without braces. */
    String options() {
        return options;
    }

    /** A file whose rows have the ids from one on. */
    String good(int firstId, int rows) {
        return IntStream.range(firstId, firstId + rows)
                .mapToObj(row::formatted)
                .collect(Collectors.joining(between, before, after));
    }
}
