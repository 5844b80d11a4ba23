package dev.sluice.cli.output;

/** How a result is printed. The constants are the words of {@code -o}. */
public enum OutputFormat {
    table,
    json,
    csv
}
