package dev.sluice.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * Which expected row stands for which row that was found. Rows that fit come first; of the others those that are most
 * alike are held against one another, so that a difference shows the columns that differ and not two whole rows.
 *
 * @param pairs those that differ in some part
 * @param missing expected rows for which nothing is left
 * @param extra rows that nobody expected
 */
record RowPairs<E, A>(List<Pair<E, A>> pairs, List<E> missing, List<A> extra) {
    record Pair<E, A>(E expected, A actual) {}

    /**
     * @param faults in how many parts the two differ, 0 where they fit
     * @param parts how many parts the expected row has: rows that differ in all of them are no pair
     */
    static <E, A> RowPairs<E, A> of(
            List<E> expected, List<A> actual, ToIntBiFunction<E, A> faults, ToIntFunction<E> parts) {
        List<E> wanted = new ArrayList<>();
        List<A> left = new ArrayList<>(actual);
        // Rows that name the most parts choose first, for the others fit more rows.
        List<E> choosing = new ArrayList<>(expected);
        choosing.sort((a, b) -> Integer.compare(parts.applyAsInt(b), parts.applyAsInt(a)));
        for (E each : choosing) {
            int found = -1;
            for (int i = 0; i < left.size() && found < 0; i++) {
                found = faults.applyAsInt(each, left.get(i)) == 0 ? i : -1;
            }
            if (found < 0) {
                wanted.add(each);
            } else {
                left.remove(found);
            }
        }
        wanted.sort((a, b) -> Integer.compare(expected.indexOf(a), expected.indexOf(b)));
        List<Pair<E, A>> pairs = new ArrayList<>();
        List<E> missing = new ArrayList<>();
        for (E each : wanted) {
            int best = -1;
            int fewest = Math.max(parts.applyAsInt(each), 1);
            for (int i = 0; i < left.size(); i++) {
                int count = faults.applyAsInt(each, left.get(i));
                if (count < fewest) {
                    fewest = count;
                    best = i;
                }
            }
            if (best < 0) {
                missing.add(each);
            } else {
                pairs.add(new Pair<>(each, left.remove(best)));
            }
        }
        return new RowPairs<>(pairs, missing, left);
    }
}
