package dev.sluice.spark.source.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record that a reader stands on: places in byte arrays, nothing copied. Valid until the reader moves. Values are
 * in slots as {@link ReadColumns} tells.
 */
public final class TextRecord {
    /** How much of a record beyond the size limit is kept. */
    public static final int RAW_LIMIT = 64 * 1024;

    private static final int NULL = Integer.MIN_VALUE;

    private long number;
    private long offset;
    private byte[] data = new byte[0];
    private int rawStart;
    private int rawEnd;
    private boolean rawDecodable = true;
    private byte @Nullable [] rawBytes;
    private boolean failed;
    private final List<ParseProblem> problems = new ArrayList<>(2);

    // A start below zero stands for a place in the scratch array; an end of NULL for a null value.
    private final int[] starts;
    private final int[] ends;
    private byte[] scratch = new byte[256];
    private int scratchUsed;

    public TextRecord(int slots) {
        this.starts = new int[slots];
        this.ends = new int[slots];
        Arrays.fill(ends, NULL);
    }

    /** From 1 in its file. */
    public long number() {
        return number;
    }

    /** In the decompressed file, from 0. */
    public long offset() {
        return offset;
    }

    /** Whether something is wrong with the record as a whole. */
    public boolean failed() {
        return failed;
    }

    public boolean isNull(int slot) {
        return failed || ends[slot] == NULL;
    }

    /** The array that holds the slot's value. */
    public byte[] base(int slot) {
        return starts[slot] >= 0 ? data : scratch;
    }

    public int start(int slot) {
        int start = starts[slot];
        return start >= 0 ? start : ~start;
    }

    public int length(int slot) {
        return ends[slot] - start(slot);
    }

    /** The array that holds the record as read. */
    public byte[] rawBase() {
        return data;
    }

    public int rawStart() {
        return rawStart;
    }

    public int rawLength() {
        return rawEnd - rawStart;
    }

    /** Whether the raw record is text in the file's encoding. */
    public boolean rawDecodable() {
        return rawDecodable;
    }

    /** The raw record as it stands in the file, where it is no text; else null. */
    public byte @Nullable [] rawBytes() {
        return rawBytes;
    }

    /** Empty for nearly every record. */
    public List<ParseProblem> problems() {
        return problems;
    }

    /** For tests and messages: the value as text, null for null. */
    public @Nullable String text(int slot) {
        return isNull(slot) ? null : Utf8.decode(base(slot), start(slot), start(slot) + length(slot));
    }

    /** For tests and messages. */
    public String rawText() {
        return Utf8.decode(data, rawStart, rawEnd);
    }

    // What readers set.

    public void begin(long newNumber, long newOffset) {
        number = newNumber;
        offset = newOffset;
        failed = false;
        rawDecodable = true;
        rawBytes = null;
        if (!problems.isEmpty()) {
            problems.clear();
        }
    }

    /** Moves the record, and changes nothing else of it. */
    public void offset(long newOffset) {
        offset = newOffset;
    }

    public void raw(byte[] base, int start, int end) {
        data = base;
        rawStart = start;
        rawEnd = end;
    }

    public void undecodable(byte[] sourceBytes) {
        rawDecodable = false;
        rawBytes = sourceBytes;
    }

    /** Adds what is wrong with the record as a whole: no value of it can be had. */
    public void fail(ParseProblem problem) {
        problems.add(problem);
        failed = true;
    }

    /** Adds what is wrong with one column, whose value becomes null. */
    public void fail(int slot, ParseProblem problem) {
        problems.add(problem);
        ends[slot] = NULL;
    }

    public void set(int slot, int start, int end) {
        starts[slot] = start;
        ends[slot] = end;
    }

    public void setNull(int slot) {
        ends[slot] = NULL;
    }

    /** Makes a slot show what another one shows. */
    public void copySlot(int from, int to) {
        starts[to] = starts[from];
        ends[to] = ends[from];
    }

    /** Forgets the values that were unescaped. */
    public void clearScratch() {
        scratchUsed = 0;
    }

    /** Room for an unescaped value of up to this many bytes; to be written from {@link #scratchUsed} on. */
    public byte[] scratch(int room) {
        if (scratch.length - scratchUsed < room) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, scratchUsed + room));
        }
        return scratch;
    }

    public int scratchUsed() {
        return scratchUsed;
    }

    /** Makes what was written to the scratch array, up to an end, the slot's value. */
    public void setScratch(int slot, int end) {
        starts[slot] = ~scratchUsed;
        ends[slot] = end;
        scratchUsed = end;
    }
}
