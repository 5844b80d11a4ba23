package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a measurement has shown.
 *
 * @param name of the files it is written to
 * @param facts what one must know to judge the figures
 * @param times all that were taken
 */
record Report(String name, String title, List<String> facts, Times times, List<Finding> findings) {
    /** Writes {@code <name>.md} and {@code <name>.svg} into the folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Files.writeString(folder.resolve(name + ".svg"), new DotPlot(title, times).svg());
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        if (!findings.isEmpty()) {
            text.append("\n| | median | least .. greatest | wanted | |\n|---|---:|---:|---:|---|\n");
            for (Finding finding : findings) {
                text.append("| %s | **%s** | %s .. %s | %s | %s |\n"
                        .formatted(
                                finding.what(),
                                two(finding.figure().median()),
                                two(finding.figure().least()),
                                two(finding.figure().greatest()),
                                finding.wanted().replace("<=", "≤").replace(">=", "≥"),
                                finding.wanted().isEmpty() ? "" : finding.holds() ? "holds" : "missed"));
            }
        }
        text.append(
                "\n| Seconds | median | least .. greatest | CPU, median | times taken |\n|---|---:|---:|---:|---:|\n");
        for (String contestant : times.contestants()) {
            Spread spread = times.spread(contestant);
            text.append("| %s | %s | %s .. %s | %s | %d |\n"
                    .formatted(
                            contestant,
                            two(spread.median()),
                            two(spread.least()),
                            two(spread.greatest()),
                            two(Spread.of(times.cpu(contestant)).median()),
                            times.of(contestant).size()));
        }
        return text.append("\n![")
                .append(title)
                .append("](")
                .append(name)
                .append(".svg)\n")
                .toString();
    }

    private static String two(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** For the terminal. */
    String summary() {
        StringBuilder text = new StringBuilder(title + "\n");
        facts.forEach(fact -> text.append("  ").append(fact).append('\n'));
        for (String contestant : times.contestants()) {
            text.append("  %-12s %s s\n"
                    .formatted(contestant, times.spread(contestant).text()));
        }
        findings.forEach(finding -> text.append("  ").append(finding.line()).append('\n'));
        return text.toString();
    }
}
