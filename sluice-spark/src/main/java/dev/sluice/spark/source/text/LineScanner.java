package dev.sluice.spark.source.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes each line for a record that holds more than white space and is no comment. */
public final class LineScanner implements RecordScanner {
    private static final ByteSearch LINE_ENDS = new ByteSearch('\n', '\r', '\n');

    private final ByteWindow window;
    private final int most;
    private final byte[] comment;
    private int end;
    private int after;
    private boolean unended;

    public LineScanner(ByteWindow window, int maxRecordBytes) {
        this(window, maxRecordBytes, "");
    }

    /** @param comment the text that begins lines to pass over; empty for none */
    public LineScanner(ByteWindow window, int maxRecordBytes, String comment) {
        this.window = window;
        this.comment = comment.getBytes(StandardCharsets.UTF_8);
        // Two more than the limit, so that the line end of the largest record can be seen.
        this.most = maxRecordBytes + 2;
    }

    @Override
    public Found scan(int start) {
        byte[] data = window.data();
        int limit = window.limit() - start > most ? start + most : window.limit();
        if (comment.length > 0) {
            if (window.limit() - start < comment.length && !window.ended()) {
                return Found.MORE_NEEDED;
            }
            int shown = Math.min(window.limit(), start + comment.length);
            if (Arrays.equals(data, start, shown, comment, 0, comment.length)) {
                return Found.COMMENT;
            }
        }
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
