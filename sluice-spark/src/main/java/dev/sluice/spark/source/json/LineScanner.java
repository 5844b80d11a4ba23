package dev.sluice.spark.source.json;

import dev.sluice.spark.source.text.ByteSearch;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.RecordScanner;
import dev.sluice.spark.source.text.WindowLines;

/** Takes each line for a record that holds more than white space. */
final class LineScanner implements RecordScanner {
    private static final ByteSearch LINE_ENDS = new ByteSearch('\n', '\r', '\n');

    private final ByteWindow window;
    private final int most;
    private int end;
    private int after;
    private boolean unended;

    LineScanner(ByteWindow window, int maxRecordBytes) {
        this.window = window;
        // Two more than the limit, so that the line end of the largest record can be seen.
        this.most = maxRecordBytes + 2;
    }

    @Override
    public Found scan(int start) {
        byte[] data = window.data();
        int limit = window.limit() - start > most ? start + most : window.limit();
        int p = start;
        while (p < limit && (data[p] == ' ' || data[p] == '\t')) {
            p++;
        }
        boolean blank = p == limit || WindowLines.isEnd(data[p]);
        p = LINE_ENDS.next(data, p, limit);
        if (p == limit) {
            if (limit < window.limit()) {
                return Found.TOO_LARGE;
            }
            if (!window.ended()) {
                return Found.MORE_NEEDED;
            }
        }
        end = p;
        after = Math.min(p + 1, limit);
        unended = p == limit;
        if (!unended && data[p] == '\r') {
            if (after == window.limit() && !window.ended()) {
                return Found.MORE_NEEDED;
            }
            if (after < window.limit() && data[after] == '\n') {
                after++;
            }
        }
        return blank ? Found.BLANK : Found.RECORD;
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
    public boolean unended() {
        return unended;
    }

    @Override
    public int most() {
        return most;
    }
}
