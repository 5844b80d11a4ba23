package dev.sluice.spark.source.text;

/**
 * A line's bytes as characters that know where they stand, for regular expressions. Each look at a character is a step;
 * beyond a number of steps {@link StepsExceeded} is thrown, so that no expression runs on for ever.
 */
public final class LineText implements CharSequence {
    /** Thrown where matching takes too many steps. */
    public static final class StepsExceeded extends RuntimeException {
        private static final long serialVersionUID = 1;

        private StepsExceeded() {
            super("Cannot match: too many steps", null, false, false);
        }
    }

    private byte[] data = new byte[0];
    private int from;
    private int length;
    private boolean ascii;
    private char[] characters = new char[0];
    private int[] starts = new int[0];
    private long steps;

    /** Takes a line, and allows so many steps. */
    public void of(byte[] newData, int newFrom, int to, long newSteps) {
        data = newData;
        from = newFrom;
        steps = newSteps;
        ascii = Utf8.plainUntil(data, from, to) == to;
        length = ascii ? to - from : decode(to);
    }

    /** Characters of UTF-16; a byte that is no UTF-8 becomes U+FFFD. */
    private int decode(int to) {
        int room = to - from + 1;
        if (characters.length < room) {
            characters = new char[room];
            starts = new int[room];
        }
        int count = 0;
        int p = from;
        while (p < to) {
            int bytes = data[p] >= 0 ? 1 : Utf8.sequenceLength(data, p, to);
            int character = bytes == 0 ? 0xfffd : Utf8.character(data, p, bytes);
            for (char c : Character.toChars(character)) {
                starts[count] = p;
                characters[count++] = c;
            }
            p += Math.max(1, bytes);
        }
        starts[count] = to;
        return count;
    }

    /** The index of the byte at which a character begins; that after the line for its length. */
    public int byteAt(int index) {
        return ascii ? from + index : starts[index];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--steps < 0) {
            throw new StepsExceeded();
        }
        return ascii ? (char) data[from + index] : characters[index];
    }

    @Override
    public CharSequence subSequence(int begin, int end) {
        return toString().subSequence(begin, end);
    }

    @Override
    public String toString() {
        return Utf8.decode(data, from, byteAt(length));
    }
}
