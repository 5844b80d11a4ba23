package dev.sluice.spark.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From which of the source's columns of text each column is made, and so which of them each reason concerns. */
final class Lineage {
    private final Map<String, BitSet> origins = new HashMap<>();
    private final List<Concerns.Slot> slots = new ArrayList<>();

    /** @param texts the source's columns of text */
    Lineage(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            BitSet own = new BitSet();
            own.set(i);
            origins.put(texts.get(i), own);
        }
    }

    /** A step makes columns, each of others. */
    void made(Map<String, List<String>> columns) {
        Map<String, BitSet> made = new HashMap<>();
        columns.forEach((column, of) -> made.put(column, of(of)));
        origins.putAll(made);
    }

    private BitSet of(Collection<String> columns) {
        BitSet all = new BitSet();
        columns.forEach(column -> all.or(origins.getOrDefault(column, new BitSet())));
        return all;
    }

    /** The next reason names these columns, as they are now. */
    void reason(Collection<String> columns) {
        slots.add(new Concerns.Slot(of(columns), Map.of()));
    }

    /** The next reason names some of these columns, as they are now; each row has its own. */
    void given(Collection<String> columns) {
        Map<String, BitSet> byColumn = new HashMap<>();
        columns.forEach(column -> byColumn.put(column, of(List.of(column))));
        slots.add(new Concerns.Slot(of(columns), Map.copyOf(byColumn)));
    }

    List<Concerns.Slot> slots() {
        return List.copyOf(slots);
    }
}
