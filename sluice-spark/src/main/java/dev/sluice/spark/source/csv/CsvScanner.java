package dev.sluice.spark.source.csv;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ByteSearch;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.RecordScanner;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.WindowLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a CSV record and its cells end.
 *
 * <p>A quoted cell that is damaged (text after its closing quote, or no closing quote before the file's end or the size
 * limit) makes the record a bad one, which ends with the line on which this cell began; reading goes on with the line
 * after. This takes linear time: a line that was looked through in vain has no quote that would open a cell and leave it
 * open, since that quote would have closed the damaged cell.
 */
final class CsvScanner implements RecordScanner {
    /** No byte has this value, whereas FF is -1. */
    static final int NONE = 1_000;

    private static final ParseProblem UNCLOSED = ParseProblem.ofRecord(
            ReasonCode.UNCLOSED_QUOTE, "A quoted cell has no end before that of the file or the size limit");
    private static final ParseProblem TEXT_AFTER = ParseProblem.ofRecord(
            ReasonCode.TEXT_AFTER_QUOTE, "Text stands between the closing quote of a cell and the next delimiter");

    private final ByteWindow window;
    private final CsvCells cells;
    private final int quote;
    private final int escape;
    private final int comment;
    private final byte[] delimiter;
    private final boolean[] stops = new boolean[256];
    private final ByteSearch marks;
    private final int most;
    private final int mostNames;
    private boolean boundsOnly;
    private @Nullable List<String> names;

    // What scan() left.
    private int end;
    private int after;
    private int fields;
    private boolean unended;
    private @Nullable ParseProblem broken;

    // What closingQuote() left.
    private int firstBreak;
    private boolean escaped;

    CsvScanner(CsvDialect dialect, ByteWindow window, TextRecord record) {
        this.window = window;
        this.cells = new CsvCells(dialect, record);
        this.quote = orNone(dialect.quote());
        this.escape = orNone(dialect.escape());
        this.comment = orNone(dialect.comment());
        this.delimiter = dialect.delimiter().getBytes(StandardCharsets.UTF_8);
        // Two more than the limit, so that the line end of the largest record can be seen.
        this.most = dialect.stream().maxRecordBytes() + 2;
        this.marks = new ByteSearch(quote == NONE ? '\n' : quote, '\n', '\r');
        this.mostNames = dialect.maxColumns();
        stops['\n'] = true;
        stops['\r'] = true;
        stops[delimiter[0] & 0xff] = true;
    }

    static int orNone(int character) {
        return character < 0 ? NONE : character;
    }

    CsvCells cells() {
        return cells;
    }

    @Override
    public int most() {
        return most;
    }

    /** From now on all cells of the record scanned last are kept as text in the list given back. */
    List<String> collectNames() {
        names = new ArrayList<>();
        return names;
    }

    void collectNothing() {
        names = null;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int after() {
        return after;
    }

    @Override
    public void boundsOnly() {
        boundsOnly = true;
    }

    /** How many cells the record has. */
    int fields() {
        return fields;
    }

    @Override
    public boolean unended() {
        return unended;
    }

    /** What is wrong with the record's quotes; null for nothing. */
    @Nullable
    ParseProblem broken() {
        return broken;
    }

    @Override
    public Found scan(int start) {
        byte[] data = window.data();
        int limit = window.limit() - start > most ? start + most : window.limit();
        byte first = data[start];
        if (first == '\n' || first == '\r') {
            return endLine(data, start) ? Found.BLANK : Found.MORE_NEEDED;
        }
        if (first == comment) {
            return Found.COMMENT;
        }
        broken = null;
        unended = false;
        cells.begin();
        if (names != null) {
            names.clear();
        }
        if (boundsOnly) {
            return bounds(data, start, limit);
        }
        int field = 0;
        int p = start;
        while (true) {
            if (p < limit && data[p] == quote) {
                int close = closingQuote(data, p, limit);
                if (close < 0) {
                    return endUnclosed(limit);
                }
                keep(data, field, p + 1, close, true);
                p = close + 1;
            } else {
                int from = p;
                p = cellEnd(data, p, limit);
                keep(data, field, from, p, false);
            }
            fields = ++field;
            if (p >= limit) {
                return endAtLimit(limit);
            }
            if (WindowLines.isEnd(data[p])) {
                cells.complete();
                return endLine(data, p) ? Found.RECORD : Found.MORE_NEEDED;
            }
            if (!isDelimiter(data, p, limit)) {
                return notDelimiter(data, p, limit);
            }
            p += delimiter.length;
        }
    }

    /** As {@link #scan}, without a look at cells that are not quoted. */
    private Found bounds(byte[] data, int start, int limit) {
        int p = start;
        while (true) {
            p = marks.next(data, p, limit);
            if (p >= limit) {
                return endAtLimit(limit);
            }
            if (WindowLines.isEnd(data[p])) {
                return endLine(data, p) ? Found.RECORD : Found.MORE_NEEDED;
            }
            int cell = p - delimiter.length;
            if (p != start && (cell < start || !isDelimiter(data, cell, p))) {
                p++;
                continue;
            }
            int close = closingQuote(data, p, limit);
            if (close < 0) {
                return endUnclosed(limit);
            }
            p = close + 1;
            if (p < limit && !WindowLines.isEnd(data[p])) {
                if (!isDelimiter(data, p, limit)) {
                    return notDelimiter(data, p, limit);
                }
                p += delimiter.length;
            }
        }
    }

    private Found notDelimiter(byte[] data, int p, int limit) {
        return limit - p < delimiter.length && !atEnd(limit) ? endAtLimit(limit) : endDamaged(data, p, limit);
    }

    private void keep(byte[] data, int field, int from, int to, boolean quoted) {
        if (names != null) {
            if (field < mostNames) {
                names.add(cells.text(data, from, to, quoted && escaped).strip());
            }
        } else if (quoted) {
            cells.quoted(data, field, from, to, escaped);
        } else {
            cells.unquoted(data, field, from, to);
        }
    }

    private int cellEnd(byte[] data, int from, int limit) {
        int p = from;
        while (true) {
            while (p < limit && !stops[data[p] & 0xff]) {
                p++;
            }
            if (p >= limit || delimiter.length == 1 || WindowLines.isEnd(data[p]) || isDelimiter(data, p, limit)) {
                return p;
            }
            p++;
        }
    }

    /** The index of the quote that closes the cell whose opening quote is at an index; -1 if the limit comes first. */
    private int closingQuote(byte[] data, int open, int limit) {
        firstBreak = -1;
        escaped = false;
        for (int p = open + 1; p < limit; p++) {
            if (escape == NONE) {
                p = marks.next(data, p, limit);
                if (p == limit) {
                    return -1;
                }
            }
            byte b = data[p];
            if (b == quote) {
                if (p + 1 == limit) {
                    return atEnd(limit) ? p : -1;
                }
                if (data[p + 1] != quote) {
                    return p;
                }
                escaped = true;
                p++;
            } else if (b == escape && p + 1 < limit && (data[p + 1] == quote || data[p + 1] == escape)) {
                escaped = true;
                p++;
            } else if ((b == '\n' || b == '\r') && firstBreak < 0) {
                firstBreak = p;
            }
        }
        return -1;
    }

    private boolean isDelimiter(byte[] data, int p, int limit) {
        return data[p] == delimiter[0]
                && (delimiter.length == 1
                        || (limit - p >= delimiter.length
                                && Arrays.equals(data, p, p + delimiter.length, delimiter, 0, delimiter.length)));
    }

    private boolean atEnd(int limit) {
        return window.ended() && limit == window.limit();
    }

    /** The record's text goes up to the limit. */
    private Found endAtLimit(int limit) {
        if (limit < window.limit()) {
            return Found.TOO_LARGE;
        }
        if (!window.ended()) {
            return Found.MORE_NEEDED;
        }
        cells.complete();
        end = limit;
        after = limit;
        unended = true;
        return Found.RECORD;
    }

    /** A quoted cell goes up to the limit. */
    private Found endUnclosed(int limit) {
        boolean cut = window.damage() != null && limit == window.limit();
        boolean decided = limit < window.limit() || window.ended();
        if (decided && !cut && firstBreak >= 0) {
            broken = UNCLOSED;
            return endLine(window.data(), firstBreak) ? Found.RECORD : Found.MORE_NEEDED;
        }
        Found found = endAtLimit(limit);
        broken = UNCLOSED;
        return found;
    }

    /** Something else than a delimiter or line end stands after a closing quote. */
    private Found endDamaged(byte[] data, int from, int limit) {
        int p = firstBreak >= 0 ? firstBreak : from;
        while (p < limit && !WindowLines.isEnd(data[p])) {
            p++;
        }
        broken = TEXT_AFTER;
        if (p == limit) {
            return endAtLimit(limit);
        }
        return endLine(data, p) ? Found.RECORD : Found.MORE_NEEDED;
    }

    /** Ends the record with the line end at an index; false if it takes another byte to tell where that ends. */
    private boolean endLine(byte[] data, int p) {
        end = p;
        after = p + 1;
        if (data[p] == '\r') {
            if (after == window.limit()) {
                return window.ended();
            }
            if (data[after] == '\n') {
                after++;
            }
        }
        return true;
    }
}
