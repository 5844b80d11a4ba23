package dev.sluice.spark.source.text;

/** Where the characters (code points) of a text begin among its bytes. A byte that is no UTF-8 is a character of its own. */
public final class CharacterPlaces {
    private int from;
    private int length;
    private boolean ascii;
    private int[] starts = new int[256];

    public void of(byte[] data, int newFrom, int to) {
        from = newFrom;
        int plain = Utf8.plainUntil(data, from, to);
        ascii = plain == to;
        length = to - from;
        if (ascii) {
            return;
        }
        if (starts.length <= to - from) {
            starts = new int[to - from + 1];
        }
        int count = 0;
        int p = from;
        while (p < to) {
            starts[count++] = p;
            p += data[p] >= 0 ? 1 : Math.max(1, Utf8.sequenceLength(data, p, to));
        }
        starts[count] = to;
        length = count;
    }

    /** How many characters there are. */
    public int length() {
        return length;
    }

    /** The index of the byte that begins a character; that after the last byte for {@link #length}. */
    public int at(int place) {
        return ascii ? from + place : starts[place];
    }
}
