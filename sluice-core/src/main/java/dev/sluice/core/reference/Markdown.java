package dev.sluice.core.reference;

import java.util.List;
import java.util.stream.Collectors;

/** A page in the making. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    private Markdown() {}

    /** A page that says where it comes from. */
    static Markdown page(String title) {
        return new Markdown()
                .line("<!-- Generated from the code: see ReferenceDocsTest. Do not edit. -->")
                .line("")
                .line("# " + title)
                .line("");
    }

    Markdown heading(int level, String title) {
        return line("#".repeat(level) + " " + title).line("");
    }

    Markdown paragraph(String content) {
        return line(content).line("");
    }

    Markdown table(List<String> header, List<List<String>> rows) {
        row(header);
        row(header.stream().map(cell -> "---").toList());
        rows.forEach(this::row);
        return line("");
    }

    private void row(List<String> cells) {
        line(cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    static String code(String word) {
        return "`" + word + "`";
    }

    /** The whole page with one line end at its end. */
    String text() {
        return text.toString().stripTrailing() + "\n";
    }
}
