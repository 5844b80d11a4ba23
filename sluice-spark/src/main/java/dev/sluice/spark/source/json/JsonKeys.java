package dev.sluice.spark.source.json;

import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which slots a key goes to. Objects of a file mostly have the same keys in the same order, so the keys of the records
 * before are remembered by their place; only others are looked up.
 */
final class JsonKeys {
    /**
     * A slot that takes a key's value.
     *
     * @param rank the place of the key among the slot's spellings; the lowest wins
     */
    record Use(int slot, int rank) {}

    private static final int MOST_REMEMBERED = 1_000;

    private final Map<String, List<Use>> uses = new HashMap<>();
    private final List<byte[]> seen = new ArrayList<>();
    private final List<List<Use>> seenUses = new ArrayList<>();

    JsonKeys(ReadColumns columns) {
        for (int slot = 0; slot < columns.slots(); slot++) {
            List<String> spellings = columns.spellings(columns.column(slot));
            for (int rank = 0; rank < spellings.size(); rank++) {
                uses.computeIfAbsent(spellings.get(rank), key -> new ArrayList<>())
                        .add(new Use(slot, rank));
            }
        }
    }

    /**
     * The uses of the key at this place of the object.
     *
     * @param key the array that holds the key's text, without escapes
     */
    List<Use> uses(int place, byte[] key, int from, int to) {
        if (place < seen.size() && Arrays.equals(seen.get(place), 0, seen.get(place).length, key, from, to)) {
            return seenUses.get(place);
        }
        List<Use> found = uses.getOrDefault(Utf8.decode(key, from, to), List.of());
        if (place < seen.size()) {
            seen.set(place, Arrays.copyOfRange(key, from, to));
            seenUses.set(place, found);
        } else if (place == seen.size() && place < MOST_REMEMBERED) {
            seen.add(Arrays.copyOfRange(key, from, to));
            seenUses.add(found);
        }
        return found;
    }
}
