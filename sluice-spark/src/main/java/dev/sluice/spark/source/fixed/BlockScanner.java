package dev.sluice.spark.source.fixed;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.CharacterPlaces;
import dev.sluice.spark.source.text.RecordScanner;

/** Takes as many characters as a record has for a record. */
final class BlockScanner implements RecordScanner {
    private static final int END_OF_FILE = 0x1a;

    private final ByteWindow window;
    private final int characters;
    private final int most;
    private final CharacterPlaces places = new CharacterPlaces();
    private int end;
    private boolean unended;

    BlockScanner(ByteWindow window, int characters, int maxRecordBytes) {
        this.window = window;
        this.characters = characters;
        this.most = maxRecordBytes + 2;
    }

    @Override
    public Found scan(int start) {
        // Four bytes for each character, and no character is cut by the end of what is looked at.
        int looked = (int) Math.min(window.limit(), start + characters * 4L);
        if (looked == window.limit() && !window.ended()) {
            return Found.MORE_NEEDED;
        }
        places.of(window.data(), start, looked);
        unended = places.length() < characters;
        end = unended ? looked : places.at(characters);
        return unended && onlyEnds(start, looked) ? Found.BLANK : Found.RECORD;
    }

    /** Whether nothing is left but the line end or end-of-file mark that some writers put there. */
    private boolean onlyEnds(int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = window.data()[i];
            if (b != '\n' && b != '\r' && b != END_OF_FILE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int after() {
        return end;
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
