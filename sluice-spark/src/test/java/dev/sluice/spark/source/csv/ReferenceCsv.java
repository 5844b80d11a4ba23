package dev.sluice.spark.source.csv;

import java.util.ArrayList;
import java.util.List;

/** CSV read by characters of a whole text in the plainest way, for comparison. */
final class ReferenceCsv {
    record Row(String raw, List<String> cells, String damage, int next) {}

    private ReferenceCsv() {}

    /** All records of a text, blank lines left out. */
    static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        int p = 0;
        while (p < text.length()) {
            if (isBreak(text.charAt(p))) {
                p = afterBreak(text, p);
                continue;
            }
            Row row = row(text, p);
            rows.add(row);
            p = row.next();
        }
        return rows;
    }

    private static Row row(String text, int start) {
        List<String> cells = new ArrayList<>();
        int p = start;
        while (true) {
            if (p < text.length() && text.charAt(p) == '"') {
                int open = p++;
                StringBuilder cell = new StringBuilder();
                boolean closed = false;
                while (p < text.length() && !closed) {
                    char c = text.charAt(p++);
                    if (c == '"' && p < text.length() && text.charAt(p) == '"') {
                        cell.append('"');
                        p++;
                    } else if (c == '"') {
                        closed = true;
                    } else {
                        cell.append(c);
                    }
                }
                if (!closed) {
                    return damaged(text, start, open, "UNCLOSED_QUOTE");
                }
                if (p < text.length() && text.charAt(p) != ',' && !isBreak(text.charAt(p))) {
                    return damaged(text, start, open, "TEXT_AFTER_QUOTE");
                }
                cells.add(cell.toString());
            } else {
                int from = p;
                while (p < text.length() && text.charAt(p) != ',' && !isBreak(text.charAt(p))) {
                    p++;
                }
                cells.add(from == p ? null : text.substring(from, p));
            }
            if (p == text.length() || isBreak(text.charAt(p))) {
                return new Row(text.substring(start, p), cells, null, afterBreak(text, p));
            }
            p++;
        }
    }

    private static Row damaged(String text, int start, int open, String damage) {
        int end = open;
        while (end < text.length() && !isBreak(text.charAt(end))) {
            end++;
        }
        return new Row(text.substring(start, end), List.of(), damage, afterBreak(text, end));
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    private static int afterBreak(String text, int p) {
        return text.startsWith("\r\n", p) ? p + 2 : Math.min(p + 1, text.length());
    }
}
